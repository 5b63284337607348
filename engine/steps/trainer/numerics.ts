import { findLaunchTools } from '../../jobs/index.ts';
import { trainingProgram } from './launch.ts';
import { trainingPlace } from './training-place.ts';
import { runTrainingProcess } from './training-process.ts';

const MEMORY = 256 * 2 ** 20;

/** What V8's functions come to in a process that is started as training is. Throws what `runTrainingProcess` throws. */
export async function trainingNumerics(): Promise<Readonly<Record<string, string>>> {
  const tools = { ...(await findLaunchTools()), noNetwork: null };
  const place = await trainingPlace(trainingProgram(), MEMORY, tools);
  const limits = { memory: 2 * MEMORY, signal: new AbortController().signal, admit: () => undefined };
  const { result } = await runTrainingProcess(place, { kind: 'numerics' }, limits);
  return result as Readonly<Record<string, string>>;
}

import { trainingProgram } from './launch.ts';
import { plainPlace } from './training-place.ts';
import { runTrainingProcess } from './training-process.ts';

const MEMORY = 256 * 2 ** 20;

/** What V8's functions come to in a process that is started as training is. Throws what `runTrainingProcess` throws. */
export async function trainingNumerics(): Promise<Readonly<Record<string, string>>> {
  const place = await plainPlace(trainingProgram(), MEMORY);
  const limits = { memory: 2 * MEMORY, signal: new AbortController().signal };
  return (await runTrainingProcess(place, { kind: 'numerics' }, limits)) as Readonly<Record<string, string>>;
}

import { launchOf, trainingProgram } from './launch.ts';
import { runTrainingProcess } from './training-process.ts';

const MEGABYTES = 256;

/** What V8's functions come to in a process that is started as training is. Throws what `runTrainingProcess` throws. */
export async function trainingNumerics(): Promise<Readonly<Record<string, string>>> {
  const launch = launchOf(trainingProgram(), MEGABYTES, null);
  const limits = { memory: 2 * MEGABYTES * 2 ** 20, signal: new AbortController().signal, admit: () => undefined };
  const { result } = await runTrainingProcess(launch, { kind: 'numerics' }, limits);
  return result as Readonly<Record<string, string>>;
}

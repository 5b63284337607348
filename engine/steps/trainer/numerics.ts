import { trainingProgram } from './launch.ts';
import { plainPlace } from './training-place.ts';
import { TrainingProcess } from './training-process.ts';

const MEMORY = 256 * 2 ** 20;

/** V8's functions as a process has them that is started as training is. Throws what `TrainingProcess.run` throws. */
export async function trainingNumerics(): Promise<Readonly<Record<string, string>>> {
  const place = await plainPlace(trainingProgram(), MEMORY);
  const limits = { memory: 2 * MEMORY, signal: new AbortController().signal };
  const training = new TrainingProcess(place);
  try {
    return (await training.run({ kind: 'numerics' }, limits)) as Readonly<Record<string, string>>;
  } finally {
    training.end();
  }
}

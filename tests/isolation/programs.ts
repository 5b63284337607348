import { realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { BarredProgram } from '../../engine/jobs/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { trainingProgram } from '../../engine/steps/trainer/launch.ts';
import type { TrainingJob } from '../../engine/training/index.ts';

const JOB = fileURLToPath(new URL('../../dist/engine/training/job/', import.meta.url));

/** The module of what a job throws whose result is no number. */
export const FROZEN = fileURLToPath(new URL('../../dist/engine/training/frozen.js', import.meta.url));

/** What `programOf` is given to work on. */
export const FIT_JOB = { kind: 'fit', input: { answer: 42 } } as unknown as Extract<TrainingJob, { kind: 'fit' }>;

/**
 * A training program whose work is `body`, an expression or statements of JavaScript that get `job`; `library` is a
 * module that it loads before anything but the guard.
 */
export async function programOf(body: string, library = ''): Promise<BarredProgram> {
  const folder = await realpath(await temporaryFolder(onTestFinished));
  const entry = path.join(folder, 'main.mjs');
  await writeFile(path.join(folder, 'library.mjs'), library);
  await writeFile(
    entry,
    `import './library.mjs';\nimport { serveJob } from ${JSON.stringify(path.join(JOB, 'serve-job.js'))};\n` +
      `await serveJob(async (job) => { ${body} });\n`,
  );
  const { readable, ...program } = trainingProgram();
  return { ...program, entry, readable: [...readable, folder] };
}

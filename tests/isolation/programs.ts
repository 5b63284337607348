import { realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { type TrainingProgram, trainingProgram } from '../../engine/steps/trainer/launch.ts';

const JOB = fileURLToPath(new URL('../../dist/engine/training/job/', import.meta.url));

/** A training program whose work is `body`, an expression or statements of JavaScript that get `job`. */
export async function programOf(body: string): Promise<TrainingProgram> {
  const folder = await realpath(await temporaryFolder(onTestFinished));
  const entry = path.join(folder, 'main.mjs');
  await writeFile(
    entry,
    `import { serveJob } from ${JSON.stringify(path.join(JOB, 'serve-job.js'))};\n` +
      `await serveJob(async (job) => { ${body} });\n`,
  );
  return { entry, readable: [...trainingProgram().readable, folder] };
}

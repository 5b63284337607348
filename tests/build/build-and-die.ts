// A build in a process of its own: build-and-die.ts <project> <step> [<meeting>]. It kills itself at that step of a
// lake write, counted from 1; 0: never. With a meeting (a folder) it waits, before its manifest, for one other build
// there. Prints `ok`, `failed`, or the code of what was refused.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import type { WritePhase } from '../../engine/lake/index.ts';
import { buildProject } from './small-project.ts';

const [root = '', deadly = '0', meeting] = process.argv.slice(2);
let steps = 0;

async function beforeWrite(key: string, step: WritePhase): Promise<void> {
  steps++;
  if (steps === Number(deadly)) process.kill(process.pid, 'SIGKILL');
  if (meeting !== undefined && step === 'begin' && key.endsWith('/manifest.json')) await meet(meeting);
}

async function meet(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, String(process.pid)), '');
  while ((await readdir(folder)).length < 2) await setTimeout(10);
}

const project = { root, lake: path.join(root, '.ews', 'lake') };
const outcome = await buildProject(project, { threads: 1 }, { store: { beforeWrite } }).then(
  ({ result }) => (result.ok ? 'ok' : 'failed'),
  (error: unknown) => {
    if (error instanceof ProblemError) return error.problems.map(({ code }) => code).join(' ');
    throw error;
  },
);
process.stdout.write(outcome);

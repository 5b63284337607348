import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { batchesOf, type Command, type FileEdit } from './batches.ts';
import type { ProjectCase } from './projects.ts';

const RUNNER = path.join(import.meta.dirname, 'several-commands.mjs');
const FIRST_COMMAND = Date.parse('2026-03-02T09:00:00Z');
/** Between two commands: in the end they have reached another day, as an environment's history does. */
const MINUTES_APART = 11;

export type Clock = 'ticking' | 'still';

/** Where commands are run, and what of their surroundings they see. */
export interface Surroundings {
  /** The folder of the installed version. */
  readonly installed: string;
  /** Holds what both sides find at the same paths. */
  readonly folder: string;
  readonly clock: Clock;
  /** Every command in a process of its own. */
  readonly apart: boolean;
}

/** Runs a project's commands in a fresh copy; what they said and all files of the project end up below `kept`. */
export async function runProject(project: ProjectCase, surroundings: Surroundings, kept: string): Promise<void> {
  const root = path.join(surroundings.folder, 'projects', project.name);
  const said = path.join(kept, project.name, 'said');
  mkdirSync(root, { recursive: true });
  mkdirSync(said, { recursive: true });
  await project.write(root);
  for (const batch of batchesOf(project.steps, surroundings.apart)) {
    if ('file' in batch) {
      edit(path.join(root, batch.file), batch);
      continue;
    }
    const outcomes = await run(batch.commands, root, surroundings);
    for (const [index, command] of batch.commands.entries())
      writeFileSync(path.join(said, fileName(command)), outcomes[index] ?? 'no outcome: the process died');
  }
  renameSync(root, path.join(kept, project.name, 'project'));
}

/** Number and words of a command, as the name of a file. */
function fileName({ place, args }: Command): string {
  const words = args.join(' ').replaceAll('/', '|').slice(0, 120);
  return `${String(place + 1).padStart(3, '0')} ews ${words}`;
}

function edit(file: string, { replace, by }: FileEdit): void {
  const text = readFileSync(file, 'utf8');
  if (text.split(replace).length !== 2) throw new Error(`${file} does not hold "${replace}" exactly once`);
  writeFileSync(
    file,
    text.replace(replace, () => by),
  );
}

/** Nothing of the surroundings of this process but where its programs are. */
function environment(folder: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: path.join(folder, 'home'),
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    TMPDIR: path.join(folder, 'temporary'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: folder,
    NO_COLOR: '1',
    LANG: 'C.UTF-8',
    // Far from UTC, and not by whole hours: a day that is told by local time shows.
    TZ: 'Pacific/Chatham',
    // Nodes that run at the same time end in another order each time.
    EWS_THREADS: '1',
    UV_THREADPOOL_SIZE: '16',
  };
}

/** How each command ended and what it printed, as one text. */
async function run(
  commands: readonly Command[],
  root: string,
  { installed, folder, clock }: Surroundings,
): Promise<readonly string[]> {
  const program = path.join(installed, 'dist/engine/cli/main.js');
  const env = environment(folder);
  const child = spawn(process.execPath, [RUNNER, program], { cwd: root, env, stdio: ['pipe', 'pipe', 'inherit'] });
  const asked = commands.map(({ args, place }) => ({
    args,
    clock,
    seed: place,
    now: new Date(FIRST_COMMAND + place * MINUTES_APART * 60_000).toISOString(),
  }));
  child.stdin.end(JSON.stringify(asked));
  let answered = '';
  for await (const text of child.stdout.setEncoding('utf8')) answered += text;
  return answered.split('\n').filter(Boolean).map(outcomeText);
}

function outcomeText(line: string): string {
  const { code, err, out } = JSON.parse(line) as { readonly code: number; readonly err: string; readonly out: string };
  return `exit ${code}\n--- standard error\n${err}\n--- standard output\n${out}`;
}

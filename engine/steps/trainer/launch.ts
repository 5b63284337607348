import { existsSync } from 'node:fs';
import path from 'node:path';
import { compiledFolder } from '../compiled-folder.ts';

/** A program that a training process runs: its first file, and the folders that it may read. */
export interface TrainingProgram {
  readonly entry: string;
  readonly readable: readonly string[];
}

/** How a process is started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
}

/** The compiled training room. All of `dist` may be read: Node 20.19 looks into each folder above a module. */
export function trainingProgram(dist = compiledFolder()): TrainingProgram {
  return {
    entry: path.join(dist, 'engine/training/job/main.js'),
    readable: [dist, ...packageFolders(path.dirname(dist))],
  };
}

/** Where Node looks for packages from a folder on, and the file that says how its modules are written. */
function packageFolders(folder: string): readonly string[] {
  const found: string[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    const packages = path.join(at, 'node_modules');
    if (existsSync(packages)) found.push(packages);
    if (at === path.dirname(at)) return [...found, path.join(folder, 'package.json')];
  }
}

/** Node with its permission model on, a heap of `megabytes`, and around it a network namespace where there is one. */
export function launchOf(program: TrainingProgram, megabytes: number, namespace: readonly string[] | null): Launch {
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  const node = [
    permission,
    ...program.readable.map((folder) => `--allow-fs-read=${folder}`),
    '--no-addons',
    '--no-warnings',
    `--max-old-space-size=${megabytes}`,
    program.entry,
  ];
  const [command, ...args] = [...(namespace ?? []), process.execPath, ...node];
  return { command: command ?? process.execPath, args };
}

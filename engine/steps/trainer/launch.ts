import { existsSync } from 'node:fs';
import path from 'node:path';
import { barredLaunch, type LaunchTools, type WorkerLaunch } from '../../jobs/index.ts';
import { compiledFolder } from '../compiled-folder.ts';

/** A program that a training process runs: its first file, and the folders that it may read. */
export interface TrainingProgram {
  readonly entry: string;
  readonly readable: readonly string[];
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

/**
 * Node with its permission model on and a heap of `megabytes`, behind what ends it with its parent, keeps it from
 * dumping its core and takes the network from it, as far as the machine has the tools.
 */
export function launchOf(program: TrainingProgram, megabytes: number, tools: LaunchTools): WorkerLaunch {
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
  return barredLaunch(tools, tools.noNetwork ?? [], node);
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ProjectCase } from './projects.ts';
import { SIDES, type SideName, type Sides } from './sides.ts';

/** Processor seconds of one side's builds, in the order in which they were run. */
interface Seconds {
  readonly first: number[];
  readonly warm: number[];
}

/**
 * Builds a project from nothing and once more, by both sides in turn so many times, and says how their seconds compare.
 */
export async function timesInTurn(project: ProjectCase, sides: Sides, folder: string, pairs: number) {
  const seconds: Readonly<Record<SideName, Seconds>> = { old: { first: [], warm: [] }, new: { first: [], warm: [] } };
  for (let pair = 0; pair < pairs; pair += 1) {
    // Whichever begins finds a cooler machine.
    for (const side of pair % 2 === 0 ? SIDES : SIDES.toReversed()) {
      sides.use(side);
      const root = path.join(folder, 'timed');
      mkdirSync(root);
      await project.write(root);
      const program = path.join(sides.installed, 'bin/ews.mjs');
      const build = (): number => processorSeconds([program, 'build', '--quiet', '--project-dir', root]);
      seconds[side].first.push(build());
      seconds[side].warm.push(build());
      rmSync(root, { recursive: true });
    }
  }
  return [
    timeText('first build', seconds.old.first, seconds.new.first),
    timeText('warm build', seconds.old.warm, seconds.new.warm),
  ];
}

/**
 * What two lists of processor seconds come to: the least of each, which others on the machine disturb least, and all.
 */
export function timeText(what: string, before: readonly number[], after: readonly number[]): string {
  const [old, changed] = [Math.min(...before), Math.min(...after)];
  const all = (seconds: readonly number[]): string => seconds.map((each) => each.toFixed(2)).join(', ');
  const ratio = (changed / old).toFixed(3);
  const each = `old ${all(before)}; new ${all(after)}`;
  return `${what}: ${changed.toFixed(2)} s of processors, before ${old.toFixed(2)} s, ratio ${ratio} (${each})`;
}

/** User and system seconds of Node with these arguments and of all processes that it started. */
function processorSeconds(args: readonly string[]): number {
  const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1';
  const said = execFileSync('bash', ['-c', `{ ${script}; } 2>&1`, 'bash', process.execPath, ...args], {
    encoding: 'utf8',
  });
  const [user = Number.NaN, system = Number.NaN] = said.trim().split(' ').map(Number);
  return user + system;
}

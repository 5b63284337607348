import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

export type SideName = 'old' | 'new';
export const SIDES: readonly SideName[] = ['old', 'new'];

/** Two compiled versions of ews, of which one at a time lies where it is run, so that their paths are the same. */
export interface Sides {
  /** The folder of the version that is in place. */
  readonly installed: string;
  /** Puts a version in place. */
  use(side: SideName): void;
}

/**
 * The revision and the working tree as it is, each copied and compiled by its own `npm run build`, with this checkout's
 * packages.
 */
export function compiledSides(revision: string, folder: string): Sides {
  const installed = path.join(folder, 'ews');
  // A copy, beside both: a training process may read no folder that a link leads to.
  execFileSync('cp', ['-a', path.join(ROOT, 'node_modules'), folder]);
  const aside = (side: SideName): string => path.join(folder, `ews-${side}`);
  copyRevision(revision, aside('old'));
  copyWorkingTree(aside('new'));
  let current: SideName | undefined;
  const use = (side: SideName): void => {
    if (current === side) return;
    if (current !== undefined) renameSync(installed, aside(current));
    renameSync(aside(side), installed);
    current = side;
  };
  for (const side of SIDES) {
    use(side);
    execFileSync('npm', ['run', 'build', '--silent'], { cwd: installed, stdio: 'inherit' });
  }
  return { installed, use };
}

function copyRevision(revision: string, to: string): void {
  mkdirSync(to);
  const archive = execFileSync('git', ['archive', '--format=tar', revision], { cwd: ROOT, maxBuffer: 2 ** 30 });
  execFileSync('tar', ['-x', '-C', to], { input: archive });
}

/** Committed or not, but for what git ignores. */
function copyWorkingTree(to: string): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0')) {
    const from = path.join(ROOT, file);
    // A file that was deleted and not committed is listed still.
    if (file !== '' && existsSync(from)) cpSync(from, path.join(to, file));
  }
}

import { access, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { describe } from 'vitest';
import { run } from '../integration/product.ts';

/** What reads our files in tests, at these versions; never part of the product. */
const PACKAGES = ['dbt-artifacts-parser==0.15.0', 'openpyxl==3.1.5', 'pyarrow==26.0.1'] as const;

const CACHE = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
const FOLDER = path.join(CACHE, 'ews-tools', 'python-readers');
const PYTHON = path.join(FOLDER, 'bin', 'python');

/** Why Python's readers cannot be had here; undefined once they are installed. In continuous integration it throws. */
async function whyNoReaders(): Promise<string | undefined> {
  if (await isThere(path.join(FOLDER, 'installed'))) return undefined;
  // Two test files may install at once: each into a folder of its own, of which the first one that is whole is taken.
  const own = `${FOLDER}.${process.pid}`;
  const python = path.join(own, 'bin', 'python');
  const steps = [
    ['python3', '-m', 'venv', own],
    [python, '-m', 'pip', 'install', '--quiet', ...PACKAGES],
    [python, '-c', `open(${JSON.stringify(path.join(own, 'installed'))}, 'w').close()`],
  ] as const;
  for (const [program, ...args] of steps) {
    const { code, stderr } = await run(program, args);
    if (code === 0) continue;
    const reason = `${program} ${args.join(' ')} failed: ${stderr.trim().split('\n').at(-1)}`;
    if (process.env['CI'] === 'true') throw new Error(reason);
    return reason;
  }
  await rename(own, FOLDER).catch(() => rm(own, { recursive: true, force: true }));
  return undefined;
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** What a program in Python prints as JSON. */
export type AskPython = (program: string, ...args: readonly string[]) => Promise<unknown>;

/** `describe` with Python and its readers; without them the tests are skipped, and a line on the console says why. */
export async function describeWithPython(title: string, tests: (ask: AskPython) => void): Promise<void> {
  const reason = await whyNoReaders();
  const ask: AskPython = async (program, ...args) => {
    const { code, stdout, stderr } = await run(PYTHON, ['-c', program, ...args]);
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  };
  if (reason === undefined) {
    describe(title, () => tests(ask));
    return;
  }
  console.warn(`SKIPPED: ${title}: ${reason}`);
  describe.skip(`${title} (${reason})`, () => tests(ask));
}

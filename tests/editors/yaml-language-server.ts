import { access, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { describe } from 'vitest';
import { run } from '../integration/product.ts';

/** The server of VS Code's extension, Neovim and Helix: the last one for Node 20. Never part of the product. */
const PACKAGE = 'yaml-language-server@1.25.0';

const CACHE = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
const FOLDER = path.join(CACHE, 'ews-tools', PACKAGE);
const PROGRAM = path.join(FOLDER, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server');

/** Why the server cannot be had here; undefined once it is installed. In continuous integration it throws. */
async function whyNoServer(): Promise<string | undefined> {
  if (await isThere(path.join(FOLDER, 'installed'))) return undefined;
  // Two test files may install at once: each into a folder of its own, of which the first one that is whole is taken.
  const own = `${FOLDER}.${process.pid}`;
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const { code, stderr } = await run('npm', ['install', '--prefix', own, ...flags, PACKAGE]);
  if (code !== 0) {
    await rm(own, { recursive: true, force: true });
    const why = stderr.split('\n').find((line) => line.startsWith('npm error'));
    const reason = `npm install ${PACKAGE} failed: ${why}`;
    if (process.env['CI'] === 'true') throw new Error(reason);
    return reason;
  }
  await writeFile(path.join(own, 'installed'), '');
  await rename(own, FOLDER).catch(() => rm(own, { recursive: true, force: true }));
  return undefined;
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** A program and its arguments. */
export type ServerCommand = readonly [program: string, ...args: string[]];

/** `describe` with the server's command; without it the tests are skipped, and a line on the console says why. */
export async function describeWithServer(title: string, tests: (command: ServerCommand) => void): Promise<void> {
  const reason = await whyNoServer();
  const command: ServerCommand = [process.execPath, PROGRAM, '--stdio'];
  if (reason === undefined) {
    describe(title, () => tests(command));
    return;
  }
  console.warn(`SKIPPED: ${title}: ${reason}`);
  describe.skip(`${title} (${reason})`, () => tests(command));
}

// Set up once for a run of the suite, before its workers start: a folder for projects that tests share, each built by
// whoever needs it first. In the end it goes away, and a project that somebody changed fails the run.
import { mkdtemp, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    readonly sharedFolder: string;
  }
}

export default async function setup(suite: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(await realpath(suite.config.env['TMPDIR'] ?? tmpdir()), 'ews-shared-'));
  suite.provide('sharedFolder', folder);
  return async () => {
    const changed = await changedIn(folder);
    await rm(folder, { recursive: true, force: true });
    if (changed.length === 0) return;
    // Vitest prints what is thrown here, and calls the run a success all the same.
    process.exitCode = 1;
    throw new Error(`a test changed a project that others look at: ${changed.join(', ')}`);
  };
}

/** `<project>/<file>` of every file that is not as the project's `<project>.json` says, new and gone ones too. */
export async function changedIn(folder: string): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json'))) {
    const project = path.basename(file, '.json');
    const before: FileStates = JSON.parse(await readFile(path.join(folder, file), 'utf8'));
    const after = await filesOf(path.join(folder, project));
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    const differing = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
    changed.push(...differing.map((name) => `${project}/${name}`));
  }
  return changed;
}

type FileStates = Readonly<Record<string, readonly [bytes: number, ms: number]>>;

/** Size and time of every file of a project, but for what a command may leave behind (caches, scratch files). */
export async function filesOf(root: string): Promise<FileStates> {
  const found: Record<string, readonly [number, number]> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(root, file);
    if (!entry.isFile() || /^\.ews[/\\](?!lake[/\\])/.test(name)) continue;
    const { size, mtimeMs } = await stat(file);
    found[name] = [size, mtimeMs];
  }
  return found;
}

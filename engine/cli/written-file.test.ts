import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { writeNamedFile } from './written-file.ts';

let top = '';
const at = (name: string): string => path.join(top, name);
const write = (name: string, flags: { overwrite?: boolean; allowOutside?: readonly string[] } = {}): Promise<void> =>
  writeNamedFile(at(name), 'new', { projectDir: at('project'), ...flags });
const refused = (message: string) => ({ problems: [{ code: 'EWS6001', message: expect.stringContaining(message) }] });

beforeEach(async () => {
  top = await temporaryFolder(onTestFinished);
  for (const folder of ['project/out', 'beside']) await mkdir(at(folder), { recursive: true });
  for (const file of ['project/out/old', 'beside/old']) await writeFile(at(file), 'old');
});

describe.each([false, true])('a file that a flag names, with overwrite %j', (overwrite) => {
  it.each(['project/out/x', 'project/x', 'beside/x'])('is written as %s', async (name) => {
    await write(name, { overwrite });
    expect(await readFile(at(name), 'utf8')).toBe('new');
  });

  it.each(['project/out/old', 'beside/old'])('is replaced at %s only where the flag says so', async (name) => {
    if (overwrite) await write(name, { overwrite });
    else await expect(write(name)).rejects.toMatchObject(refused('is there already'));
    expect(await readFile(at(name), 'utf8')).toBe(overwrite ? 'new' : 'old');
  });

  it.each(['../beside/old', '../beside/none', 'out/old', 'link'])('is never what a link leads to: %s', async (to) => {
    await symlink(to, at('project/link'));
    await expect(write('project/link', { overwrite })).rejects.toMatchObject(refused('is a link'));
    expect(await readlink(at('project/link'))).toBe(to);
    expect(await readFile(at('beside/old'), 'utf8')).toBe('old');
    expect(await readdir(at('beside'))).toEqual(['old']);
  });

  it('does not lead out of the project through a folder, unless the user named it', async () => {
    await symlink('../beside', at('project/reports'));
    await expect(write('project/reports/x', { overwrite })).rejects.toMatchObject(refused('leads out of the project'));
    expect(await readdir(at('beside'))).toEqual(['old']);
    await write('project/reports/x', { overwrite, allowOutside: [at('beside')] });
    expect(await readFile(at('beside/x'), 'utf8')).toBe('new');
  });

  it('is no folder, and in none that is not there', async () => {
    await expect(write('project/out', { overwrite })).rejects.toMatchObject(refused('is a folder'));
    await expect(write('project/none/x', { overwrite })).rejects.toMatchObject(refused('ENOENT'));
    await expect(write('project/out/old/x', { overwrite })).rejects.toMatchObject(refused('ENOTDIR'));
  });

  it('is not waited for where it is a device', async () => {
    if (overwrite) await writeNamedFile('/dev/null', 'new', { projectDir: top, overwrite });
    else {
      await expect(writeNamedFile('/dev/null', 'new', { projectDir: top })).rejects.toMatchObject(refused('already'));
    }
  });

  it('is no pipe that nobody reads', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    await expect(write('pipe', { overwrite })).rejects.toMatchObject(refused(overwrite ? 'ENXIO' : 'already'));
  });
});

it('is the only way in which commands write files, but for caches and new projects', async () => {
  const writing: string[] = [];
  for (const name of await readdir(import.meta.dirname, { recursive: true })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const text = await readFile(path.join(import.meta.dirname, name), 'utf8');
    if (/\b(writeFile|appendFile|createWriteStream|copyFile|cp|rename)(Sync)?\(/.test(text)) writing.push(name);
  }
  const places = ['init/write-project.ts', 'kept-text-files.ts', 'own-cache.ts', 'written-file.ts'];
  expect(writing.toSorted()).toEqual(places);
});

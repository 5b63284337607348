import { mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { changedFiles, fileStates } from './watched-files.ts';

async function project(): Promise<{ root: string; write: (file: string, text: string) => Promise<void> }> {
  const root = await temporaryFolder(onTestFinished);
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };
  for (const file of ['ews.config.yaml', 'features/a.sql', 'features/a.yaml', 'data/loans.csv', 'notes.md']) {
    await write(file, 'x');
  }
  return { root, write };
}

const states = (root: string, data: readonly string[] = []) => fileStates(root, undefined, new Set(data));

it('watches what builds hang on, and not what editors put beside it', async () => {
  const { root, write } = await project();
  for (const file of ['features/.a.sql.swp', 'features/a.sql~', 'features/4913', '.ews/lake/x.yaml'])
    await write(file, '');
  expect([...(await states(root)).keys()]).toEqual(['ews.config.yaml', 'features/a.sql', 'features/a.yaml']);
  expect([...(await states(root, ['data/loans.csv'])).keys()]).toContain('data/loans.csv');
});

it('sees files that are written, replaced, added and gone', async () => {
  const { root, write } = await project();
  const before = await states(root);
  expect(changedFiles(before, await states(root))).toEqual([]);
  await write('features/a.sql', 'longer');
  await write('features/new/b.yaml', 'b');
  await rename(path.join(root, 'features/a.yaml'), path.join(root, 'features/c.yaml'));
  const now = await states(root);
  expect(changedFiles(before, now)).toEqual([
    'features/a.sql',
    'features/a.yaml',
    'features/c.yaml',
    'features/new/b.yaml',
  ]);
});

it('sees a file of the same size and time in the place of another', async () => {
  const { root, write } = await project();
  const file = path.join(root, 'features/a.sql');
  const then = new Date('2020-01-01T00:00:00Z');
  await utimes(file, then, then);
  const before = await states(root);
  await write('features/other.tmp', 'y');
  await utimes(path.join(root, 'features/other.tmp'), then, then);
  await rename(path.join(root, 'features/other.tmp'), file);
  expect(changedFiles(before, await states(root))).toEqual(['features/a.sql']);
});

import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { changedIn, filesOf } from './shared-folder.ts';

type Change = (project: string) => Promise<void>;

it.each<readonly [string, Change, readonly string[]]>([
  ['nothing', async () => undefined, []],
  ['a cache', (project) => writeFile(path.join(project, '.ews/cache'), 'x'), []],
  ['a definition', (project) => writeFile(path.join(project, 'a.yaml'), 'other'), ['small/a.yaml']],
  ['a new file', (project) => writeFile(path.join(project, 'b.yaml'), 'new'), ['small/b.yaml']],
  [
    'a stored object',
    (project) => writeFile(path.join(project, '.ews/lake/object'), 'bytez'),
    ['small/.ews/lake/object'],
  ],
  ['an object that is gone', (project) => rm(path.join(project, '.ews/lake/object')), ['small/.ews/lake/object']],
])('a project that tests share is found changed: %s', async (_what, change, changed) => {
  const folder = await temporaryFolder(onTestFinished);
  const project = path.join(folder, 'small');
  await mkdir(path.join(project, '.ews/lake'), { recursive: true });
  await writeFile(path.join(project, 'a.yaml'), 'feature');
  await writeFile(path.join(project, '.ews/lake/object'), 'bytes');
  await writeFile(`${project}.json`, JSON.stringify(await filesOf(project)));
  await change(project);
  expect(await changedIn(folder)).toEqual(changed);
});

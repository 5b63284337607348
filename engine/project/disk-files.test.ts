import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diskFiles } from './disk-files.ts';
import { readProject } from './read-project.ts';

let top = '';
let root = '';

beforeEach(() => {
  top = mkdtempSync(path.join(tmpdir(), 'ews-disk-files-'));
  root = path.join(top, 'project');
  put('project/ews.config.yaml', 'name: x');
});

afterEach(() => rmSync(top, { recursive: true, force: true }));

function put(file: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(path.join(top, file)), { recursive: true });
  writeFileSync(path.join(top, file), content);
}

test('lists files below the root, without caches, dependencies and output', async () => {
  for (const file of ['features/us/a.yaml', 'node_modules/x/a.yaml', 'dist/a.yaml', '.ews/lake/a', '.git/config']) {
    put(`project/${file}`, '');
  }
  expect([...(await diskFiles(root).list())].sort()).toEqual(['ews.config.yaml', 'features/us/a.yaml']);
});

test('follows links that stay inside, leaves out those that lead away, break or go in circles', async () => {
  put('project/features/a.yaml', '');
  put('secret.yaml', 'password');
  symlinkSync('a.yaml', path.join(root, 'features/b.yaml'));
  symlinkSync('../../secret.yaml', path.join(root, 'features/c.yaml'));
  symlinkSync('nowhere.yaml', path.join(root, 'features/d.yaml'));
  symlinkSync(root, path.join(root, 'features/circle'));
  symlinkSync(top, path.join(root, 'away'));
  const files = diskFiles(root);
  expect([...(await files.list())].sort()).toEqual(['ews.config.yaml', 'features/a.yaml', 'features/b.yaml']);
  expect([...((await files.outward?.()) ?? [])].sort()).toEqual(['away', 'features/c.yaml']);
  await expect(files.readText('features/c.yaml')).rejects.toThrow('no file of the project');
});

test.each(['aside', 'zaside'])(
  'a link in place of a room is the room, wherever in the listing %s lies',
  async (name) => {
    put(`project/${name}/a.yaml`, 'feature: a');
    put('project/features/more/b.yaml', 'feature: b');
    symlinkSync(name, path.join(root, 'models'));
    symlinkSync(`../${name}`, path.join(root, 'features/also'));
    symlinkSync('more', path.join(root, 'features/again'));
    symlinkSync('..', path.join(root, 'features/more/circle'));
    const listed = [...(await diskFiles(root).list())].sort();
    const once = ['ews.config.yaml', `${name}/a.yaml`, 'features/also/a.yaml', 'features/more/b.yaml', 'models/a.yaml'];
    expect(listed).toEqual(once.sort());
  },
);

test('chains of links are not followed more often than there are rooms', async () => {
  put('project/chain/00/a.yaml', '');
  for (let n = 1; n < 30; n += 1) {
    const folder = path.join(root, 'chain', String(n).padStart(2, '0'));
    mkdirSync(folder);
    for (const name of ['x', 'y']) symlinkSync(`../${String(n - 1).padStart(2, '0')}`, path.join(folder, name));
  }
  for (const room of ['sources', 'features', 'models', 'targets']) symlinkSync('chain/29', path.join(root, room));
  expect((await diskFiles(root).list()).filter((file) => file.endsWith('a.yaml'))).toHaveLength(5);
});

test('follows links into folders that the user named', async () => {
  put('named/c.yaml', 'feature: c');
  symlinkSync('../../named/c.yaml', path.join(root, 'c.yaml'));
  mkdirSync(path.join(root, 'features'));
  symlinkSync('../../named/c.yaml', path.join(root, 'features/c.yaml'));
  const files = diskFiles(root, [path.join(top, 'named')]);
  expect(await files.list()).toContain('features/c.yaml');
  expect(await files.readText('features/c.yaml')).toBe('feature: c');
});

test('a definition that is a link to elsewhere is a problem, and so are data and a room', async () => {
  put('secret.yaml', 'password');
  put('project/features/a.yaml', 'feature: a');
  symlinkSync('../../secret.yaml', path.join(root, 'features/c.yaml'));
  symlinkSync(top, path.join(root, 'sources'));
  symlinkSync(top, path.join(root, 'notes'));
  const { problems, definitions } = await readProject(root, diskFiles(root));
  const outward = problems.filter(({ code }) => code === 'EWS1016');
  expect(outward.map(({ span }) => span?.file)).toEqual(['features/c.yaml', 'sources']);
  expect(definitions).toBeUndefined();
});

test('a byte order mark is no part of the text; other encodings are refused', async () => {
  put('project/a.yaml', '\uFEFFfeature: a');
  put('project/b.yaml', new Uint8Array([0x66, 0xfc, 0x72]));
  expect(await diskFiles(root).readText('a.yaml')).toBe('feature: a');
  await expect(diskFiles(root).readText('b.yaml')).rejects.toThrow('not UTF-8');
});

test('a folder that does not exist is an empty project, and the way up is known', async () => {
  expect(await diskFiles(path.join(top, 'nothing')).list()).toEqual([]);
  expect(await diskFiles(path.join(root, 'features')).above?.('ews.config.yaml')).toBe(root);
});

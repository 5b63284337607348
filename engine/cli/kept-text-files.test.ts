import { readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { present } from '../presence/index.ts';
import { buildDigest } from './build-digest.ts';
import { keptTextFiles } from './kept-text-files.ts';

const folderHere = async (): Promise<string> => path.join(await temporaryFolder(onTestFinished), 'ews', 'pages');

test('a text is found by its key, by whoever is of the same revision', async () => {
  const folder = await folderHere();
  const texts = keptTextFiles(folder, 'one');
  expect(texts.find('a')).toBeUndefined();
  texts.keep('a', 'first\nof all\n');
  texts.keep('b', '');
  expect(keptTextFiles(folder, 'one').find('a')).toBe('first\nof all\n');
  expect(keptTextFiles(folder, 'one').find('b')).toBe('');
  expect(keptTextFiles(folder, 'one').find('c')).toBeUndefined();
  expect(keptTextFiles(folder, 'two').find('a')).toBeUndefined();
});

test('a text that is not what was written is none, nor is one behind a link', async () => {
  const folder = await folderHere();
  const texts = keptTextFiles(folder, 'one');
  texts.keep('a', 'a page of some words');
  const [name = ''] = readdirSync(folder);
  const file = path.join(folder, name);
  const whole = readFileSync(file, 'utf8');
  for (const damaged of ['', whole.slice(0, -1), `${whole} `, whole.replace('some', 'more'), whole.replace('1', '2')]) {
    writeFileSync(file, damaged);
    expect(texts.find('a')).toBeUndefined();
  }
  writeFileSync(`${folder}-other`, whole);
  texts.keep('b', 'b');
  const other = path.join(folder, present(readdirSync(folder).find((each) => each !== name)));
  writeFileSync(file, whole);
  expect(texts.find('a')).toBe('a page of some words');
  const linked = await folderHere();
  keptTextFiles(linked, 'one').keep('b', 'b');
  symlinkSync(other, path.join(linked, name));
  expect(keptTextFiles(linked, 'one').find('a')).toBeUndefined();
});

test('beyond what may be kept those go that were not used for longest', async () => {
  const folder = await folderHere();
  const page = 'x'.repeat(15 * 2 ** 20);
  const keys = ['a', 'b', 'c', 'd', 'e'];
  for (const [age, key] of keys.entries()) {
    const before = new Set(age === 0 ? [] : readdirSync(folder));
    keptTextFiles(folder, 'one').keep(key, page);
    const written = present(readdirSync(folder).find((name) => !before.has(name)));
    utimesSync(path.join(folder, written), 1000 + age, 1000 + age);
  }
  expect(keptTextFiles(folder, 'one').find('a')).toBe(page);
  keptTextFiles(folder, 'one').keep('f', 'small');
  const texts = keptTextFiles(folder, 'one');
  expect(keys.filter((key) => texts.find(key) !== undefined)).toEqual(['a', 'c', 'd', 'e']);
  expect(readdirSync(folder).every((name) => statSync(path.join(folder, name)).size > 0)).toBe(true);
});

test('a folder that cannot be written costs time alone', async () => {
  const folder = await temporaryFolder(onTestFinished);
  const taken = path.join(folder, 'file');
  writeFileSync(taken, '');
  for (const place of [path.join(taken, 'pages'), taken]) {
    const texts = keptTextFiles(place, 'one');
    texts.keep('a', 'text');
    expect(texts.find('a')).toBeUndefined();
  }
});

test('an engine that is not compiled has no digest', () => {
  expect(buildDigest()).toBeNull();
  expect(buildDigest(new URL('../../package.json', import.meta.url))).toMatch(/ node \d+\.\d+\.\d+ icu /);
});

import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { isOwn, isWithin, makeOwn, markOf, reachOf, readWithin, realPlace } from './index.ts';

let top = '';
const at = (name: string): string => path.join(top, name);

beforeEach(async () => {
  top = await realpath(await mkdtemp(path.join(tmpdir(), 'ews-folders-')));
  onTestFinished(() => rm(top, { recursive: true }));
  for (const folder of ['project/data', 'project/.git', 'beside', 'named']) mkdirSync(at(folder), { recursive: true });
  for (const file of ['project/data/a', 'project/.git/config', 'beside/a', 'named/a']) writeFileSync(at(file), file);
});

describe('a project reaches', () => {
  it.each<[string, boolean, string | undefined]>([
    ['data/a', true, undefined],
    ['not-there/yet', true, undefined],
    ['../beside/a', false, undefined],
    ['../projects', false, undefined],
    ['.git/config', false, undefined],
    ['link', true, 'data/a'],
    ['link/a', true, 'data'],
    ['link/a', false, '../beside'],
    ['link/not/there', false, '../beside'],
    ['link', false, '../not-there-yet'],
    ['link/a', false, '.git'],
    ['link/a', true, '../named'],
    ['link/../../beside/a', false, '../named'],
    ['link', true, 'link'],
  ])('%s: %s, where link leads to %s', (file, reaches, target) => {
    if (target !== undefined) symlinkSync(target, at('project/link'));
    expect(isWithin(reachOf(at('project'), [at('named')]), at(`project/${file}`))).toBe(reaches);
  });

  it('with its own folder behind a link', () => {
    symlinkSync('project', at('shortcut'));
    expect(isWithin(reachOf(at('shortcut')), at('shortcut/data/a'))).toBe(true);
    expect(realPlace(at('shortcut/new/file'))).toBe(at('project/new/file'));
  });

  it('and reads what is a file there, nothing else', () => {
    const reach = reachOf(at('project'));
    symlinkSync('../beside/a', at('project/link'));
    expect(readWithin(reach, at('project/data/a'))?.toString()).toBe('project/data/a');
    expect(readWithin(reach, at('project/link'))).toBeUndefined();
    expect(readWithin(reach, at('project/data'))).toBeUndefined();
    expect(() => readWithin(reach, at('project/none'))).toThrow('ENOENT');
  });
});

describe('a folder becomes one of ews', () => {
  it.each<[string, readonly string[], boolean]>([
    ['that is not there', [], true],
    ['with nothing but what is known', ['ours'], true],
    ['with something else', ['ours', 'photo'], false],
  ])('%s: %s', (_, names, becomes) => {
    const folder = at('project/folder');
    if (names.length > 0) mkdirSync(folder);
    for (const name of names) writeFileSync(path.join(folder, name), '');
    expect(makeOwn(folder, 'cache', (all) => all.every((name) => name === 'ours'))).toBe(becomes);
    expect(isOwn(folder, 'cache')).toBe(becomes);
    expect(isOwn(folder, 'lake')).toBe(false);
    if (!becomes) expect(readdirSync(folder)).toEqual(names);
  });

  it('once, whatever comes into it later; a link to one is none, nor a mark of somebody else', () => {
    makeOwn(at('own'), 'cache', () => false);
    writeFileSync(at('own/more'), '');
    expect(makeOwn(at('own'), 'cache', () => false)).toBe(true);
    symlinkSync('own', at('link'));
    expect(isOwn(at('link'), 'cache')).toBe(false);
    writeFileSync(path.join(at('beside'), markOf('cache')), 'Signature: 8a477f597d28d172789f06886806bc55\n');
    expect(isOwn(at('beside'), 'cache')).toBe(false);
  });
});

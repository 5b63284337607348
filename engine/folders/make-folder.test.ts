import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeFolder } from './make-folder.ts';

function empty(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'make-folder-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it('makes what is missing, and says where that begins', () => {
  const top = empty();
  expect(makeFolder(path.join(top, 'a/b/c'), 0o700)).toBe(path.join(top, 'a'));
  expect(statSync(path.join(top, 'a/b/c')).mode & 0o777).toBe(0o700);
  expect(makeFolder(path.join(top, 'a/b/d'))).toBe(path.join(top, 'a/b/d'));
  expect(makeFolder(path.join(top, 'a/b/c'))).toBeUndefined();
  expect(makeFolder(top)).toBeUndefined();
  expect(makeFolder('/')).toBeUndefined();
});

it('takes a link to a folder for one, and no link to nothing', () => {
  const top = empty();
  symlinkSync(top, path.join(top, 'link'));
  expect(makeFolder(path.join(top, 'link'))).toBeUndefined();
  symlinkSync(path.join(top, 'nowhere'), path.join(top, 'dangling'));
  expect(() => makeFolder(path.join(top, 'dangling'))).toThrow(/EEXIST/);
});

it('throws of a file in the way, and leaves it', () => {
  const file = path.join(empty(), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow(/EEXIST/);
  expect(() => makeFolder(path.join(file, 'below/it'))).toThrow(/ENOTDIR/);
  expect(statSync(file).isFile()).toBe(true);
});

it.skipIf(!existsSync('/proc/self'))('ends below a folder that refuses its children', () => {
  expect(() => makeFolder('/proc/nobody')).toThrow(/EACCES/);
  expect(() => makeFolder('/proc/nobody/below/it')).toThrow(/EACCES/);
});

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { calledAs } from './called-as.ts';

it('names ews as the folder finds it, and never a package of that name that it does not have', async () => {
  const root = await temporaryFolder(onTestFinished);
  const program = path.join(root, 'lib/ews.mjs');
  for (const folder of ['lib', 'bin', 'work/node_modules/.bin', 'work/below', 'else/node_modules']) {
    mkdirSync(path.join(root, folder), { recursive: true });
  }
  writeFileSync(program, '');
  symlinkSync(program, path.join(root, 'bin/ews'));
  symlinkSync(program, path.join(root, 'work/node_modules/.bin/ews'));
  const local = { program, searched: ['/nowhere', path.join(root, 'work/node_modules/.bin')] };
  expect(calledAs(path.join(root, 'work/below'), local)).toBe('npx ews');
  expect(calledAs(path.join(root, 'else'), local)).toBe(`node ${program}`);
  const global = { program: path.join(root, 'bin/ews'), searched: [path.join(root, 'bin')] };
  expect(calledAs(path.join(root, 'else'), global)).toBe('ews');
});

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { present } from '../../presence/index.ts';
import { ownerName } from '../scratch.ts';
import { openOutside, sweepOutside } from './outside.ts';

it.skipIf(process.platform !== 'linux')('sweeps what a process that was killed left behind, and nothing else', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'ews-test-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const own = present(ownerName(process.pid));
  const dead = own.replace(/^\d+/, '4194305');
  const folders = [`ews-outside-${own}-AbCdEf`, `ews-outside-${dead}-AbCdEf`, `ews-outside-${dead}`, 'another'];
  for (const name of folders) mkdirSync(path.join(root, name));
  sweepOutside(root);
  expect(folders.map((name) => existsSync(path.join(root, name)))).toEqual([true, false, true, true]);
});

it('hears nobody where nobody reaches for it, and leaves nothing behind', async () => {
  const outside = await openOutside();
  const reached = await Promise.all(Object.values(outside.ears).map((ear) => ear.wasReached()));
  expect([...reached, outside.isChanged(), outside.wasSignalled()]).toEqual([
    ...reached.map(() => false),
    false,
    false,
  ]);
  outside.close();
  expect(existsSync(outside.targets.folder)).toBe(false);
});

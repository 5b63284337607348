import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { FAULTS, projectWith } from '../compile/faults/project-with-faults.ts';
import { ews } from './product.ts';

it.each(['compile', 'build'])('ews %s tells every fault of a project in one run', async (command) => {
  const root = await mkdtemp(path.join(tmpdir(), 'ews-faults-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const { files, expected } = projectWith(FAULTS);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  const { code, stderr } = await ews(root, command);
  expect(code).toBe(1);
  for (const { code: problem, file, line, column } of expected) {
    expect(stderr).toMatch(new RegExp(`error ${problem} .*\\n(.*\\n)?  ${file}:${line}:${column}\\n`));
  }
  expect(stderr.match(/^error EWS\d{4} /gm)).toHaveLength(expected.length);
});

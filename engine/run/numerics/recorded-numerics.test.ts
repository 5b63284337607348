import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openLocalStore } from '../../lake/index.ts';
import { temporaryFolder } from '../../lake/temporary-folder.fixture.ts';
import { probeOf } from '../../numerics/index.ts';
import type { Environment } from '../../plan/index.ts';
import { present } from '../../presence/index.ts';
import { otherMachines } from './other-machine.ts';
import { recordedNumerics, recordNumerics } from './recorded-numerics.ts';

const HERE = probeOf({ 'duckdb exp': '1', 'v8 exp': '2' });
const THERE = probeOf({ 'duckdb exp': 'other', 'v8 exp': '2' });
const UNBUILT: Environment = { name: 'main', position: 0, manifest: undefined };

it('records each machine once, and a lake that nobody built knows none', async () => {
  const store = openLocalStore(await temporaryFolder(onTestFinished));
  expect(await recordedNumerics(store)).toEqual(new Map());
  expect(await otherMachines(store, UNBUILT, HERE)).toEqual({ differences: new Map(), problems: [] });
  for (const probe of [HERE, THERE, HERE]) await recordNumerics(store, probe);
  const byDigest = [HERE, THERE].map((probe) => [probe.digest, probe] as const);
  expect(await recordedNumerics(store)).toEqual(new Map(byDigest));
});

it.each([
  ['whole', async () => undefined, 'that computed this lake: duckdb exp'],
  ['changed', (file: string) => writeFile(file, '{}'), 'that computed this lake: duckdb exp, v8 exp'],
  ['gone', (file: string) => rm(file), 'that computed this lake: duckdb exp, v8 exp'],
])('a machine that is new to the lake is told so; its record is %s', async (_what, damage, message) => {
  const folder = await temporaryFolder(onTestFinished);
  const store = openLocalStore(folder);
  await recordNumerics(store, THERE);
  const object = path.join(folder, 'objects/numerics/machine', THERE.digest);
  const [probe] = (await readdir(object)).filter((name) => name.startsWith('probe-'));
  await damage(path.join(object, present(probe)));
  const { problems } = await otherMachines(store, UNBUILT, HERE);
  expect(problems).toEqual([expect.objectContaining({ code: 'EWS5040', severity: 'warning' })]);
  expect(problems[0]?.message).toMatch(new RegExp(`${message}$`));
  expect(await readdir(path.join(folder, 'objects/numerics/machine'))).toEqual([THERE.digest]);
});

import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../lake/temporary-folder.fixture.ts';
import { type NumericsProbe, probeOf } from '../../numerics/index.ts';
import { machineKey } from './machine-key.ts';
import { machineNumerics } from './machine-numerics.ts';
import { keepKnownMachines, numericsCacheFile, readKnownMachines } from './numerics-cache.ts';

const PROBE = probeOf({ 'duckdb exp': '1', 'v8 exp': '2' });

/** A machine, and how often it was probed. */
function machine(): { readonly probe: () => Promise<NumericsProbe>; times: number } {
  const counted = {
    times: 0,
    probe: async () => {
      counted.times += 1;
      return PROBE;
    },
  };
  return counted;
}

async function cacheFile(): Promise<string> {
  return path.join(await temporaryFolder(onTestFinished), 'ews', 'numerics.json');
}

it('probes a machine once, for every process of the user', async () => {
  const file = await cacheFile();
  const here = machine();
  const ask = machineNumerics(file, here.probe);
  expect([await ask(), await ask(), await machineNumerics(file, here.probe)()]).toEqual([PROBE, PROBE, PROBE]);
  expect(here.times).toBe(1);
  expect(await readdir(path.dirname(file))).toEqual(['numerics.json']);
});

it.each([
  ['empty', ''],
  ['half of it', null],
  ['another format', 'ews numerics 0\n\n{}\n'],
  ['other words under its sum', 'ews numerics 1\nabc\n{"files":{},"probes":{}}\n'],
  ['no text at all', Buffer.from([0xff, 0xfe, 0x00])],
])('probes again where the cache is damaged: %s', async (_what, content) => {
  const file = await cacheFile();
  const here = machine();
  await machineNumerics(file, here.probe)();
  const whole = await readFile(file);
  await writeFile(file, content ?? whole.subarray(0, whole.length / 2));
  expect(await machineNumerics(file, here.probe)()).toEqual(PROBE);
  expect(here.times).toBe(2);
  expect(await readFile(file)).toEqual(whole);
});

it('probes every time where nothing can be kept: no folder, a file in its place, a folder as cache', async () => {
  const folder = await temporaryFolder(onTestFinished);
  await writeFile(path.join(folder, 'file'), '');
  await mkdir(path.join(folder, 'ews', 'numerics.json'), { recursive: true });
  const closed = path.join(folder, 'closed');
  await mkdir(closed);
  await chmod(closed, 0o500);
  for (const file of [null, path.join(folder, 'file', 'numerics.json'), path.join(folder, 'ews', 'numerics.json')]) {
    const here = machine();
    expect(await machineNumerics(file, here.probe)()).toEqual(PROBE);
    expect(await machineNumerics(file, here.probe)()).toEqual(PROBE);
    expect(here.times).toBe(2);
  }
  expect(await machineNumerics(path.join(closed, 'numerics.json'), machine().probe)()).toEqual(PROBE);
});

it('keeps no answer of a probe that failed', async () => {
  const file = await cacheFile();
  const fail = machineNumerics(file, () => Promise.reject(new Error('no memory')));
  await expect(fail()).rejects.toThrow('no memory');
  expect(readKnownMachines(file)).toEqual({ files: {}, probes: {} });
});

it('knows a machine by DuckDB, by its bytes, and by what chooses the functions of the C library', () => {
  const key = (digest: string): string => machineKey(() => digest);
  expect(key('a')).toBe(key('a'));
  expect(key('a')).not.toBe(key('b'));
  const before = process.env['GLIBC_TUNABLES'];
  onTestFinished(() => {
    if (before === undefined) delete process.env['GLIBC_TUNABLES'];
    else process.env['GLIBC_TUNABLES'] = before;
  });
  const plain = key('a');
  process.env['GLIBC_TUNABLES'] = 'glibc.cpu.hwcaps=-FMA';
  expect(key('a')).not.toBe(plain);
});

it('keeps the newest of many machines that share a home', async () => {
  const file = await cacheFile();
  for (let i = 0; i < 40; i += 1) keepKnownMachines(file, { files: {}, probes: { [`machine ${i}`]: {} } });
  const { probes } = readKnownMachines(file);
  expect(Object.keys(probes)).toHaveLength(32);
  expect(Object.keys(probes).at(-1)).toBe('machine 39');
});

it("lies in the user's cache, never in the project's", () => {
  expect(numericsCacheFile({ XDG_CACHE_HOME: '/home/a/cache' })).toBe('/home/a/cache/ews/numerics.json');
  const own = numericsCacheFile({});
  expect(own).toMatch(/^\/.*\/\.cache\/ews\/numerics\.json$/);
  expect(numericsCacheFile({ XDG_CACHE_HOME: 'relative' })).toBe(own);
  expect(numericsCacheFile({ XDG_CACHE_HOME: '' })).toBe(own);
});

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { openSeal } from '../folders/seal.fixture.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { at, present } from '../presence/index.ts';
import { DamagedState, type KeptState, type KeptStates, type StateToKeep } from '../project/index.ts';
import { type KeptStateFiles, keptStateFiles } from './kept-state-files.ts';

async function cacheFolder(): Promise<string> {
  return path.join(await temporaryFolder(onTestFinished), 'cache');
}

function opened(folder: string): KeptStateFiles {
  const kept = keptStateFiles(folder, openSeal, 'one');
  kept.open();
  return kept;
}

/** All that can be asked of a state; undefined where there is none that is whole. */
function seenIn(kept: KeptStates, count: number): unknown {
  const state = kept.find('graph', 'key');
  return state && { head: state.head, records: Array.from({ length: count }, (_, index) => state.record(index)) };
}

/** What is kept next: some of the records with other values, all others as they were found. */
function edited(state: KeptState, values: readonly string[], places: readonly number[], round: number): StateToKeep {
  const records = values.map((_, index) =>
    places.includes(index) ? JSON.stringify(at(values, index)) : state.again(index),
  );
  return { head: JSON.stringify({ round }), records };
}

it('after each of many edits finds what was kept, from segments that are few and of which most is used', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ maxLength: 200 }), { minLength: 1, maxLength: 30 }),
      fc.array(fc.array(fc.tuple(fc.nat(29), fc.string({ maxLength: 200 })), { maxLength: 6 }), { maxLength: 25 }),
      async (first, edits) => {
        const folder = await cacheFolder();
        const values = [...first];
        opened(folder).keep('graph', 'key', {
          head: '{"round":-1}',
          records: values.map((each) => JSON.stringify(each)),
        });
        for (const [round, edit] of edits.entries()) {
          const places = edit.map(([index]) => index % values.length);
          for (const [nth, [, value]] of edit.entries()) values[at(places, nth)] = value;
          const kept = opened(folder);
          kept.keep('graph', 'key', edited(present(kept.later.find('graph', 'key')), values, places, round));
          const expected = { head: { round }, records: values };
          expect(seenIn(opened(folder), values.length)).toEqual(expected);
          expect(seenIn(opened(folder).later, values.length)).toEqual(expected);
        }
        const { segments } = await indexIn(folder);
        expect(segments.length).toBeLessThanOrEqual(8);
        const used = values.reduce((sum, each) => sum + Buffer.byteLength(JSON.stringify(each)), 0);
        expect(segments.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThanOrEqual(4 * used + 8 * 6 * 1300);
      },
    ),
    { numRuns: 40 },
  );
});

interface Index {
  readonly segments: readonly (readonly [name: string, bytes: number])[];
}

async function indexIn(folder: string): Promise<Index> {
  const name = present((await readdir(folder)).find((each) => /^graph-[0-9a-f]{16}$/.test(each)));
  const [, , index = ''] = (await readFile(path.join(folder, name), 'utf8')).split('\n');
  return JSON.parse(index) as Index;
}

/** A state of three segments. */
async function grown(): Promise<{ readonly folder: string; readonly seen: unknown; readonly count: number }> {
  const folder = await cacheFolder();
  const values = ['größe', 'a\nb', 'c'.repeat(90), '', '\u{1f4c8}'];
  opened(folder).keep('graph', 'key', { head: '{"round":0}', records: values.map((each) => JSON.stringify(each)) });
  for (const round of [1, 3]) {
    values[round] = `edit ${round}`;
    const kept = opened(folder);
    kept.keep('graph', 'key', edited(present(kept.find('graph', 'key')), values, [round], round));
  }
  expect((await indexIn(folder)).segments).toHaveLength(3);
  return { folder, seen: seenIn(opened(folder), values.length), count: values.length };
}

it('gives no record of which any bit is another, whether all are compared or each when it is asked for', async () => {
  const { folder, seen, count } = await grown();
  const files = (await readdir(folder)).filter((name) => name.startsWith('graph-'));
  expect(files.length).toBe(4);
  let refused = 0;
  for (const name of files) {
    const file = path.join(folder, name);
    const bytes = await readFile(file);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3] = at(damaged, bit >> 3) ^ (1 << (bit & 7));
      await writeFile(file, damaged);
      const whole = seenIn(opened(folder), count);
      const later = attempted(() => seenIn(opened(folder).later, count));
      // What was replaced since may lie in a segment still: nobody reads it but whoever compares all.
      for (const each of [whole, later]) if (each !== undefined) expect(each).toEqual(seen);
      if (whole === undefined) refused += 1;
    }
    await writeFile(file, bytes);
  }
  expect(refused).toBeGreaterThan(1000);
  expect(seenIn(opened(folder), count)).toEqual(seen);
}, 120_000);

function attempted(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    if (error instanceof DamagedState) return undefined;
    throw error;
  }
}

it('believes no state of which a segment is cut, gone, a link, or another one of the same length', async () => {
  const { folder, count } = await grown();
  const { segments } = await indexIn(folder);
  for (const [name] of segments) {
    const file = path.join(folder, name);
    const bytes = await readFile(file);
    const elsewhere = `${file}.elsewhere`;
    const changes = [
      () => writeFile(file, bytes.subarray(0, -1)),
      () => rm(file),
      () => writeFile(file, createHash('sha512').update(bytes).digest().subarray(0, bytes.length)),
      async () => {
        await writeFile(elsewhere, bytes);
        await rm(file);
        await symlink(elsewhere, file);
      },
      async () => {
        await rm(file);
        await mkdir(file);
      },
    ];
    for (const change of changes) {
      await change();
      expect(seenIn(opened(folder), count)).toBeUndefined();
      expect(() => seenIn(opened(folder).later, count)).toThrow(DamagedState);
      await rm(file, { recursive: true, force: true });
      await writeFile(file, bytes);
    }
  }
  expect(seenIn(opened(folder), count)).toBeDefined();
});

it('of two that keep at once the last is found whole, and what no head names goes in time', async () => {
  const { folder, count } = await grown();
  const [one, other] = [opened(folder), opened(folder)];
  const states = [one, other].map((kept) => present(kept.later.find('graph', 'key')));
  const values = ['x', 'y', 'z', 'u', 'v'];
  one.keep('graph', 'key', edited(at(states, 0), values, [0], 10));
  other.keep('graph', 'key', edited(at(states, 1), values, [4], 11));
  const seen = seenIn(opened(folder), count) as { readonly head: unknown; readonly records: readonly unknown[] };
  expect([seen.head, seen.records[4], seen.records[0]]).toEqual([{ round: 11 }, 'v', 'größe']);
  const before = (await readdir(folder)).filter((name) => name.startsWith('graph-'));
  expect(before).toHaveLength(6);
  const unfinished = path.join(folder, `${at(before.toSorted(), 0)}.0123456789ab`);
  await writeFile(unfinished, 'of a process that was killed');
  for (const name of [...before, path.basename(unfinished)]) await utimes(path.join(folder, name), 1e9, 1e9);
  const kept = opened(folder);
  kept.keep('graph', 'key', edited(present(kept.find('graph', 'key')), values, [3], 12));
  const { segments } = await indexIn(folder);
  const after = (await readdir(folder)).filter((name) => name.startsWith('graph-'));
  expect(after).toHaveLength(segments.length + 1);
});

it('keeps nothing, and what was kept, where nothing can be written', async () => {
  const { folder, seen, count } = await grown();
  // A folder of somebody else's: whoever runs this may be root, who may write everywhere.
  await rm(path.join(folder, 'CACHEDIR.TAG'));
  await writeFile(path.join(folder, 'letters'), 'of theirs');
  const kept = opened(folder);
  kept.keep('graph', 'key', edited(present(kept.find('graph', 'key')), ['x', 'y', 'z', 'u', 'v'], [0], 10));
  expect(seenIn(opened(folder), count)).toEqual(seen);
  expect((await readdir(folder)).filter((name) => name.startsWith('graph-'))).toHaveLength(4);
});

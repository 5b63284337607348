import fc from 'fast-check';
import { expect, it } from 'vitest';
import { observationsOf } from '../../engine/ingest/index.ts';
import { last } from '../../engine/presence/index.ts';
import { CORRECT, csvSource, PANEL, rowsWithRaw } from './raw-of-rows.ts';

/** What a file says of each key and date: a value, an empty cell (null), or no row (undefined). */
type Said = readonly (number | null | undefined)[];
const CELLS = ['east,2020-01-01', 'east,2020-02-01', 'west,2020-01-01', 'west,2020-03-01'] as const;

function lineOf(name: string, said: Said[number]): readonly string[] {
  if (said === undefined) return [];
  return [said === null ? `${name},` : `${name},${said}`];
}

it('whatever files come, and whichever correct: a row names the first bytes that brought and hold it', async () => {
  const cell = fc.oneof(fc.constantFrom(1, 2), fc.constantFrom(null, undefined));
  const step = fc.record({
    said: fc.tuple(...CELLS.map(() => cell)).filter((said) => said.some((value) => typeof value === 'number')),
    days: fc.constantFrom(0, 1, 40),
    corrects: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
      const { store, write, ingestOn, object } = await csvSource({ columns: PANEL });
      /** Every file that ever was, by its digest. */
      const files = new Map<string, Said>();
      let before = new Map<string, string>();
      let day = Date.parse('2020-03-20T00:00:00Z');
      for (const [at, { said, days, corrects }] of steps.entries()) {
        day += days * 86_400_000;
        await write(...CELLS.flatMap((name, i) => lineOf(name, said[i])));
        await ingestOn(new Date(day).toISOString().slice(0, 10), at > 0 && corrects ? CORRECT : undefined);
        const { sha256: newest } = last(observationsOf(object()).history);
        files.set(newest, said);
        const now = new Map<string, string>();
        for (const { raw_sha256, realtime_end: _, ...row } of await rowsWithRaw(store, object())) {
          const raw = String(raw_sha256);
          const { region, date, loans, realtime_start, knowledge: __ } = row;
          const version = [region, date, loans, realtime_start].join(' ');
          expect([version, raw]).toEqual([version, before.get(version) ?? newest]);
          const held = files.get(raw)?.[CELLS.indexOf(`${region},${date}` as (typeof CELLS)[number])] ?? null;
          expect([version, held]).toEqual([version, loans]);
          now.set(version, raw);
        }
        before = now;
      }
    }),
    { numRuns: 10 },
  );
});

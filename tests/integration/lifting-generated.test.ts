import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { figuresText, runGenerated } from '../lifting/run.ts';

const LARGE = process.env['EWS_LARGE'] === '1';
const QUERIES = LARGE ? 2_000 : 800;
const DATES = LARGE ? 120 : 40;
/** Another one each time; `EWS_SEED=` repeats the queries and the data of a run. */
const SEED = Number(process.env['EWS_SEED'] ?? randomInt(2 ** 31));
const HOURS = 3_600_000;

describe('generated queries, lifted and in an independent loop, on every decision date', () => {
  it(
    `${QUERIES} queries of seed ${SEED} have the same rows on ${DATES} dates`,
    async () => {
      const figures = await runGenerated({ seed: SEED, queries: QUERIES, dates: DATES });
      console.log(figuresText(figures, DATES));
      expect(figures.differences).toEqual([]);
      // A generator that the product does not understand would compare nothing.
      expect(figures.lifted).toBeGreaterThan(QUERIES * 0.6);
      expect(figures.empty).toBeLessThan(QUERIES * 0.25);
      expect(figures.failing.entries().reduce((sum, [, count]) => sum + count, 0)).toBeLessThan(QUERIES * 0.02);
    },
    LARGE ? 4 * HOURS : HOURS,
  );
});

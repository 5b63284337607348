import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../engine/feature-store/definition.fixture.ts';
import { compareEvaluated, evaluateLifted, evaluateLoop } from '../../engine/feature-store/index.ts';
import { DECISION_DATES, openWith, testSources } from '../../engine/feature-store/vintages.fixture.ts';
import { arbitraryQuery } from './generated-sql.ts';

const RUNS = 30;
const DATES = DECISION_DATES.filter((_, index) => index < 4 || index % 3 === 0);

/** Longer runs: the same with other seeds, hundreds of queries, 120 months. */
describe('generated queries over random vintages with holes and withdrawals', () => {
  it.each([11, 22, 33])('lifted equals the loop, vintages and queries of seed %i', async (seed) => {
    const sources = testSources(seed);
    const warehouse = await openWith(sources, DECISION_DATES);
    let lifts = 0;
    try {
      const compared = fc.asyncProperty(arbitraryQuery(2), async (sql) => {
        const plan = await planOf(warehouse, { name: 'generated', sql }, sources);
        if (plan.liftedSql === undefined) return;
        lifts += 1;
        const loop = await evaluateLoop(warehouse, plan, DATES);
        const lifted = await evaluateLifted(warehouse, plan, DATES);
        expect(await compareEvaluated(warehouse, lifted, loop)).toEqual({ equal: true });
      });
      await fc.assert(compared, { seed, numRuns: RUNS, endOnFailure: true });
    } finally {
      warehouse.close();
    }
    expect(lifts).toBeGreaterThan(RUNS / 2);
  });
});

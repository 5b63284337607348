import { describe, expect, it } from 'vitest';
import type { QueryUnderTest } from '../../engine/feature-store/definition.fixture.ts';
import { present } from '../../engine/presence/index.ts';
import { dataSetOf, STYLES } from './data-set.ts';
import { generate, queryUnderTest } from './generate.ts';
import { openIndependentLoop } from './independent-loop.ts';
import { judgeQuery } from './judge.ts';
import { openProduct, type Product } from './product.ts';
import { type Roll, rollOf } from './roll.ts';

/** What keeps the rows of one decision date from meeting those of another, and the text without it. */
const GUARDS: readonly (readonly [guard: RegExp, without: string])[] = [
  [/"?\w+"?\.__t\d* = "?\w+"?\.__t\d*/g, 'true'],
  [/USING \(__t\d*, /g, 'USING ('],
  [/PARTITION BY "?\w+"?\.__t\d*, /g, 'PARTITION BY '],
  [/PARTITION BY "?\w+"?\.__t\d* (?=ORDER)/g, ''],
  [/PARTITION BY "?\w+"?\.__t\d*(?=\))/g, ''],
  [/(?<=DISTINCT ON \()"?\w+"?\.__t\d*, /g, ''],
];

/** The lifted text with one guard left out; undefined when it has none. */
function withoutGuard(sql: string, roll: Roll): string | undefined {
  const places = GUARDS.flatMap(([guard, without]) => [...sql.matchAll(guard)].map((match) => ({ match, without })));
  if (places.length === 0) return undefined;
  const { match, without } = roll.pick(places);
  return sql.slice(0, match.index) + without + sql.slice(match.index + match[0].length);
}

/** The product with one guard left out of each lifted query; what has none is refused. */
function withPlantedFaults(product: Product, roll: Roll): Product {
  return {
    ...product,
    compile: async (shape) => {
      const evaluation = await product.compile(shape);
      const sql = evaluation.kind === 'lifted' ? withoutGuard(present(evaluation.plan.liftedSql), roll) : undefined;
      if (evaluation.kind !== 'lifted' || sql === undefined) return { kind: 'refused', reason: 'nothing to plant in' };
      return { kind: 'lifted', plan: { ...evaluation.plan, liftedSql: sql } };
    },
  };
}

describe('the comparison with the independent loop', () => {
  it.each([
    'SELECT date, a.value - b.value AS v FROM fred.a JOIN fred.b USING (date)',
    'SELECT a.date, a.value - b.value AS v FROM fred.a LEFT JOIN fred.b ON a.date = b.date',
    'SELECT date, avg(value) OVER (ORDER BY date) AS v FROM fred.a',
    'SELECT date, k, max(value) OVER (PARTITION BY k ORDER BY date) AS v FROM panel.p',
    'SELECT date, value FROM fred.a ORDER BY date DESC LIMIT 2',
    'SELECT DISTINCT ON (k) date, k, value FROM panel.p ORDER BY k, date DESC',
    'SELECT a.date, (SELECT max(b.value) FROM fred.b b WHERE b.date = a.date) AS v FROM fred.a a',
  ])('sees that dates are no longer kept apart in %s', async (sql) => {
    expect(await caughtOf([{ name: 'planted', sql }])).toEqual({ planted: 1, caught: 1 });
  });

  it('sees most faults planted into generated queries', async () => {
    const shapes = Array.from({ length: 80 }, (_, index) => queryUnderTest(generate(rollOf(5, index), STYLES.eighths)));
    const { planted, caught } = await caughtOf(shapes);
    expect(planted).toBeGreaterThan(30);
    // Some change nothing: nothing known of a source, a filter that keeps no row, windows over what is the same each
    // day.
    expect(caught / planted).toBeGreaterThan(0.5);
  });
});

async function caughtOf(
  shapes: readonly QueryUnderTest[],
): Promise<{ readonly planted: number; readonly caught: number }> {
  const data = dataSetOf(3, 12);
  const sound = await openProduct(data);
  const loop = await openIndependentLoop(data);
  const product = withPlantedFaults(sound, rollOf(1));
  let planted = 0;
  let caught = 0;
  try {
    for (const shape of shapes) {
      const judgement = await judgeQuery(shape, { product, loop, tolerance: 0 });
      if (judgement.kind === 'equal' || judgement.kind === 'different') planted += 1;
      // A text that DuckDB cannot bind any more is no planted fault that was seen.
      if (judgement.kind === 'different' && !judgement.difference.reason.startsWith('Binder Error')) caught += 1;
    }
  } finally {
    sound.close();
    loop.close();
  }
  return { planted, caught };
}

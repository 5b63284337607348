import { describe, expect, it } from 'vitest';
import type { Shape } from '../asof/definition.ts';
import { dataSetOf } from './data-set.ts';
import { generate, shapeOf } from './generate.ts';
import { openIndependentLoop } from './independent-loop.ts';
import { judge } from './judge.ts';
import { openProduct, type Product } from './product.ts';
import { type Roll, rollOf } from './roll.ts';

/** A comparison that keeps rows of one decision date from meeting those of another. */
const SAME_DATE = /\("?\w+"?\."?__t\w*"? = "?\w+"?\."?__t\w*"?\)/g;

/** The product with one of a lifted query's comparisons of dates left out. */
function withPlantedFault(product: Product, roll: Roll): Product {
  return {
    ...product,
    compile: async (shape) => {
      const verdict = await product.compile(shape);
      if (verdict.kind !== 'lifted') return { kind: 'refused', reason: 'not lifted' };
      const places = [...(verdict.plan.liftedSql ?? '').matchAll(SAME_DATE)];
      if (places.length === 0) return { kind: 'refused', reason: 'no comparison of dates' };
      const { index, 0: text } = roll.pick(places);
      const before = verdict.plan.liftedSql?.slice(0, index) ?? '';
      const after = verdict.plan.liftedSql?.slice(index + text.length) ?? '';
      return { kind: 'lifted', plan: { ...verdict.plan, liftedSql: `${before}(true)${after}` } };
    },
  };
}

describe('the comparison with the independent loop', () => {
  it('sees a lifted join whose dates are no longer compared', async () => {
    const shape: Shape = {
      name: 'planted',
      sql: 'SELECT date, a.value - b.value AS v FROM fred.a JOIN fred.b USING (date)',
    };
    expect(
      await caughtOf([shape, { ...shape, sql: 'SELECT date, (SELECT max(value) FROM fred.b) AS v FROM fred.a' }]),
    ).toEqual({ planted: 2, caught: 2 });
  });

  it('sees most faults planted into generated queries', async () => {
    const shapes = Array.from({ length: 80 }, (_, index) => shapeOf(generate(rollOf(5, index), 'eighths')));
    const { planted, caught } = await caughtOf(shapes);
    expect(planted).toBeGreaterThan(30);
    // Some change nothing: a source of which nothing is known, a filter that keeps no row.
    expect(caught / planted).toBeGreaterThan(0.6);
  });
});

async function caughtOf(shapes: readonly Shape[]): Promise<{ readonly planted: number; readonly caught: number }> {
  const data = dataSetOf(3, 12);
  const sound = await openProduct(data);
  const loop = await openIndependentLoop(data);
  const product = withPlantedFault(sound, rollOf(1));
  let planted = 0;
  let caught = 0;
  try {
    for (const shape of shapes) {
      const { kind } = await judge(shape, { product, loop, tolerance: 0 });
      if (kind === 'equal' || kind === 'different') planted += 1;
      if (kind === 'different') caught += 1;
    }
  } finally {
    sound.close();
    loop.close();
  }
  return { planted, caught };
}

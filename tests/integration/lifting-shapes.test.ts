import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DECISION_DATES, SOURCES } from '../../engine/feature-store/vintages.fixture.ts';
import { SHAPES } from '../asof/shapes/index.ts';
import type { DataSet } from '../lifting/data-set.ts';
import { type IndependentLoop, openIndependentLoop } from '../lifting/independent-loop.ts';
import { judgeQuery } from '../lifting/judge.ts';
import { openProduct, type Product } from '../lifting/product.ts';

const DATA: DataSet = { seed: 0, sources: SOURCES, dates: DECISION_DATES, values: 'decimals', windows: 'separate' };
/** For sums and averages whose order of rows nothing fixes. */
const TOLERANCE = 1e-9;

let product: Product;
let loop: IndependentLoop;
beforeAll(async () => {
  product = await openProduct(DATA);
  loop = await openIndependentLoop(DATA, 'stored');
});
afterAll(() => {
  product.close();
  loop.close();
});

describe('every shape has the rows of the independent loop on every decision date', () => {
  it.each(SHAPES)('$name', async (shape) => {
    const judgement = await judgeQuery(shape, { product, loop, tolerance: TOLERANCE });
    expect(judgement.kind === 'refused' ? judgement.reason : judgement.kind).toMatch(/^equal$|^EWS2109 names/);
  });
});

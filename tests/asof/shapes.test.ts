import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planOf } from '../../engine/feature-store/definition.fixture.ts';
import { compareEvaluated, evaluateLifted, evaluateLoop } from '../../engine/feature-store/index.ts';
import { DECISION_DATES, openWith, SOURCES } from '../../engine/feature-store/vintages.fixture.ts';
import type { Warehouse } from '../../engine/warehouse/index.ts';
import { SHAPES } from './shapes/index.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWith(SOURCES, DECISION_DATES);
});
afterAll(() => warehouse.close());

describe('lifted equals the loop on every decision date, to the bit', () => {
  it.each(SHAPES.filter(({ loops }) => loops === undefined))('$name', async (shape) => {
    const plan = await planOf(warehouse, shape, SOURCES);
    expect(plan.loopReason).toBeUndefined();
    const loop = await evaluateLoop(warehouse, plan, DECISION_DATES);
    const lifted = await evaluateLifted(warehouse, plan, DECISION_DATES);
    expect(await compareEvaluated(warehouse, lifted, loop)).toEqual({ equal: true });
    const [rows] = await warehouse.rows(`SELECT count(*) AS n FROM ${loop.table}`);
    expect(rows?.['n'], 'an equality of nothing says nothing').toBeGreaterThan(0);
  });
});

describe('what cannot be lifted says why, and the loop runs it', () => {
  it.each(SHAPES.filter(({ loops }) => loops !== undefined))('$name', async (shape) => {
    const plan = await planOf(warehouse, shape, SOURCES);
    expect(plan.liftedSql).toBeUndefined();
    expect(plan.loopReason).toContain(shape.loops);
    const { columns } = await evaluateLoop(warehouse, plan, DECISION_DATES.slice(0, 4));
    expect(columns.length).toBeGreaterThan(0);
  });
});

describe('the corpus', () => {
  it('has at least 100 shapes, of which at least 90% lift, but for subqueries that read the row around them', () => {
    const correlated = /reads the row around it|LATERAL/;
    const others = SHAPES.filter(({ loops = '' }) => !correlated.test(loops));
    expect(others.length).toBeGreaterThanOrEqual(100);
    expect(others.filter(({ loops }) => loops === undefined).length / others.length).toBeGreaterThanOrEqual(0.9);
    expect(new Set(SHAPES.map(({ name }) => name)).size).toBe(SHAPES.length);
  });
});

import { describe, expect, it } from 'vitest';
import { AGGREGATE_FUNCTIONS } from '../../engine/compile/asof/index.ts';
import { dataSetOf, STYLES } from './data-set.ts';
import { AGGREGATE_CALLS, FORMS, LEAVES } from './forms/index.ts';
import { type FormTree, generate, queryUnderTest, simpler } from './generate.ts';
import { openIndependentLoop } from './independent-loop.ts';
import { rollOf } from './roll.ts';

describe('generated queries', () => {
  it('follow from the seed', () => {
    const three = (seed: number): readonly string[] =>
      [1, 2, 3].map((index) => JSON.stringify(queryUnderTest(generate(rollOf(seed, index), STYLES.eighths))));
    expect(three(7)).toEqual(three(7));
    expect(new Set([...three(7), ...three(8)]).size).toBe(6);
    expect(dataSetOf(7, 40)).toEqual(dataSetOf(7, 40));
  });

  it('are of forms with names of their own, each of which DuckDB can run', async () => {
    const loop = await openIndependentLoop(dataSetOf(1, 3));
    const failing: string[] = [];
    try {
      for (const [index, form] of FORMS.entries()) {
        const roll = rollOf(index);
        const leaf = (): FormTree => ({ form: roll.pick(LEAVES), seed: roll.below(999), inputs: [] });
        const query: FormTree = { form, seed: index, inputs: Array.from({ length: form.inputs }, leaf) };
        const outcome = await loop.evaluate(queryUnderTest({ query, groups: [], style: STYLES.eighths }));
        const columns = outcome.kind === 'rows' ? outcome.results.columns : [];
        const text = outcome.kind === 'fails' ? outcome.why : columns.map(({ name, type }) => `${name} ${type}`).join();
        if (text !== 'date DATE,k VARCHAR,v DOUBLE') failing.push(`${form.name}: ${text}`);
      }
    } finally {
      loop.close();
    }
    expect(failing).toEqual([]);
    expect(new Set(FORMS.map(({ name }) => name)).size).toBe(FORMS.length);
  });

  it('call every allowed aggregate but one that DuckDB keeps for itself', () => {
    const called = new Set(AGGREGATE_CALLS.map(([name]) => name));
    expect(AGGREGATE_FUNCTIONS.filter((name) => !called.has(name))).toEqual(['sum_no_overflow']);
  });

  it('become simpler in finitely many steps', () => {
    let generated = generate(rollOf(11), STYLES.eighths);
    for (let steps = 0; steps < 200; steps++) {
      const [next] = simpler(generated);
      if (next === undefined) return;
      generated = next;
    }
    expect.fail('two hundred steps did not end');
  });
});

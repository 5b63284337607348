import { describe, expect, it } from 'vitest';
import type { Gap, LateInput } from './gap.ts';
import { gapWarnings } from './gap-warnings.ts';

const late = (series: string, changes: Partial<LateInput> = {}): LateInput => ({
  kind: 'late_input',
  relation: `fred.${series}`,
  column: 'value',
  usedFor: 'features',
  frequency: 'monthly',
  on: '2022-10-31',
  newest: '2015-03-01',
  due: '2015-05-10',
  lateDays: 2731,
  dates: 90,
  ...changes,
});

const unpredicted: Gap = {
  kind: 'not_predicted',
  dates: 3,
  ofDates: 10,
  rows: 3,
  ofRows: 10,
  from: '2001-01-31',
  through: '2001-03-31',
  reasons: [{ why: 'missing', rows: 3, from: '2001-01-31', through: '2001-03-31', features: ['a.x', 'b.y'] }],
};

function told(...models: readonly (readonly Gap[])[]): readonly string[] {
  const named = models.map((gaps, i) => ({ model: `models.m${i + 1}`, gaps }));
  const problems = gapWarnings(named).map(({ problem }) => problem);
  return problems.map(({ code, message, notes = [] }) => `${code} ${[message, ...notes].join(' | ')}`);
}

describe('gaps are warned of', () => {
  it('once, however many models have the same', () => {
    expect(told([unpredicted], [], [unpredicted])).toEqual([
      'EWS3043 models.m1, models.m3 predict nothing on 3 of 10 decision dates, 2001-01-31 .. 2001-03-31' +
        ' | 3, 2001-01-31 .. 2001-03-31: missing a.x, b.y',
    ]);
  });

  it('of late inputs once a source, each with its readers, whatever dates their models have', () => {
    expect(told([late('cp'), late('gs1')], [late('cp', { dates: 12 })])).toEqual([
      'EWS3044 2 inputs from fred have ended or are late' +
        ' | fred.cp.value has nothing newer than 2015-03-01: monthly, due 2015-05-10, 2,731 days late on 2022-10-31;' +
        ' read by models.m1, models.m2' +
        ' | fred.gs1.value has nothing newer than 2015-03-01: monthly, due 2015-05-10, 2,731 days late on 2022-10-31;' +
        ' read by models.m1',
    ]);
    const many = Array.from({ length: 9 }, (_, i) => late(`s${i}`));
    expect(told(many)[0]?.split(' | ').at(-1)).toBe('and 3 more');
  });

  it('of an input without a value', () => {
    expect(told([late('cp', { newest: null, due: null, lateDays: null })])).toEqual([
      'EWS3044 fred.cp.value has no value that was known on 2022-10-31 (monthly), read by models.m1',
    ]);
  });

  it('of rows that are lost by key, without one, or both', () => {
    const lost = (withoutKey: number, count: number): Gap => ({
      kind: 'lost_rows',
      relation: 'macro.credit',
      into: 'features.world',
      rows: 1200,
      of: 5000,
      withoutKey,
      keys: { shown: ['IT', 'LV'].slice(0, count), count, of: 5 },
    });
    expect(told([lost(0, 2), lost(7, 0), lost(7, 2)])).toEqual(
      [
        'features.world has no row of 2 of 5 keys (IT, LV)',
        '7 without a key',
        'features.world has no row of 2 of 5 keys (IT, LV), and 7 without a key',
      ].map(
        (why) => `EWS3046 1,200 of 5,000 rows of macro.credit never reach features.world: ${why} | read by models.m1`,
      ),
    );
  });

  it('of no card that has none', () => expect(told([], [])).toEqual([]));
});

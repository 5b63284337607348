import { describe, expect, test } from 'vitest';
import { first, present } from '../presence/index.ts';
import { collectCard } from './collect-card.ts';
import { smallInput } from './small-card.fixture.ts';

const body = collectCard(smallInput);

describe('the body of a card', () => {
  test('is the same bytes for the same input', () => {
    expect(JSON.stringify(collectCard(structuredClone(smallInput)))).toBe(JSON.stringify(body));
  });

  test('survives JSON: nothing in it is undefined, infinite or not a number', () => {
    expect(JSON.parse(JSON.stringify(body))).toEqual(body);
  });

  test('calls features without a publication date pseudo-real-time, whatever the labels are', () => {
    expect(body.data.features).toEqual({ rows: 200, published: 0, observed: 0, assumed: 1 });
    expect(body.data.labels).toEqual({ rows: 4, published: 0.75, observed: 0, assumed: 0.25 });
    expect(body.data.basis).toBe('pseudo_real_time');
  });

  test('has the newest period of the features, not of the labels', () => {
    expect(body.data.newestDate).toBe('2007-08-01');
  });

  test('describes a feature over all decision dates', () => {
    expect(body.features[0]).toEqual({
      name: 'rates.slope',
      series: ['fred.gs10', 'fred.tb3ms'],
      missingShare: 1 / 8,
      medianAgeDays: 30,
      maximumAgeDays: 30,
      minimum: -2,
      median: 0.2,
      maximum: 2,
    });
  });

  test('turns event months into spells and the horizon into calendar months', () => {
    expect(body.events).toEqual([{ from: '2008-01-01', to: '2008-02-01' }]);
    expect(present(body.latest).outcome).toEqual({ from: '2007-09-01', to: '2008-08-01' });
  });

  test('lists steps that were run, and says which cannot be measured', () => {
    expect(body.performance.steps.map(({ id, kind }) => [id, kind])).toEqual([
      ['real_time', 'measured'],
      ['values_final', 'not_measurable'],
    ]);
  });
});

describe('what the engine notices', () => {
  const limitations = new Map(body.limitations.map((limitation) => [limitation.kind, limitation]));

  test.each([
    ['few_episodes', { episodes: 4 }],
    ['skill_not_shown', { low: -0.1, high: 0.6 }],
    ['useless_alarm', { relativeUsefulness: -1 / 9 }],
    ['sign_change', { coefficients: ['labor.gap'], count: 1, of: 2 }],
    ['insignificant', { coefficients: ['labor.gap'], count: 1, of: 2 }],
    ['missing_values', { feature: 'rates.slope', share: 0.125 }],
    ['outside_training', { feature: 'labor.gap', value: 3.5 }],
  ] as const)('%s', (kind, figures) => {
    expect(limitations.get(kind)).toMatchObject(figures);
  });

  type Spans = Parameters<typeof collectCard>[0]['sources'][number]['series'][number]['published'];

  /** A card whose feature series were published on the days given. */
  function cardWith(gs10: Spans, unrate: Spans) {
    const rows = { published: 100, observed: 0, assumed: 0 };
    const spans: Readonly<Record<string, Spans>> = { 'fred.gs10': gs10, 'fred.unrate': unrate };
    const sources = smallInput.sources.map((source) => ({
      ...source,
      series: source.series.map((series) => ({ ...series, rows, published: spans[series.name] ?? [] })),
    }));
    const { data, limitations: left } = collectCard({ ...smallInput, sources });
    return { basis: data.basis, published: data.published, left: left.map(({ kind }) => kind) };
  }
  const start = first(smallInput.steps.realTime.predictions).asOf;
  const always = { from: start, through: '9999-12-31' };

  test('with all series published on every predicted date there is nothing pseudo about it', () => {
    const { basis, published, left } = cardWith([always], [always]);
    expect(basis).toBe('real_time');
    expect(published).toEqual({ series: 2, of: 2, from: start, through: '9999-12-31', dates: 8, ofDates: 8 });
    expect(left).not.toContain('pseudo_real_time');
  });

  test('one series without vintages, or one date too early, makes it partly real-time', () => {
    const early = { ...always, from: '2007-02-01' };
    expect(cardWith([always], []).basis).toBe('partly_real_time');
    expect(cardWith([always], []).published).toMatchObject({ series: 1, of: 2, dates: 8 });
    expect(cardWith([always], [early]).basis).toBe('partly_real_time');
    expect(cardWith([always], [early]).published).toMatchObject({ series: 2, from: '2007-02-01', dates: 7 });
  });

  test('the days of several series are those that they have in common, and gaps are not counted', () => {
    const gap = [
      { from: '2007-02-01', through: '2007-03-15' },
      { from: '2007-05-01', through: '2007-07-31' },
    ];
    expect(cardWith([{ from: '2006-01-01', through: '2007-06-30' }], gap).published).toEqual({
      series: 2,
      of: 2,
      from: '2007-02-01',
      through: '2007-06-30',
      dates: smallInput.frame.asOf.filter((day) => ['2007-02', '2007-05', '2007-06'].includes(day.slice(0, 7))).length,
      ofDates: 8,
    });
    const never = cardWith([{ from: '2006-01-01', through: '2006-06-30' }], gap);
    expect(never.published).toMatchObject({ series: 2, from: null, through: null, dates: 0 });
    expect(never.basis).toBe('partly_real_time');
  });
});

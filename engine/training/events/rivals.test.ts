import { describe, expect, test } from 'vitest';
import { monthEnd, monthIndex, monthStart } from '../../calendar/index.ts';
import { at, entry, first, present } from '../../presence/index.ts';
import { backtest } from '../index.ts';
import { brier } from '../measures/probability-scores.ts';
import { auroc, ranking, rocCurve } from '../measures/roc.ts';
import type { BacktestInput, ModelSpec } from '../types.ts';
import { compareRivals } from './rivals.ts';

const START = monthIndex('1970-01-01');
const asOf = Array.from({ length: 360 }, (_, i) => monthEnd(START + i));
const good = asOf.map((_, i) => Math.sin(i / 8) + 0.4 * Math.sin(3 * i * i));
/** Missing for the first two years of predictions: the rival scores fewer dates. */
const poor = asOf.map((_, i) => (i >= 120 && i < 144 ? null : Math.cos(i / 3) + 0.3 * Math.sin(i / 8)));
const y = good.map((value, i): 0 | 1 => (value + 0.3 * Math.cos(11 * i * i) > 0.8 ? 1 : 0));

const spec: ModelSpec = {
  estimator: { kind: 'logit' },
  features: ['g.good'],
  protocol: {
    firstCutoff: '1980-01-31',
    refitMonths: 12,
    minimumEpisodes: 1,
    maturity: 'as_known',
    excludeInEvent: false,
  },
  window: { fromMonth: 1, toMonth: 1 },
  loss: { kind: 'alessi_detken', preference: 0.6 },
  leadWindow: { minMonths: 1, maxMonths: 12 },
  persistence: { k: 1, n: 1 },
  bootstrap: { draws: 200, level: 0.9 },
  seed: 9,
};
const input: BacktestInput = {
  frame: { asOf, features: ['g.good', 'g.poor'], values: [good, poor] },
  labels: asOf.map((date, i) => ({ date, y: at(y, i), knownFrom: date, knownTo: '9999-12-31' })),
  events: asOf.map((date, i) => ({ month: monthStart(monthIndex(date)), state: at(y, i) })),
  spec,
  labelKnowledge: 'as_known',
};
const result = backtest(input);

describe('a rival', () => {
  const compared = compareRivals(
    input,
    [
      { kind: 'spread_probit', feature: 'g.poor' },
      { kind: 'threshold', feature: 'g.good', at: 0.8, above: true },
    ],
    result,
  );
  const [probit, rule] = [at(compared, 0), at(compared, 1)];

  test('is scored on the dates that both predict', () => {
    const scored = result.predictions.filter(({ probability, y: label }) => probability !== null && label !== null);
    expect(probit.scored).toBe(scored.length - 24);
    expect(rule.scored).toBe(scored.length);
  });

  test('walks forward by itself, and the lead is the difference on those dates', () => {
    const alone = backtest({
      ...input,
      spec: { ...spec, features: ['g.poor'], estimator: { kind: 'probit', standardize: false } },
    });
    const theirs = new Map(alone.predictions.map(({ asOf: date, probability }) => [date, probability]));
    const both = result.predictions.flatMap(({ asOf: date, probability, y: label }) => {
      const other = entry(theirs, date);
      return probability === null || label === null || other === null ? [] : [{ probability, other, label }];
    });
    const labels = both.map(({ label }) => label);
    const area = (values: readonly number[]): number => {
      const curve = rocCurve(ranking(values, labels));
      return curve ? auroc(curve) : Number.NaN;
    };
    const [ours, others] = [both.map(({ probability }) => probability), both.map(({ other }) => other)];
    expect(probit.auroc).toBeCloseTo(area(others), 12);
    expect(probit.aurocLead.value).toBeCloseTo(area(ours) - area(others), 12);
    const [ourBrier, otherBrier] = [present(brier(ours, labels)), present(brier(others, labels))];
    expect(probit.brierSkill.value).toBeCloseTo(1 - ourBrier / otherBrier, 12);
    const { value, interval } = probit.aurocLead;
    const { low, episodes } = present(interval);
    expect(low).toBeLessThanOrEqual(present(value));
    expect(episodes).toBeGreaterThan(2);
  });

  test('that is a rule has no probability to be better than', () => {
    expect(rule.brierSkill).toEqual({ value: null, interval: null });
    expect(rule.usefulnessLead.value).not.toBeNull();
  });
});

test('a model beside itself leads by nothing, in every draw', () => {
  const probit: ModelSpec = { ...spec, estimator: { kind: 'probit', standardize: false } };
  const own = { ...input, spec: probit };
  const twin = first(compareRivals(own, [{ kind: 'spread_probit', feature: 'g.good' }], backtest(own)));
  for (const { value, interval } of [twin.aurocLead, twin.usefulnessLead, twin.brierSkill]) {
    expect(value).toBe(0);
    expect(interval).toMatchObject({ low: 0, high: 0 });
  }
});

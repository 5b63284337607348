import { expect, test } from 'vitest';
import { monthEnd, monthIndex, monthStart } from '../../calendar/index.ts';
import { at, first, present } from '../../presence/index.ts';
import type { ValueBacktestInput, ValueSpec } from './types.ts';
import { valueBacktest } from './value-backtest.ts';
import { compareValueRivals } from './value-rivals.ts';
import { valueSpec } from './value-spec.fixture.ts';

const START = monthIndex('1990-01-01');
const asOf = Array.from({ length: 240 }, (_, i) => monthEnd(START + i));
const rate = asOf.map((_, i) => 5 + Math.sin(i / 20) + 0.1 * Math.sin(3 * i * i));
/** Not known for a year: the rival predicts less often than the model. */
const gappy = rate.map((value, i) => (i >= 150 && i < 162 ? null : value));

const spec: ValueSpec = { ...valueSpec, features: ['g.rate'], window: { fromMonth: 6, toMonth: 6 } };
const input: ValueBacktestInput = {
  frame: { asOf, features: ['g.rate', 'g.gappy'], values: [rate, gappy] },
  labels: asOf.map((date, i) => ({
    date,
    y: rate[i + 6] ?? null,
    knownFrom: monthEnd(START + i + 7),
    knownTo: '9999-12-31',
  })),
  events: Array.from({ length: 252 }, (_, i) => ({ month: monthStart(START + i), state: i % 50 >= 40 ? 1 : 0 })),
  spec,
  labelKnowledge: 'as_known',
};
const result = valueBacktest(input);

test('persistence says that the outcome is what was known: errors and skill on the dates that both score', () => {
  const scores = first(compareValueRivals(input, [{ kind: 'persistence', feature: 'g.gappy' }], result));
  let [own, other, absolute, count] = [0, 0, 0, 0];
  for (const { asOf: date, prediction, y } of result.predictions) {
    const known = at(gappy, asOf.indexOf(date));
    if (known === null || prediction === null || y === null) continue;
    own += (prediction - y) ** 2;
    other += (known - y) ** 2;
    absolute += Math.abs(known - y);
    count += 1;
  }
  expect(count).toBe(result.predictions.filter(({ y }) => y !== null).length - 12);
  expect(scores).toMatchObject({ kind: 'persistence', feature: 'g.gappy', scored: count });
  expect(scores.rmse).toBeCloseTo(Math.sqrt(other / count), 12);
  expect(scores.ownRmse).toBeCloseTo(Math.sqrt(own / count), 12);
  expect(scores.mae).toBeCloseTo(absolute / count, 12);
  expect(scores.skill.value).toBeCloseTo(1 - own / other, 12);
});

test('the interval resamples the episodes of both at once', () => {
  const { skill } = first(compareValueRivals(input, [{ kind: 'persistence', feature: 'g.rate' }], result));
  const [value, interval] = [present(skill.value), present(skill.interval)];
  expect(interval).toMatchObject({ level: 0.9, draws: 200, episodes: 4 });
  expect(interval.low).toBeLessThan(value);
  expect(interval.high).toBeGreaterThan(value);
});

test('a model that says what persistence says has no skill against it, in no draw', () => {
  const same = result.predictions.map((row) => ({ ...row, prediction: at(rate, asOf.indexOf(row.asOf)) }));
  const rivals = [{ kind: 'persistence', feature: 'g.rate' }] as const;
  const { skill } = first(compareValueRivals(input, rivals, { predictions: same }));
  expect(skill).toMatchObject({ value: 0, interval: { low: 0, high: 0 } });
});

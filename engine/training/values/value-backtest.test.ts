import { expect, test } from 'vitest';
import { monthEnd, monthIndex, monthStart } from '../../calendar/index.ts';
import { at, first, last, present } from '../../presence/index.ts';
import { fitRegression, predictValues } from './regression.ts';
import type { ValueBacktestInput } from './types.ts';
import { scoredValueWalk, valueBacktest } from './value-backtest.ts';
import { valueSpec as spec } from './value-spec.fixture.ts';

const START = monthIndex('1990-01-01');
const MONTHS = 240;
const OPEN = '9999-12-31';
const asOf = Array.from({ length: MONTHS }, (_, i) => monthEnd(START + i));
const signal = asOf.map((_, i) => Math.sin(i / 9) + 0.3 * Math.sin(3 * i * i));
const outcome = asOf.map((_, i) => 4 + 1.5 * at(signal, i) + 0.4 * Math.cos(7 * i * i));

/** Known a month after its outcome month. */
const labels = asOf.flatMap((date, i) => {
  const knownFrom = monthEnd(START + i + 13);
  return [
    { date, y: null, knownFrom: '0001-01-01', knownTo: knownFrom },
    { date, y: at(outcome, i), knownFrom, knownTo: OPEN },
  ];
});
const events = Array.from({ length: MONTHS + 24 }, (_, i) => ({
  month: monthStart(START + i),
  state: (i % 60 >= 50 ? 1 : 0) as 0 | 1,
}));
const input: ValueBacktestInput = {
  frame: { asOf, features: ['g.signal'], values: [signal] },
  labels,
  events,
  spec,
  labelKnowledge: 'as_known',
};

test('each prediction is that of a fit on what was known at its cut-off, and no more', () => {
  const { predictions, refits } = valueBacktest(input);
  expect(first(predictions).asOf).toBe('1996-01-31');
  for (const { cutoff, asOf: date, prediction, baseline } of predictions) {
    const known = asOf.flatMap((t, i) => (monthEnd(monthIndex(t) + 13) <= cutoff ? [i] : []));
    const { model } = fitRegression(
      {
        features: ['g.signal'],
        values: [known.map((i) => at(signal, i))],
        rows: known.length,
        y: known.map((i) => at(outcome, i)),
      },
      spec.estimator,
    );
    const row = asOf.indexOf(date);
    const alone = { features: ['g.signal'], values: [[at(signal, row)]], rows: 1 };
    expect(prediction).toBe(first(predictValues(present(model), alone)));
    expect(baseline).toBeCloseTo(known.reduce((sum, i) => sum + at(outcome, i), 0) / known.length, 12);
  }
  expect(refits.map(({ cutoff }) => cutoff.slice(5, 7))).toEqual(refits.map(() => '01'));
});

test.each([
  ['as known', input],
  ['nothing predicted', { ...input, spec: { ...spec, protocol: { ...spec.protocol, minimumRows: 999 } } }],
])('a walk that is only scored predicts and scores the same: %s', (_what, each) => {
  const { predictions, measures } = valueBacktest(each);
  expect(scoredValueWalk(each)).toEqual({ predictions, measures });
});

test('errors, by hand', () => {
  const { predictions, measures } = valueBacktest(input);
  const scored = predictions.flatMap(({ prediction, baseline, y }) =>
    prediction === null || y === null ? [] : [{ error: prediction - y, baselineError: baseline - y, y }],
  );
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = mean(scored.map(({ error }) => error ** 2));
  const baseline = mean(scored.map(({ baselineError }) => baselineError ** 2));
  const centre = mean(scored.map(({ y }) => y));
  const spread = mean(scored.map(({ y }) => (y - centre) ** 2));
  const found = present(measures);
  expect(found.scored).toBe(scored.length);
  expect(found.unscored).toEqual({ noPrediction: 0, noLabel: predictions.length - scored.length, excluded: 0 });
  expect(found.rmse.value).toBeCloseTo(Math.sqrt(squares), 9);
  expect(found.mae.value).toBeCloseTo(mean(scored.map(({ error }) => Math.abs(error))), 9);
  expect(found.bias).toBeCloseTo(mean(scored.map(({ error }) => error)), 9);
  expect(found.skill.value).toBeCloseTo(1 - squares / baseline, 9);
  expect(found.r2.value).toBeCloseTo(1 - squares / spread, 9);
  const [skill, { low, high }] = [present(found.skill.value), present(found.skill.interval)];
  expect(low).toBeLessThan(skill);
  expect(high).toBeGreaterThan(skill);
});

test('the newest prediction is its base and its contributions', () => {
  const { prediction, explanation } = present(valueBacktest(input).latest);
  const { base, contributions } = present(explanation);
  const sum = contributions.reduce((total, { contribution }) => total + contribution, base);
  expect(Math.abs(sum - present(prediction.prediction))).toBeLessThan(1e-9);
});

test('a label from the future changes no earlier prediction', () => {
  const changed = labels.map((version) =>
    version.knownFrom > '2001-06-30' && version.y !== null ? { ...version, y: 99 } : version,
  );
  const before = (result: ReturnType<typeof valueBacktest>) =>
    result.predictions.filter(({ cutoff }) => cutoff <= '2001-06-30').map(({ prediction }) => prediction);
  expect(before(valueBacktest({ ...input, labels: changed }))).toEqual(before(valueBacktest(input)));
});

test('too few labels: cut-offs are skipped, and without any left an error says why', () => {
  const late = valueBacktest({ ...input, spec: { ...spec, protocol: { ...spec.protocol, minimumRows: 100 } } });
  expect(late.skipped[0]).toMatchObject({ cutoff: '1996-01-31', reason: '60 known labels of 100 required' });
  const never = valueBacktest({ ...input, spec: { ...spec, protocol: { ...spec.protocol, minimumRows: 1000 } } });
  expect(never).toMatchObject({ predictions: [], measures: null, problems: [{ code: 'EWS5001', severity: 'error' }] });
});

test('inside the event: predicted, neither trained on nor scored', () => {
  const result = valueBacktest({ ...input, spec: { ...spec, protocol: { ...spec.protocol, excludeInEvent: true } } });
  expect(present(result.measures).unscored.excluded).toBeGreaterThan(10);
  expect(first(result.refits).rows).toBeLessThan(first(valueBacktest(input).refits).rows);
});

test('after the event: as then known where it is trained on, as finally known where it is scored', () => {
  const protocol = { ...spec.protocol, excludeAfterEventMonths: 12 };
  const eventVersions = events.map(({ month, state }) => ({ date: month, y: state, knownFrom: OPEN, knownTo: OPEN }));
  const aware = valueBacktest({ ...input, spec: { ...spec, protocol } });
  const neverKnown = valueBacktest({ ...input, eventVersions, spec: { ...spec, protocol } });
  const plain = valueBacktest(input);
  expect(neverKnown.refits.map(({ rows }) => rows)).toEqual(plain.refits.map(({ rows }) => rows));
  expect(last(aware.refits).rows).toBeLessThan(last(plain.refits).rows);
  for (const { predictions } of [aware, neverKnown]) {
    const excluded = predictions.filter((row) => row.excluded).map((row) => (monthIndex(row.asOf) - START) % 60);
    expect(new Set(excluded)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
  }
});

test('a frame with keys is refused', () => {
  const keyed = { ...input.frame, keys: asOf.map(() => 'US') };
  expect(valueBacktest({ ...input, frame: keyed }).problems).toMatchObject([{ code: 'EWS5004', severity: 'error' }]);
});

test('sensitivity leaves out each episode', () => {
  const { sensitivity } = valueBacktest(input);
  expect(sensitivity.length).toBeGreaterThan(2);
  for (const { rmse } of sensitivity) expect(rmse).toBeGreaterThan(0);
});

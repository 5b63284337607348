import { expect, test } from 'vitest';
import { monthEnd, monthIndex, monthStart } from '../../calendar/index.ts';
import { fitRegression, predictValues } from './regression.ts';
import type { ValueBacktestInput, ValueSpec } from './types.ts';
import { scoredValueWalk, valueBacktest } from './value-backtest.ts';

const START = monthIndex('1990-01-01');
const MONTHS = 240;
const OPEN = '9999-12-31';
const asOf = Array.from({ length: MONTHS }, (_, i) => monthEnd(START + i));
const signal = asOf.map((_, i) => Math.sin(i / 9) + 0.3 * Math.sin(3 * i * i));
const outcome = asOf.map((_, i) => 4 + 1.5 * (signal[i] ?? 0) + 0.4 * Math.cos(7 * i * i));

const spec: ValueSpec = {
  estimator: { kind: 'linear', winsorize: 0 },
  features: ['g.signal'],
  protocol: {
    firstCutoff: '1996-01-31',
    refitMonths: 12,
    minimumRows: 48,
    maturity: 'as_known',
    excludeInEvent: false,
  },
  window: { fromMonth: 12, toMonth: 12 },
  bootstrap: { draws: 200, level: 0.9 },
  seed: 4,
};
/** Known a month after its outcome month. */
const labels = asOf.flatMap((date, i) => {
  const knownFrom = monthEnd(START + i + 13);
  return [
    { date, y: null, knownFrom: '0001-01-01', knownTo: knownFrom },
    { date, y: outcome[i] ?? null, knownFrom, knownTo: OPEN },
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
  expect(predictions[0]?.asOf).toBe('1996-01-31');
  for (const { cutoff, asOf: date, prediction, baseline } of predictions) {
    const known = asOf.flatMap((t, i) => (monthEnd(monthIndex(t) + 13) <= cutoff ? [i] : []));
    const { model } = fitRegression(
      {
        features: ['g.signal'],
        values: [known.map((i) => signal[i] ?? null)],
        rows: known.length,
        y: known.map((i) => outcome[i] ?? null),
      },
      spec.estimator,
    );
    const row = asOf.indexOf(date);
    const alone = { features: ['g.signal'], values: [[signal[row] ?? null]], rows: 1 };
    expect(prediction).toBe(model && predictValues(model, alone)[0]);
    expect(baseline).toBeCloseTo(known.reduce((sum, i) => sum + (outcome[i] ?? 0), 0) / known.length, 12);
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
  const scored = predictions.filter(({ prediction, y }) => prediction !== null && y !== null);
  const errors = scored.map(({ prediction, y }) => (prediction ?? 0) - (y ?? 0));
  const squares = errors.reduce((sum, error) => sum + error ** 2, 0);
  const baseline = scored.reduce((sum, { baseline: mean, y }) => sum + (mean - (y ?? 0)) ** 2, 0);
  const centre = scored.reduce((sum, { y }) => sum + (y ?? 0), 0) / scored.length;
  const spread = scored.reduce((sum, { y }) => sum + ((y ?? 0) - centre) ** 2, 0);
  expect(measures?.scored).toBe(scored.length);
  expect(measures?.unscored).toEqual({ noPrediction: 0, noLabel: predictions.length - scored.length, excluded: 0 });
  expect(measures?.rmse.value).toBeCloseTo(Math.sqrt(squares / scored.length), 9);
  expect(measures?.mae.value).toBeCloseTo(errors.reduce((sum, error) => sum + Math.abs(error), 0) / scored.length, 9);
  expect(measures?.bias).toBeCloseTo(errors.reduce((sum, error) => sum + error, 0) / scored.length, 9);
  expect(measures?.skill.value).toBeCloseTo(1 - squares / baseline, 9);
  expect(measures?.r2.value).toBeCloseTo(1 - squares / spread, 9);
  const interval = measures?.skill.interval;
  expect(interval?.low).toBeLessThan(measures?.skill.value ?? 0);
  expect(interval?.high).toBeGreaterThan(measures?.skill.value ?? 1);
});

test('the newest prediction is its base and its contributions', () => {
  const { latest } = valueBacktest(input);
  const parts = latest?.explanation?.contributions ?? [];
  const sum = parts.reduce((total, { contribution }) => total + contribution, latest?.explanation?.base ?? 0);
  expect(Math.abs(sum - (latest?.prediction.prediction ?? 1))).toBeLessThan(1e-9);
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
  expect(result.measures?.unscored.excluded).toBeGreaterThan(10);
  expect(result.refits[0]?.rows).toBeLessThan(valueBacktest(input).refits[0]?.rows ?? 0);
});

test('after the event: as then known where it is trained on, as finally known where it is scored', () => {
  const protocol = { ...spec.protocol, excludeAfterEventMonths: 12 };
  const eventVersions = events.map(({ month, state }) => ({ date: month, y: state, knownFrom: OPEN, knownTo: OPEN }));
  const aware = valueBacktest({ ...input, spec: { ...spec, protocol } });
  const neverKnown = valueBacktest({ ...input, eventVersions, spec: { ...spec, protocol } });
  const plain = valueBacktest(input);
  expect(neverKnown.refits.map(({ rows }) => rows)).toEqual(plain.refits.map(({ rows }) => rows));
  expect(aware.refits.at(-1)?.rows).toBeLessThan(plain.refits.at(-1)?.rows ?? 0);
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

import { describe, expect, test } from 'vitest';
import { type Day, monthEnd, monthIndex, monthStart } from '../../calendar/index.ts';
import { at, first, last, present } from '../../presence/index.ts';
import { predict } from '../estimators/registry.ts';
import { permutationImportance } from '../events/importance.ts';
import { compareRivals } from '../events/rivals.ts';
import { backtest } from '../index.ts';
import type { BacktestInput, EventMonth, LabelVersion, ModelSpec, Protocol } from '../types.ts';
import { whatIf } from '../what-if.ts';
import { calibrated } from './calibrate.ts';
import type { Calibration } from './types.ts';

const START = monthIndex('1950-01-01');
const MONTHS = 600;
const OPEN = '9999-12-31';

/** In a made-up economy an event of five months comes every thirty; an indicator falls before it, less so later on. */
const inEvent = (month: number): 0 | 1 => ((((month - START) % 30) + 30) % 30 >= 25 ? 1 : 0);
const signal = (month: number): number =>
  Math.cos((2 * Math.PI * (month - START - 22)) / 30) * (1 - (month - START) / 900) + Math.sin(7.3 * month * month);
const asOf = Array.from({ length: MONTHS }, (_, i) => monthEnd(START + i));

/** "Event within six months": a one is known three months into the event, a zero nine months after the window. */
const labels: readonly LabelVersion[] = asOf.flatMap((date) => {
  const ahead = Array.from({ length: 6 }, (_, k) => monthIndex(date) + 1 + k);
  const onset = ahead.find((month) => inEvent(month) === 1);
  const knownFrom = monthEnd(onset === undefined ? monthIndex(date) + 15 : onset + 3);
  return [
    { date, y: null, knownFrom: '0001-01-01', knownTo: knownFrom },
    { date, y: onset === undefined ? 0 : 1, knownFrom, knownTo: OPEN },
  ] as const;
});
const events: readonly EventMonth[] = Array.from({ length: MONTHS + 12 }, (_, i) => START - 6 + i).map((month) => ({
  month: monthStart(month),
  state: inEvent(month),
}));
const protocol: Protocol = {
  firstCutoff: '1952-01-01',
  refitMonths: 9,
  minimumEpisodes: 2,
  maturity: 'as_known',
  excludeInEvent: false,
};
const spec: ModelSpec = {
  estimator: { kind: 'probit', standardize: false },
  features: ['indicator.signal', 'indicator.constant'],
  protocol,
  window: { fromMonth: 1, toMonth: 6 },
  calibration: 'auto',
  loss: { kind: 'alessi_detken', preference: 0.6 },
  leadWindow: { minMonths: 1, maxMonths: 12 },
  persistence: { k: 1, n: 1 },
  bootstrap: { draws: 20, level: 0.9 },
  seed: 11,
};
const input: BacktestInput = {
  frame: {
    asOf,
    features: spec.features,
    values: [asOf.map((date) => signal(monthIndex(date))), asOf.map(() => 3)],
  },
  labels,
  events,
  spec,
  labelKnowledge: 'as_known',
};

/** The pairs that a refit may calibrate on, by definition; a leak can be planted in `knowledge` and in `rawOf`. */
function pairsAt(
  { spec: { protocol: rules, window }, frame, labels: versions }: BacktestInput,
  cutoff: Day,
  knowledge: Day,
  rawOf: (date: Day, i: number) => number | null,
): readonly { readonly raw: number; readonly y: 0 | 1 }[] {
  return frame.asOf.flatMap((date, i) => {
    if (date >= cutoff) return [];
    const version = versions.find(
      (label) => label.date === date && label.knownFrom <= knowledge && knowledge < label.knownTo,
    );
    const over = monthEnd(monthIndex(date) + window.toMonth) <= knowledge;
    if (rules.maturity === 'whole_window' && !over) return [];
    if (rules.excludeInEvent && inEvent(monthIndex(date)) === 1) return [];
    const raw = rawOf(date, i);
    return raw === null || (version?.y !== 0 && version?.y !== 1) ? [] : [{ raw, y: version.y }];
  });
}

/** How far a Platt scaling is from the maximum of its likelihood on given pairs. */
function distance({ intercept, slope }: Extract<Calibration, { method: 'platt' }>, pairs: ReturnType<typeof pairsAt>) {
  const positives = pairs.filter(({ y }) => y === 1).length;
  const terms = pairs.map(({ raw, y }) => {
    const margin = Math.log(raw / (1 - raw));
    const target = y === 1 ? (positives + 1) / (positives + 2) : 1 / (pairs.length - positives + 2);
    return { margin, off: target - 1 / (1 + Math.exp(-intercept - slope * margin)) };
  });
  const sum = (values: readonly number[]): number => Math.abs(values.reduce((total, value) => total + value, 0));
  return sum(terms.map(({ off }) => off)) + sum(terms.map(({ off, margin }) => off * margin));
}

describe.each([
  { name: 'as known', rules: protocol },
  { name: 'whole windows', rules: { ...protocol, maturity: 'whole_window' } as const },
  { name: 'without months in the event', rules: { ...protocol, excludeInEvent: true } },
])('labels $name', ({ rules }) => {
  const given = { ...input, spec: { ...spec, protocol: rules, calibration: 'platt' } as const };
  const { refits, predictions } = backtest(given);
  const modelAt = (date: Day) => refits.findLast(({ cutoff }) => cutoff <= date)?.model;
  const rowOf = (i: number) => ({
    features: spec.features,
    values: given.frame.values.map((column) => [at(column, i)]),
    rows: 1,
  });
  const forward = (date: Day, i: number): number | null => {
    const model = modelAt(date);
    return model === undefined ? null : first(predict(model, rowOf(i)));
  };

  test('a refit learns from earlier predictions and known labels, and from nothing else', () => {
    const fitted = refits.filter(({ calibration }) => calibration.method === 'platt');
    expect(fitted.length).toBeGreaterThan(30);
    const leaks = { labels: 0, sample: 0 };
    for (const { cutoff, calibration, model } of fitted) {
      if (calibration.method !== 'platt') continue;
      const honest = pairsAt(given, cutoff, cutoff, forward);
      expect([calibration.pairs, calibration.positives]).toEqual([
        honest.length,
        honest.filter(({ y }) => y === 1).length,
      ]);
      expect(distance(calibration, honest)).toBeLessThan(1e-6);
      // With a leak planted it is not, which shows that the line above would see one.
      const inSample = (date: Day, i: number): number | null =>
        forward(date, i) === null ? null : first(predict(model, rowOf(i)));
      leaks.labels += distance(calibration, pairsAt(given, cutoff, last(asOf), forward)) > 0.01 ? 1 : 0;
      leaks.sample += distance(calibration, pairsAt(given, cutoff, cutoff, inSample)) > 0.01 ? 1 : 0;
    }
    expect(leaks.labels).toBeGreaterThan(0.9 * fitted.length);
    expect(leaks.sample).toBeGreaterThan(0.9 * fitted.length);
  });

  test('each prediction is the raw one of its refit, calibrated by its refit', () => {
    for (const { asOf: date, raw, probability, alarm, threshold, cutoff } of predictions) {
      const refit = present(refits.find((fit) => fit.cutoff === cutoff));
      if (raw === null || probability === null) throw new Error('every row is predicted here');
      expect(raw).toBe(forward(date, asOf.indexOf(date)));
      expect(probability).toBe(calibrated(refit.calibration, raw));
      expect(alarm).toBe(probability >= threshold);
    }
  });
});

test('nothing after a cut-off moves a calibrated prediction', () => {
  const cutoff = '1985-10-31';
  const until = (given: BacktestInput) =>
    backtest(given)
      .predictions.filter(({ asOf: date }) => date <= '1986-06-30')
      .map(({ asOf: date, raw, probability }) => ({ date, raw, probability }));
  expect(backtest(input).refits.map((refit) => refit.cutoff)).toContain(cutoff);
  const altered = until({
    ...input,
    frame: {
      ...input.frame,
      values: [asOf.map((date) => (date > '1986-06-30' ? 99 : signal(monthIndex(date)))), asOf.map(() => 3)],
    },
    labels: labels.map((v) => (v.knownFrom > cutoff && v.y !== null ? { ...v, y: v.y === 1 ? 0 : 1 } : v)),
  });
  expect(altered).toEqual(until(input));
  expect(altered.some(({ raw, probability }) => raw !== probability)).toBe(true);
});

describe('auto', () => {
  const result = backtest(input);

  test('waits for five episodes, goes on with Platt, and from fifteen with isotonic regression', () => {
    const methods = [
      { from: 15, method: 'isotonic' },
      { from: 5, method: 'platt' },
      { from: 0, method: 'none' },
    ];
    for (const { calibration } of result.refits) {
      const wanted = present(methods.find(({ from }) => calibration.episodes >= from));
      expect([calibration.episodes, calibration.method]).toEqual([calibration.episodes, wanted.method]);
    }
    expect(new Set(result.refits.map(({ calibration }) => calibration.method))).toEqual(
      new Set(['none', 'platt', 'isotonic']),
    );
  });

  test('what-if with the observed values is the observed prediction to the bit, and explains the raw margin', () => {
    const explained = { frame: input.frame, spec, backtest: result };
    for (const { asOf: date, raw, probability } of result.predictions.filter((_, i) => i % 7 === 0)) {
      const answer = whatIf(explained, date, new Map([['indicator.signal', signal(monthIndex(date))]]));
      expect(answer).toMatchObject({ raw, probability });
      const { margin, baseMargin, contributions } = present(answer?.explanation);
      const sum = contributions.reduce((total, { contribution }) => total + contribution, baseMargin);
      expect(Math.abs(sum - margin)).toBeLessThan(1e-9);
    }
  });

  test('scores, usefulness and importance are all of the calibrated probability', () => {
    const measures = present(result.measures);
    const scored = result.predictions.filter(({ y }) => y !== null);
    const brierOf = (said: 'probability' | 'raw'): number =>
      scored.reduce((sum, row) => sum + (present(row[said]) - present(row.y)) ** 2, 0) / scored.length;
    const [brier, rawBrier] = [brierOf('probability'), brierOf('raw')];
    expect(measures.probability?.brier).toBeCloseTo(brier, 12);
    expect(measures.probability?.rawBrier).toBeCloseTo(rawBrier, 12);
    expect(Math.abs(rawBrier - brier)).toBeGreaterThan(1e-4);
    const declared = present(result.usefulness.find(({ preference }) => preference === spec.loss.preference));
    expect(declared.relative).toBe(measures.alarms.relativeUsefulness.value);
    // A constant moves no prediction: any difference would be one between raw and calibrated.
    const [, constant] = permutationImportance(input, result);
    expect(constant).toEqual({ feature: 'indicator.constant', brierIncrease: 0, aurocDrop: 0 });
  });

  test('a rival is calibrated as the model is: beside itself, a model leads by nothing', () => {
    const alone = { ...input, spec: { ...spec, features: ['indicator.signal'] } };
    const [itself] = compareRivals(alone, [{ kind: 'spread_probit', feature: 'indicator.signal' }], backtest(alone));
    expect(itself).toMatchObject({ aurocLead: { value: 0 }, usefulnessLead: { value: 0 }, brierSkill: { value: 0 } });
  });

  test('a rule stays as it is', () => {
    const rule = {
      ...spec,
      features: ['indicator.signal'],
      estimator: { kind: 'threshold', at: 0.9, above: true },
    } as const;
    const { refits, predictions } = backtest({ ...input, spec: rule });
    expect(refits.every(({ calibration }) => calibration.method === 'none')).toBe(true);
    expect(predictions.every(({ raw, probability }) => raw === probability)).toBe(true);
  });
});

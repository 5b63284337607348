import { describe, expect, test } from 'vitest';
import { type Day, monthEnd, monthIndex, monthStart } from '../../calendar/index.ts';
import { at, first, last, present } from '../../presence/index.ts';
import { ESTIMATORS } from '../estimators/registry.ts';
import { backtest } from '../index.ts';
import type { BacktestInput, EventMonth, LabelVersion, ModelSpec, PredictionRow, Refit } from '../types.ts';
import { scoredWalk, walkForward } from './walk-forward.ts';

const START = monthIndex('1960-01-01');
const MONTHS = 480;
const OPEN = '9999-12-31';

/** A made-up economy: an event of ten months every five years, and an indicator that falls before each. */
const inEvent = (month: number): 0 | 1 => ((((month - START) % 60) + 60) % 60 >= 50 ? 1 : 0);
const signal = (month: number): number =>
  Math.cos((2 * Math.PI * (month - START - 44)) / 60) + 0.8 * Math.sin(7.3 * month * month);
const asOf = Array.from({ length: MONTHS }, (_, i) => monthEnd(START + i));

/**
 * "Event within twelve months": a one is known when its first event month is over, a zero nine months after the window.
 */
const labels: readonly LabelVersion[] = asOf.flatMap((date) => {
  const ahead = Array.from({ length: 12 }, (_, k) => monthIndex(date) + 1 + k);
  const first = ahead.find((month) => inEvent(month) === 1);
  const knownFrom = monthEnd(first === undefined ? monthIndex(date) + 21 : first + 3);
  return [
    { date, y: null, knownFrom: '0001-01-01', knownTo: knownFrom },
    { date, y: first === undefined ? 0 : 1, knownFrom, knownTo: OPEN },
  ] as const;
});
const events: readonly EventMonth[] = Array.from({ length: MONTHS + 60 }, (_, i) => START - 60 + i).map((month) => ({
  month: monthStart(month),
  state: inEvent(month),
}));

const spec: ModelSpec = {
  estimator: { kind: 'logit' },
  features: ['indicator.signal'],
  protocol: {
    firstCutoff: '1963-01-01',
    refitMonths: 6,
    minimumEpisodes: 2,
    maturity: 'as_known',
    excludeInEvent: false,
  },
  window: { fromMonth: 1, toMonth: 12 },
  loss: { kind: 'alessi_detken', preference: 0.6 },
  leadWindow: { minMonths: 1, maxMonths: 12 },
  persistence: { k: 1, n: 1 },
  bootstrap: { draws: 200, level: 0.9 },
  seed: 11,
};
const input: BacktestInput = {
  frame: { asOf, features: spec.features, values: [asOf.map((date) => signal(monthIndex(date)))] },
  labels,
  events,
  spec,
  labelKnowledge: 'as_known',
};

/** The definition as a loop over decision dates, with nothing shared between them. */
function looped({ frame, spec: declared }: BacktestInput, date: Day): { probability: number | null; rows: number } {
  const month = monthIndex(date);
  let cutoff = '';
  for (const candidate of frame.asOf) {
    const due =
      (monthIndex(candidate) - monthIndex(declared.protocol.firstCutoff)) % declared.protocol.refitMonths === 0;
    if (due && monthIndex(candidate) <= month) cutoff = candidate;
  }
  const known = frame.asOf.flatMap((t, i) => {
    const version = labels.find((v) => v.date === t && v.knownFrom <= cutoff && cutoff < v.knownTo);
    return t <= cutoff && (version?.y === 0 || version?.y === 1)
      ? [{ i, y: version.y === 1 ? (1 as const) : (0 as const) }]
      : [];
  });
  const column = first(frame.values);
  const { model } = ESTIMATORS.logit.fit(
    {
      features: frame.features,
      values: [known.map(({ i }) => at(column, i))],
      rows: known.length,
      y: known.map(({ y }): 0 | 1 => y),
    },
    { parameters: declared.estimator, seed: 0, neweyWestLag: 0 },
  );
  if (model === null) throw new Error('the loop had no rows');
  const row = { features: frame.features, values: [[at(column, frame.asOf.indexOf(date))]], rows: 1 };
  return { probability: first(ESTIMATORS.logit.predict(model, row)), rows: known.length };
}

describe('walk-forward in real time', () => {
  const result = backtest(input);

  test('equals the definition, a loop over decision dates', () => {
    for (const prediction of result.predictions.filter((_, i) => i % 17 === 0)) {
      const expected = looped(input, prediction.asOf);
      expect(prediction.probability).toBeCloseTo(present(expected.probability), 12);
      expect(result.refits.find(({ cutoff }) => cutoff === prediction.cutoff)?.rows).toBe(expected.rows);
    }
  });

  test('waits for enough known episodes, and lists the cut-offs that it skipped', () => {
    expect(result.skipped[0]).toEqual({ cutoff: '1963-01-31', episodes: 0, reason: '0 known episodes of 2 required' });
    // The second event begins in 1969-03 and is known three months later; the next cut-off is 1969-07.
    expect(result.refits[0]).toMatchObject({ cutoff: '1969-07-31', episodes: 2 });
    expect(first(result.predictions).asOf).toBe('1969-07-31');
  });

  test('nothing after the cut-off moves a prediction, be it values, labels or knowledge', () => {
    const cutoff = '1985-01-31';
    const altered = backtest({
      ...input,
      frame: {
        ...input.frame,
        values: [asOf.map((date) => (date > '1985-06-30' ? 99 : signal(monthIndex(date))))],
      },
      labels: labels.map((v) => (v.knownFrom > cutoff && v.y !== null ? { ...v, y: v.y === 1 ? 0 : 1 } : v)),
    });
    const until = (rows: readonly PredictionRow[]) =>
      rows
        .filter((row) => row.asOf <= '1985-06-30')
        .map(({ asOf: date, probability, baseline, alarm }) => ({ date, probability, baseline, alarm }));
    expect(until(altered.predictions)).toEqual(until(result.predictions));
    expect(last(altered.predictions).probability).not.toBe(last(result.predictions).probability);
  });

  test('scores against final labels and counts what has none yet', () => {
    const { predictions } = result;
    const { scored, unscored, auroc, probability, alarms } = present(result.measures);
    expect(unscored.noLabel).toBe(predictions.filter(({ y }) => y === null).length);
    expect(scored + unscored.noLabel).toBe(predictions.length);
    expect(auroc.value).toBeGreaterThan(0.7);
    expect(present(auroc.interval).low).toBeLessThanOrEqual(present(auroc.value));
    expect(present(probability).brierSkill.value).toBeGreaterThan(0);
    expect(alarms.relativeUsefulness.value).toBe(present(alarms.alessiDetken).relative);
  });

  test('shows each event, and the scores without it', () => {
    expect(result.episodes).toHaveLength(7);
    expect(result.episodes[0]).toMatchObject({ onset: '1969-03-01', outcome: 'unscored', firstAlarm: null });
    expect(result.episodes[1]).toMatchObject({ onset: '1974-03-01', trough: '1974-12-01', outcome: 'warned' });
    expect(result.episodes[6]).toMatchObject({ onset: '1999-03-01', trough: null });
    expect(result.sensitivity.map(({ without }) => without)).toContain('1975-01..1979-12');
    expect(result.sensitivity.every(({ scored }) => scored < present(result.measures).scored)).toBe(true);
  });

  test('the newest decision date is predicted and explained although its label is unknown', () => {
    const { prediction, explanation } = present(result.latest);
    expect(prediction).toMatchObject({ asOf: '1999-12-31', y: null });
    const { contributions, baseMargin, margin } = present(explanation);
    const parts = contributions.reduce((sum, { contribution }) => sum + contribution, 0);
    expect(Math.abs(baseMargin + parts - margin)).toBeLessThan(1e-9);
    expect(1 / (1 + Math.exp(-margin))).toBeCloseTo(present(prediction.probability), 12);
  });

  test.each([
    ['logit', input],
    ['of final labels', { ...input, labelKnowledge: 'final' }],
    ['probit', { ...input, spec: { ...spec, estimator: { kind: 'probit', winsorize: 0.05 } } }],
    ['nothing predicted', { ...input, spec: { ...spec, protocol: { ...spec.protocol, minimumEpisodes: 99 } } }],
  ] as const)('without standard errors it predicts and scores the same: %s', (_what, each) => {
    const { predictions, measures } = backtest(each);
    expect(scoredWalk(each)).toEqual({ predictions, measures });
    expect(walkForward(each)).toEqual(predictions);
  });

  test('is plain frozen data, the same every time', () => {
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(backtest(input)).toEqual(result);
    expect(Object.isFrozen(first(result.refits).model)).toBe(true);
    expect(Object.isFrozen(input.spec.loss)).toBe(false);
  });
});

describe('choices of the protocol', () => {
  test('step (b): final labels train on what was not yet known, and start with more rows', () => {
    const final = backtest({ ...input, labelKnowledge: 'final' });
    const real = backtest(input);
    const [ofFinal, asKnown] = [final, real].map(({ refits }) =>
      present(refits.find(({ cutoff }) => cutoff === '1985-01-31')),
    ) as [Refit, Refit];
    expect(ofFinal.rows).toBeGreaterThan(asKnown.rows);
    expect(ofFinal.lastRow).toBe('1985-01-31');
    expect(asKnown.lastRow).toBe('1984-09-30');
  });

  test('holds labels back until their window was over when somebody last looked, however late the cut-off', () => {
    const through = '1979-06-30';
    const protocol = { ...spec.protocol, maturity: 'whole_window' } as const;
    const looked = labels.filter(({ knownFrom }) => knownFrom <= through);
    const { refits } = backtest({ ...input, labels: looked, outcomesThrough: through, spec: { ...spec, protocol } });
    const late = refits.filter(({ cutoff }) => cutoff > through);
    const over = looked.filter(({ date, y }) => y !== null && monthEnd(monthIndex(date) + 12) <= through);
    // A positive of a window that ended later is among what was looked up, and the zeros beside it are not.
    expect(looked.some(({ date, y }) => y === 1 && monthEnd(monthIndex(date) + 12) > through)).toBe(true);
    expect(late.length).toBeGreaterThan(30);
    expect(new Set(late.map(({ rows, positives }) => `${rows} ${positives}`))).toEqual(
      new Set([`${over.length} ${over.filter(({ y }) => y === 1).length}`]),
    );
  });

  test('excluded rows are predicted, not trained on and not scored; it warns where nobody knew the event', () => {
    const protocol = { ...spec.protocol, excludeInEvent: true };
    const unaware = backtest({ ...input, spec: { ...spec, protocol } });
    expect(unaware.problems).toMatchObject([{ code: 'EWS1011', severity: 'warning' }]);
    const inside = unaware.predictions.filter(({ excluded }) => excluded);
    expect(inside.every(({ asOf: date, probability }) => inEvent(monthIndex(date)) === 1 && probability !== null)).toBe(
      true,
    );
    expect(present(unaware.measures).unscored.excluded).toBe(inside.filter(({ y }) => y !== null).length);

    const eventVersions = events.map(
      ({ month, state }): LabelVersion => ({ date: month, y: state, knownFrom: OPEN, knownTo: OPEN }),
    );
    const neverKnown = backtest({ ...input, eventVersions, spec: { ...spec, protocol } });
    expect(neverKnown.problems).toEqual([]);
    expect(neverKnown.refits.map(({ rows }) => rows)).toEqual(backtest(input).refits.map(({ rows }) => rows));
  });

  test('the months after an event are left out as then known, and out of the scores as finally known', () => {
    const protocol = { ...spec.protocol, excludeAfterEventMonths: 9 };
    const eventVersions = events.map(
      ({ month, state }): LabelVersion => ({
        date: month,
        y: state,
        knownFrom: monthEnd(monthIndex(month) + 4),
        knownTo: OPEN,
      }),
    );
    const { refits, predictions, problems } = backtest({ ...input, eventVersions, spec: { ...spec, protocol } });
    expect(problems).toEqual([]);
    const follows = (month: number, known: (state: number) => boolean): boolean =>
      !(inEvent(month) === 1 && known(month)) &&
      [1, 2, 3, 4, 5, 6, 7, 8, 9].some((k) => inEvent(month - k) === 1 && known(month - k));
    for (const { cutoff, rows } of refits) {
      const known = (month: number): boolean => month + 4 <= monthIndex(cutoff) && month >= START - 60;
      const left = labels.filter(
        ({ date, y, knownFrom }) =>
          y !== null && date <= cutoff && knownFrom <= cutoff && !follows(monthIndex(date), known),
      );
      expect(rows).toBe(left.length);
    }
    for (const { asOf: date, excluded } of predictions) {
      expect(excluded).toBe(follows(monthIndex(date), () => true));
    }
    expect(predictions.some(({ excluded }) => excluded)).toBe(true);
  });

  test('a missing feature is predicted null, counted, and neither alarm nor calm', () => {
    const values = [first(input.frame.values).map((value, i) => (i === 300 ? null : value))];
    const { predictions, measures } = backtest({ ...input, frame: { ...input.frame, values } });
    expect(predictions.find((row) => row.asOf === asOf[300])).toMatchObject({ probability: null, alarm: null });
    expect(present(measures).unscored.noProbability).toBe(1);
  });

  test('climatology as the model equals the baseline beside it: no skill', () => {
    const { measures, predictions } = backtest({ ...input, spec: { ...spec, estimator: { kind: 'climatology' } } });
    expect(predictions.every(({ probability, baseline }) => probability === baseline)).toBe(true);
    expect(present(present(measures).probability).brierSkill.value).toBe(0);
  });

  test('too few episodes, or a value that is no number: problems, not exceptions', () => {
    const protocol = { ...spec.protocol, minimumEpisodes: 20 };
    expect(backtest({ ...input, spec: { ...spec, protocol } })).toMatchObject({
      measures: null,
      problems: [
        { code: 'EWS5001', severity: 'error', message: expect.stringContaining('at most 8 known episodes, 20') },
      ],
    });
    const infinite = { ...input.frame, values: [asOf.map(() => Number.POSITIVE_INFINITY)] };
    expect(first(backtest({ ...input, frame: infinite }).problems).message).toBe(
      'indicator.signal is Infinity on 1960-01-31',
    );
  });
});

test('a rule gives alarms and no probability, at a threshold that no loss moves', () => {
  const rule: ModelSpec = { ...spec, estimator: { kind: 'threshold', at: 0.9, above: true } };
  const { predictions, measures, refits } = backtest({ ...input, spec: rule });
  expect(new Set(predictions.map(({ probability }) => probability))).toEqual(new Set([0, 1]));
  for (const { asOf: date, probability, alarm } of predictions) {
    expect(alarm).toBe(signal(monthIndex(date)) >= 0.9);
    expect(alarm).toBe(probability === 1);
  }
  expect(new Set(refits.map(({ threshold }) => threshold))).toEqual(new Set([1]));
  const { probability: stated, alarms, auroc } = present(measures);
  expect(stated).toBeNull();
  // Of two values the ROC curve has one corner, so its area is the mean of the two shares that are right.
  expect(auroc.value).toBeCloseTo((1 - present(alarms.t1) + (1 - present(alarms.t2))) / 2, 12);
});

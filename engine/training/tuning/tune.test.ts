import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, entry, first, present } from '../../presence/index.ts';
import { backtest } from '../events/walk-forward.ts';
import { randomStream } from '../random.ts';
import type { EventMonth, LabelVersion, ModelSpec, TrainingFrame, Tuning } from '../types.ts';
import { forwardFolds } from './forward-folds.ts';

describe('forward folds', () => {
  test('train before they validate, with the embargo between, and validate each later row once', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 24 }),
        (positions, count, embargo) => {
          const usable = positions.toSorted((a, b) => a - b);
          const folds = forwardFolds(usable, count, embargo);
          const validated = folds.flatMap(({ validate }) => validate);
          expect(new Set(validated).size).toBe(validated.length);
          for (const { train, validate } of folds) {
            expect(validate.length).toBeGreaterThan(0);
            for (const row of train) expect(row + embargo).toBeLessThan(first(validate));
            for (const row of [...train, ...validate]) expect(usable).toContain(row);
          }
        },
      ),
    );
  });

  test('cut the rows into stretches of about equal length', () => {
    const folds = forwardFolds(
      Array.from({ length: 100 }, (_, i) => i),
      3,
      5,
    );
    expect(folds.map(({ train, validate }) => [train.length, validate[0], validate.at(-1)])).toEqual([
      [20, 25, 49],
      [45, 50, 74],
      [70, 75, 99],
    ]);
  });
});

const DATES = Array.from({ length: 360 }, (_, i) => new Date(Date.UTC(1980, i + 1, 0)).toISOString().slice(0, 10));
const random = randomStream(3);
const noise = (): number => random.below(2001) / 1000 - 1;
const state = (i: number): 0 | 1 => (i % 48 >= 36 ? 1 : 0);
const EVENTS: readonly EventMonth[] = DATES.map((date, i) => ({ month: `${date.slice(0, 7)}-01`, state: state(i) }));
/** One feature that tells, and many that do not: without a penalty a fit is worse. */
const FRAME: TrainingFrame = {
  asOf: DATES,
  features: ['a.told', ...Array.from({ length: 12 }, (_, j) => `b.noise${j}`)],
  values: [DATES.map((_, i) => state(i + 3) + noise()), ...Array.from({ length: 12 }, () => DATES.map(noise))],
};
const LABELS: readonly LabelVersion[] = DATES.flatMap((date, i) =>
  i + 3 >= DATES.length ? [] : [{ date, y: state(i + 3), knownFrom: at(DATES, i + 3), knownTo: '9999-12-31' }],
);
const RIDGES = [0, 1, 10, 100];
const TUNING: Tuning = {
  candidates: RIDGES.map((ridge) => ({ parameters: { kind: 'logit', ridge }, set: { ridge } })),
  folds: 3,
  split: 'forward',
  everyMonths: 60,
  score: 'brier',
};
const SPEC: ModelSpec = {
  estimator: { kind: 'logit' },
  features: FRAME.features,
  tuning: TUNING,
  protocol: {
    firstCutoff: '1995-01-31',
    refitMonths: 12,
    minimumEpisodes: 1,
    maturity: 'as_known',
    excludeInEvent: false,
  },
  window: { fromMonth: 3, toMonth: 3 },
  loss: { kind: 'alessi_detken', preference: 0.5 },
  leadWindow: { minMonths: 1, maxMonths: 12 },
  persistence: { k: 1, n: 1 },
  bootstrap: { draws: 10, level: 0.9 },
  seed: 1,
};
const input = { frame: FRAME, labels: LABELS, events: EVENTS, labelKnowledge: 'as_known' } as const;

describe('tuning in a walk-forward', () => {
  const result = backtest({ ...input, spec: SPEC });

  test('searches every so many months, and fits with what was chosen until the next search', () => {
    expect(result.tuning.map(({ cutoff }) => cutoff)).toEqual(['1995-01-31', '2000-01-31', '2005-01-31']);
    for (const refit of result.refits) {
      const search = present(result.tuning.findLast(({ cutoff }) => cutoff <= refit.cutoff));
      const { set } = at(search.candidates, present(search.chosen));
      expect(refit.parameters).toEqual({ kind: 'logit', ...set });
    }
  });

  test('chooses the lowest mean score over all validated rows', () => {
    for (const { folds, candidates, chosen } of result.tuning) {
      const total = folds.reduce((sum, { rows }) => sum + rows, 0);
      const means = candidates.map(
        ({ scores }) => folds.reduce((sum, { rows }, k) => sum + present(at(scores, k)) * rows, 0) / total,
      );
      expect(candidates.map(({ mean }) => mean)).toEqual(means.map((mean) => expect.closeTo(mean, 12)));
      expect(chosen).toBe(means.indexOf(Math.min(...means)));
      // Twelve columns of noise: no penalty at all must not win.
      expect(at(candidates, present(chosen)).set).not.toEqual({ ridge: 0 });
    }
  });

  test('a fold scores what a fit on its training rows predicts for the others', () => {
    const search = first(result.tuning);
    const fold = at(search.folds, 1);
    // A walk-forward of its own makes that fit: trained through the fold, it predicts the stretch after it.
    const between = DATES.filter((date) => date >= fold.validate.from && date <= fold.validate.to);
    const alone = backtest({
      ...input,
      labels: LABELS.filter(({ date }) => date <= fold.train.to).map((label) => ({
        ...label,
        knownFrom: '1900-01-01',
      })),
      spec: {
        ...SPEC,
        tuning: { ...TUNING, candidates: [] },
        estimator: { kind: 'logit', ridge: 10 },
        protocol: { ...SPEC.protocol, firstCutoff: fold.validate.from, refitMonths: 1200 },
      },
    });
    const labels = new Map(LABELS.map(({ date, y }) => [date, y]));
    const squares = alone.predictions
      .filter(({ asOf }) => between.includes(asOf))
      .map(({ asOf, probability }) => (present(probability) - present(entry(labels, asOf))) ** 2);
    expect(squares).toHaveLength(fold.rows);
    const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
    expect(search.candidates[2]?.scores[1]).toBeCloseTo(mean, 9);
  });

  test('chooses between L1 and L2: twelve columns of noise are for the lasso', () => {
    const penalties = [{ ridge: 1 }, { lasso: 6 }, { ridge: 1, lasso: 6 }, { lasso: 1000 }];
    const candidates = penalties.map((set) => ({ parameters: { kind: 'logit', ...set } as const, set }));
    const tuned = backtest({ ...input, spec: { ...SPEC, tuning: { ...TUNING, candidates } } });
    for (const { chosen, candidates: scored } of tuned.tuning) {
      const best = present(chosen);
      expect(at(penalties, best).lasso).toBe(6);
      // All zero: the base rate scores worse than what one column tells.
      expect(at(scored, 3).mean).toBeGreaterThan(present(at(scored, best).mean));
    }
  });

  test('nothing after a cut-off takes part in its choice', () => {
    const blind = (values: readonly (number | null)[]) =>
      values.map((value, i) => (i > 240 ? present(value) * -50 : value));
    const changed = backtest({ ...input, frame: { ...FRAME, values: FRAME.values.map(blind) }, spec: SPEC });
    expect(changed.tuning.slice(0, 2)).toEqual(result.tuning.slice(0, 2));
    expect(changed.tuning[2]).not.toEqual(result.tuning[2]);
  });

  test('without a candidate that can be scored the declared estimator stands', () => {
    const empty = { ...SPEC, tuning: { ...TUNING, candidates: [] } };
    const { tuning, refits } = backtest({ ...input, spec: empty });
    expect(tuning.every(({ chosen }) => chosen === null)).toBe(true);
    expect(refits.every(({ parameters }) => parameters === SPEC.estimator)).toBe(true);
  });
});

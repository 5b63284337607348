import { describe, expect, test } from 'vitest';
import { at, first, last, present } from '../presence/index.ts';
import { backtest } from './events/walk-forward.ts';
import type { BacktestInput, EstimatorParameters } from './types.ts';
import { whatIf } from './what-if.ts';

const MONTHS = 240;
const day = (i: number): string => new Date(Date.UTC(1990, i + 1, 0)).toISOString().slice(0, 10);
const state = (i: number): 0 | 1 => (i % 60 >= 48 ? 1 : 0);
const tension = Array.from({ length: MONTHS }, (_, i) => Math.sin(i * i) + 2 * state(i + 6));
const asOf = Array.from({ length: MONTHS }, (_, i) => day(i));

/** A backtest whose feature runs away inside the event. */
function input(estimator: EstimatorParameters): BacktestInput {
  return {
    frame: { asOf, features: ['a.tension'], values: [tension.map((value, i) => (state(i) === 1 ? 50 : value))] },
    labels: asOf.flatMap((date, i) =>
      i + 6 < MONTHS ? [{ date, y: state(i + 6), knownFrom: at(asOf, i + 6), knownTo: '9999-12-31' }] : [],
    ),
    events: asOf.map((date, i) => ({ month: `${date.slice(0, 7)}-01`, state: state(i) })),
    spec: {
      estimator,
      features: ['a.tension'],
      protocol: {
        firstCutoff: '2004-01-31',
        refitMonths: 24,
        minimumEpisodes: 1,
        maturity: 'as_known',
        excludeInEvent: true,
      },
      window: { fromMonth: 6, toMonth: 6 },
      loss: { kind: 'alessi_detken', preference: 0.5 },
      leadWindow: { minMonths: 1, maxMonths: 12 },
      persistence: { k: 1, n: 1 },
      bootstrap: { draws: 2, level: 0.9 },
      seed: 1,
    },
    labelKnowledge: 'final',
  };
}

describe('the training range of a changed input', () => {
  const forest = { trees: 5, maxDepth: 2, minRowsLeaf: 5, featuresPerSplit: 'all', classWeight: 'none' } as const;

  test.each([
    ['logit', { kind: 'logit', ridge: 1 }],
    ['random_forest', { kind: 'random_forest', ...forest }],
  ] as const)('%s: is that of the rows it learned from, without those that the protocol left out', (_, estimator) => {
    const given = input(estimator);
    const explained = { frame: given.frame, spec: given.spec, backtest: backtest(given) };
    const answer = (to: number) => present(whatIf(explained, last(asOf), new Map([['a.tension', to]])));
    const change = (to: number) => first(answer(to).changes);
    const range = present(change(0).trainingRange, 'the range of what it learned from');
    expect(range.high).toBeLessThan(4);
    expect(change(range.high).outsideTraining).toBe(false);
    // Seen, but only in months that were not trained on.
    expect(change(50).outsideTraining).toBe(true);
    expect(first(present(answer(50).explanation).contributions).outsideTraining).toBe(true);
  });

  test('is none for a rule, which nothing lies outside of', () => {
    const given = input({ kind: 'threshold', at: 1, above: true });
    const explained = { frame: given.frame, spec: given.spec, backtest: backtest(given) };
    const answer = present(whatIf(explained, last(asOf), new Map([['a.tension', 1000]])));
    expect(answer.changes).toMatchObject([{ to: 1000, trainingRange: null, outsideTraining: false }]);
  });
});

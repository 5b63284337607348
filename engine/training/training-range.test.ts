import { describe, expect, test } from 'vitest';
import { backtest } from './events/walk-forward.ts';
import type { BacktestInput, EstimatorParameters } from './types.ts';
import { whatIf } from './what-if.ts';

const MONTHS = 240;
const day = (i: number): string => new Date(Date.UTC(1990, i + 1, 0)).toISOString().slice(0, 10);
const state = (i: number): 0 | 1 => (i % 60 >= 48 ? 1 : 0);
const tension = Array.from({ length: MONTHS }, (_, i) => Math.sin(i * i) + 2 * state(i + 6));
/** Inside the event the feature runs away. */
const asOf = Array.from({ length: MONTHS }, (_, i) => day(i));

function input(estimator: EstimatorParameters): BacktestInput {
  return {
    frame: { asOf, features: ['a.tension'], values: [tension.map((value, i) => (state(i) === 1 ? 50 : value))] },
    labels: asOf.flatMap((date, i) =>
      i + 6 < MONTHS ? [{ date, y: state(i + 6), knownFrom: asOf[i + 6] ?? '', knownTo: '9999-12-31' }] : [],
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
    const own = input(estimator);
    const at = own.frame.asOf.at(-1) ?? '';
    const asked = { frame: own.frame, spec: own.spec, backtest: backtest(own) };
    const change = (to: number) => whatIf(asked, at, new Map([['a.tension', to]]))?.changes[0];
    const range = change(0)?.trainingRange ?? expect.fail('it learned from values');
    expect(range.high).toBeLessThan(4);
    expect(change(range.high)?.outsideTraining).toBe(false);
    // Seen, but only in months that were not trained on.
    expect(change(50)?.outsideTraining).toBe(true);
    expect(whatIf(asked, at, new Map([['a.tension', 50]]))?.explanation?.contributions[0]?.outsideTraining).toBe(true);
  });

  test('is none for a rule, which nothing lies outside of', () => {
    const own = input({ kind: 'threshold', at: 1, above: true });
    const asked = { frame: own.frame, spec: own.spec, backtest: backtest(own) };
    const answer = whatIf(asked, own.frame.asOf.at(-1) ?? '', new Map([['a.tension', 1000]]));
    expect(answer?.changes).toMatchObject([{ to: 1000, trainingRange: null, outsideTraining: false }]);
  });
});

import { describe, expect, test } from 'vitest';
import { at } from '../../presence/index.ts';
import { normalCdf } from '../normal.ts';
import type { BacktestInput, EstimatorParameters, PredictionRow, TrainingFrame } from '../types.ts';
import { alarmHistory, alarmSpells } from './alarm-history.ts';
import { backtest } from './walk-forward.ts';

const FEATURES = ['stress', 'growth', 'noise'];
const asOf = Array.from(
  { length: 120 },
  (_, i) => `${1990 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-28`,
);
const frame: TrainingFrame = {
  asOf,
  features: FEATURES,
  values: [
    asOf.map((_, i) => Math.sin(i / 9) + Math.sin(7 * i * i) / 3),
    // The last months lack it, which probit cannot read and a forest can.
    asOf.map((_, i) => (i > 116 ? null : Math.cos(i / 5))),
    asOf.map((_, i) => Math.sin(i * i)),
  ],
};

function input(estimator: EstimatorParameters): BacktestInput {
  return {
    frame,
    labels: asOf.map((date, i) => ({
      date,
      y: Math.sin(i / 9) > 0.6 ? 1 : 0,
      knownFrom: date,
      knownTo: '9999-12-31',
    })),
    events: [],
    labelKnowledge: 'as_known',
    spec: {
      estimator,
      features: estimator.kind === 'threshold' ? ['stress'] : FEATURES,
      protocol: {
        firstCutoff: '1995-01-01',
        refitMonths: 12,
        minimumEpisodes: 1,
        maturity: 'as_known',
        excludeInEvent: false,
      },
      window: { fromMonth: 1, toMonth: 1 },
      loss: { kind: 'alessi_detken', preference: 0.6 },
      leadWindow: { minMonths: 1, maxMonths: 12 },
      persistence: { k: 2, n: 3 },
      bootstrap: { draws: 20, level: 0.9 },
      seed: 3,
    },
  };
}

const TREES = { trees: 12, maxDepth: 4, minRowsLeaf: 3, featuresPerSplit: 'sqrt', classWeight: 'none' } as const;
const LOGISTIC = (margin: number): number => 1 / (1 + Math.exp(-margin));
const ESTIMATORS: readonly (readonly [EstimatorParameters, (margin: number) => number])[] = [
  [{ kind: 'probit', ridge: 1 }, normalCdf],
  [{ kind: 'logit', ridge: 1 }, LOGISTIC],
  [{ kind: 'random_forest', ...TREES }, (margin) => margin],
  [{ kind: 'extra_trees', ...TREES }, (margin) => margin],
  [{ kind: 'gradient_boosting', ...TREES, learningRate: 0.2, l2: 1 }, LOGISTIC],
  [{ kind: 'ml_random_forest', trees: 5, maxDepth: 4, featuresPerTree: 'all', minRowsSplit: 6 }, (margin) => margin],
];

describe.each(ESTIMATORS)('the alarm history of $kind', (estimator, probabilityOf) => {
  const backtested = input(estimator);
  const result = backtest(backtested);
  const history = alarmHistory(backtested, result);

  test('has one entry a prediction, in order', () => {
    expect(result.refits.length).toBeGreaterThan(3);
    expect(history.map(({ prediction }) => prediction)).toEqual(result.predictions);
  });

  test('base margin and contributions add up to the margin behind each probability', () => {
    for (const { prediction, explanation } of history) {
      expect(explanation === null).toBe(prediction.probability === null);
      if (explanation === null || prediction.probability === null) continue;
      const sum = explanation.contributions.reduce((total, part) => total + part.contribution, explanation.baseMargin);
      expect(Math.abs(sum - explanation.margin)).toBeLessThan(1e-9);
      expect(Math.abs(probabilityOf(sum) - prediction.probability)).toBeLessThan(1e-9);
      expect(explanation.contributions.map(({ feature }) => feature)).toEqual(FEATURES);
    }
  });

  test('quotes the values of its own date', () => {
    for (const { prediction, explanation } of history) {
      const row = asOf.indexOf(prediction.asOf);
      const values = frame.values.map((column) => column[row]);
      if (explanation !== null) expect(explanation.contributions.map(({ value }) => value)).toEqual(values);
    }
  });

  test('counts the exceedances of which two in three are an alarm', () => {
    for (const [i, { prediction, exceedances }] of history.entries()) {
      const last = history.slice(Math.max(0, i - 2), i + 1);
      expect(exceedances).toBe(last.filter(({ exceeded }) => exceeded === true).length);
      expect(prediction.alarm).toBe(prediction.probability === null ? null : exceedances >= 2);
    }
    expect(history.some(({ exceedances }) => exceedances === 3)).toBe(true);
  });
});

test('a rule has alarms and no contributions', () => {
  const rule = input({ kind: 'threshold', at: 0.5, above: true });
  const history = alarmHistory(rule, backtest(rule));
  expect(history.every(({ explanation }) => explanation === null)).toBe(true);
  expect(history.some(({ spell }) => spell?.outcome === 'true')).toBe(true);
});

const OUTCOMES = { '?': null, '1': 1, '0': 0, '.': 0 } as const;

describe('spells of alarms', () => {
  const rows = (text: string, states: string, excluded = ''): readonly PredictionRow[] =>
    [...text].map((alarm, i) => ({
      asOf: at(asOf, i),
      cutoff: '',
      probability: alarm === '?' ? null : 0.5,
      raw: alarm === '?' ? null : 0.5,
      baseline: 0.2,
      threshold: 0.4,
      alarm: alarm === '?' ? null : alarm === '!',
      y: OUTCOMES[at([...states], i) as keyof typeof OUTCOMES],
      excluded: excluded[i] === 'x',
    }));
  const told = (text: string, states: string, excluded?: string) =>
    alarmSpells(rows(text, states, excluded)).map((spell) => spell && `${spell.number} ${spell.outcome}`);

  test('are runs of alarms, ended by calm and by a missing decision', () => {
    expect(told('!!.!?!', '000000')).toEqual(['1 false', '1 false', null, '2 false', null, '3 false']);
  });

  test('are true where the event followed any of their dates', () => {
    expect(told('!!.!!', '01.00')).toEqual(['1 true', '1 true', null, '2 false', '2 false']);
  });

  test('are unscored where no outcome is known, and false where the only known one is', () => {
    expect(told('!!.!!', '???0?')).toEqual(['1 unscored', '1 unscored', null, '2 false', '2 false']);
  });

  test('do not count dates that lie in the event where these are excluded', () => {
    expect(told('!!.!!', '11?10', 'xx.x.')).toEqual(['1 unscored', '1 unscored', null, '2 false', '2 false']);
  });

  test('of a panel are counted within each key', () => {
    const two = [rows('!!.!', '0000'), rows('.!!!', '1100')];
    const panel = [0, 1, 2, 3].flatMap((i) => two.map((ofKey, k) => ({ ...at(ofKey, i), key: at(['A', 'B'], k) })));
    const alone = two.map(alarmSpells);
    expect(alarmSpells(panel)).toEqual([0, 1, 2, 3].flatMap((i) => alone.map((ofKey) => at(ofKey, i))));
  });
});

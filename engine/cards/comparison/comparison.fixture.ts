import { collectCard } from '../collect-card.ts';
import type { EventCardBody } from '../events/event-card-body.ts';
import { smallInput } from '../small-card.fixture.ts';
import { backtestOfValues } from '../values/value-card.fixture.ts';
import type { ValueCardBody } from '../values/value-card-body.ts';
import type { ComparisonEnvelope } from './comparison.ts';

const probit = collectCard(smallInput);

/** The small probit under other names: one less sure of itself, and a rule. */
export const comparedCards: readonly EventCardBody[] = [
  probit,
  {
    ...probit,
    identity: { ...probit.identity, model: 'another_probit', version: 'ff00ff00ff00ff00ff00' },
    history: probit.history.map((row) => {
      const probability = row.probability === null ? null : 0.25 + 0.5 * row.probability;
      return { ...row, probability, alarm: probability === null ? null : probability >= row.threshold };
    }),
    rivals: [],
  },
  {
    ...probit,
    identity: { ...probit.identity, model: 'rule', version: '0011001100110011' },
    method: {
      ...probit.method,
      predicts: 'alarm',
      spec: { ...probit.method.spec, estimator: { kind: 'threshold', at: 0.5, above: true } },
    },
    history: probit.history.map((row, i) => ({ ...row, probability: i % 2, threshold: 0.5, alarm: i % 2 === 1 })),
    latest: null,
  },
];

const { gates: _, importance: __, rivals: ___, ...common } = smallInput;
const { spec, result } = backtestOfValues();
const line = collectCard({
  ...common,
  task: 'value',
  identity: { ...common.identity, model: 'line' },
  label: { name: 'rate_at_12m', kind: 'continuous', event: 'cycle.in_recession' },
  spec,
  steps: { realTime: result, valuesFinal: 'no_vintages' },
  rivals: [
    {
      kind: 'persistence',
      feature: 'labor.gap',
      scored: 95,
      rmse: 0.91,
      mae: 0.7,
      ownRmse: 0.4,
      skill: { value: 0.31, interval: null },
    },
  ],
}) as ValueCardBody;

/** A line, and one that is always a little higher. */
export const comparedValueCards: readonly ValueCardBody[] = [
  line,
  {
    ...line,
    identity: { ...line.identity, model: 'another_line' },
    history: line.history.map((row) => ({
      ...row,
      prediction: row.prediction === null ? null : row.prediction + 0.1,
    })),
  },
];

export const comparisonEnvelope: ComparisonEnvelope = {
  runId: '20070901T080000Z-1',
  createdAt: '2007-09-01T08:00:00Z',
  actor: 'analyst',
  commit: 'c0ffee00c0ffee00',
  prose: {
    labelDescription: 'Recession <b>in any</b> of the next twelve months.',
    models: { small_probit: { description: 'A <small> probit.', owner: 'models@example.org' } },
  },
};

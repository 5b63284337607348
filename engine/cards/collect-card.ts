import { type BacktestResult, type Latest, type ModelSpec, predicts } from '../training/index.ts';
import { addMonths } from './calendar-month.ts';
import type { CardBody, LatestFigures, Step, StepId } from './card-body.ts';
import type { CardInput, StepInputs } from './card-input.ts';
import { dataFigures } from './data-figures.ts';
import { driftFigures } from './drift-figures.ts';
import { engineLimitations } from './engine-limitations.ts';
import { eventSpells } from './event-spells.ts';
import { featureFigures } from './feature-figures.ts';
import { promotion } from './gates.ts';
import { rocCurve } from './roc-curve.ts';
import { modelInUse, stability } from './stability.ts';

/** The card's body: figures only, the same bytes for the same input. */
export function collectCard(input: CardInput): CardBody {
  const { realTime } = input.steps;
  return {
    schema: 'ews.model-card/1',
    identity: input.identity,
    label: { ...input.label, window: input.spec.window },
    data: dataFigures(input),
    features: featureFigures(input),
    method: {
      spec: input.spec,
      predicts: predicts(input.spec.estimator),
      refits: realTime.refits.length,
      skipped: realTime.skipped,
      tuning: realTime.tuning,
      inUse: modelInUse(realTime.refits),
    },
    performance: {
      steps: steps(input.steps),
      episodes: realTime.episodes,
      sensitivity: realTime.sensitivity,
      roc: rocCurve(realTime.predictions),
      usefulness: realTime.usefulness,
    },
    promotion: promotion(input),
    importance: input.importance,
    stability: stability(realTime.refits),
    drift: driftFigures(input),
    history: realTime.predictions,
    events: eventSpells(input.events),
    latest: realTime.latest === null ? null : latestFigures(realTime.latest, input.spec),
    limitations: engineLimitations(input),
    reproduction: input.reproduction,
  };
}

function steps(inputs: StepInputs): readonly Step[] {
  return [
    step('real_time', inputs.realTime),
    ...(inputs.labelsFinal === undefined ? [] : [step('labels_final', inputs.labelsFinal)]),
    ...(inputs.valuesFinal === undefined ? [] : [step('values_final', inputs.valuesFinal)]),
    ...(inputs.lagRemoved === undefined ? [] : [step('lag_removed', inputs.lagRemoved)]),
  ];
}

function step(id: StepId, result: BacktestResult | 'no_vintages'): Step {
  if (result === 'no_vintages') return { kind: 'not_measurable', id, reason: 'no_vintages' };
  if (result.measures === null) return { kind: 'not_measurable', id, reason: 'nothing_predicted' };
  return { kind: 'measured', id, measures: result.measures };
}

function latestFigures(latest: Latest, { window }: ModelSpec): LatestFigures {
  const { asOf } = latest.prediction;
  return { ...latest, outcome: { from: addMonths(asOf, window.fromMonth), to: addMonths(asOf, window.toMonth) } };
}

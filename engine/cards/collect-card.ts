import { type Latest, type ModelSpec, predicts } from '../training/index.ts';
import type { CardBody } from './card-body.ts';
import type { CardInput, EventCardInput } from './card-input.ts';
import { refitColumns } from './collect-columns.ts';
import { commonBody, outcomeMonths } from './collect-common.ts';
import { collectSteps } from './collect-steps.ts';
import { alarmRecord } from './events/collect-alarms.ts';
import { driftFigures } from './events/collect-drift.ts';
import { panelFigures } from './events/collect-panel.ts';
import { validationFigures } from './events/collect-validation.ts';
import type { EventCardBody, LatestFigures } from './events/event-card-body.ts';
import { promotion } from './events/gates.ts';
import { rocPoints } from './events/roc-points.ts';
import { modelInUse, stability } from './events/stability.ts';
import { collectValueCard } from './values/collect-value-card.ts';

/** The card's body: figures only, the same bytes for the same input. */
export function collectCard(input: EventCardInput): EventCardBody;
export function collectCard(input: CardInput): CardBody;
export function collectCard(input: CardInput): CardBody {
  return input.task === 'value' ? collectValueCard(input) : collectEventCard(input);
}

function collectEventCard(input: EventCardInput): EventCardBody {
  const { realTime } = input.steps;
  const panel = panelFigures(input);
  return {
    ...commonBody(input),
    task: 'event',
    method: {
      spec: input.spec,
      predicts: predicts(input.spec.estimator),
      refits: realTime.refits.length,
      skipped: realTime.skipped,
      tuning: realTime.tuning,
      ...refitColumns(realTime.refits),
      inUse: modelInUse(realTime.refits),
    },
    performance: {
      steps: collectSteps(input.steps),
      episodes: realTime.episodes,
      sensitivity: realTime.sensitivity,
      roc: rocPoints(realTime.predictions),
      rocBand: input.rocBand,
      usefulness: realTime.usefulness,
    },
    promotion: promotion(input),
    alarms: alarmRecord(input.alarms),
    importance: input.importance,
    rivals: input.rivals,
    ...validationFigures(input),
    stability: stability(realTime.refits, input.alarms),
    drift: driftFigures(input),
    history: realTime.predictions,
    latest: realTime.latest === null ? null : latestFigures(realTime.latest, input.spec),
    ...(panel === undefined ? {} : { panel }),
  };
}

function latestFigures(latest: Latest, { window }: ModelSpec): LatestFigures {
  return { ...latest, outcome: outcomeMonths(latest.prediction.asOf, window) };
}

import type { Measures, PredictionRow, Predicts, ValueMeasures, ValuePrediction } from '../training/index.ts';
import type { CardBody } from './card-body.ts';
import { Cited } from './cited.ts';
import { citedOutcomesThrough } from './collect-data.ts';
import type { PublishedFigures, RealTimeBasis } from './common-card-body.ts';
import type { EventCardBody, LatestFigures } from './events/event-card-body.ts';
import { type MeasuredStep, measuredSteps } from './measured-steps.ts';
import type { ValueCardBody, ValueLatestFigures } from './values/value-card-body.ts';

/**
 * What a model says now, how good it has been and on what data: the values with which its card, the terminal and the
 * run page open. Each figure has its pointer into `card.json`; with how many digits it is shown is for those three to
 * say.
 */
export type Headline = EventHeadline | ValueHeadline;

interface CommonHeadline {
  readonly basis: RealTimeBasis;
  readonly published: PublishedFigures;
  /** The last day for which somebody looked what became of outcomes; null where there is no decision date. */
  readonly outcomesThrough: Cited<string | null>;
}

export interface EventHeadline extends CommonHeadline {
  readonly task: 'event';
  /** A rule says whether it is in alarm, and no probability. */
  readonly predicts: Predicts;
  /**
   * The newest prediction and the months that it is about: as of when, how probable, at which threshold, in alarm or
   * not, beside which base rate. null where nothing was predicted.
   */
  readonly latest: Cited<LatestFigures> | null;
  /** The key of a panel whose prediction that is, the most probable, and of how many; null of a model without keys. */
  readonly front: { readonly key: string; readonly of: Cited<number> } | null;
  /** Every prediction of step (a), oldest first; of a panel those of the key in front. */
  readonly history: readonly PredictionRow[];
  /** The first step that could be measured, with the intervals and episodes of its measures. */
  readonly scored: Cited<MeasuredStep<Measures>> | null;
}

/** That of an event without what only events have. Predictions, their base and their errors are in the label's unit. */
export interface ValueHeadline extends CommonHeadline {
  readonly task: 'value';
  readonly latest: Cited<ValueLatestFigures> | null;
  readonly history: readonly ValuePrediction[];
  readonly scored: Cited<MeasuredStep<ValueMeasures>> | null;
}

/** The headline of a card, by its body. */
export function headline(body: EventCardBody): EventHeadline;
export function headline(body: ValueCardBody): ValueHeadline;
export function headline(body: CardBody): Headline;
export function headline(body: CardBody): Headline {
  return body.task === 'value' ? valueHeadline(body) : eventHeadline(body);
}

function eventHeadline(body: EventCardBody): EventHeadline {
  const cited = new Cited(body, '/body');
  const latest = cited.at('latest').present();
  const key = latest?.value.prediction.key;
  const panel = cited.at('panel').present();
  const [scored = null] = measuredSteps(cited.at('performance', 'steps'));
  return {
    ...commonHeadline(body),
    task: 'event',
    predicts: body.method.predicts,
    latest,
    front: panel === null || key === undefined ? null : { key, of: panel.at('keys') },
    history: body.history.filter((row) => row.key === key),
    scored,
  };
}

function valueHeadline(body: ValueCardBody): ValueHeadline {
  const cited = new Cited(body, '/body');
  const [scored = null] = measuredSteps(cited.at('performance', 'steps'));
  const latest = cited.at('latest').present();
  return { ...commonHeadline(body), task: 'value', latest, history: body.history, scored };
}

function commonHeadline({ data }: CardBody): CommonHeadline {
  const { basis, published } = data;
  return { basis, published, outcomesThrough: citedOutcomesThrough(new Cited(data, '/body/data')) };
}

/**
 * What step (a) was measured to be. null where it was not: a later step, which knows more than anybody could have
 * known, may have been all the same.
 */
export function realTimeMeasures<Measured>({
  scored,
}: {
  readonly scored: Cited<MeasuredStep<Measured>> | null;
}): Measured | null {
  return scored?.value.id === 'real_time' ? scored.value.measures : null;
}

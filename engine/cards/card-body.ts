import type { EventCardBody } from './events/event-card-body.ts';
import type { ValueCardBody } from './values/value-card-body.ts';

/**
 * The computed figures of a model, written whenever the model is. It holds nothing that differs between two runs on
 * the same inputs: no time, actor, host or prose. Days are `YYYY-MM-DD`, shares and probabilities lie in [0, 1], and
 * `null` says that a figure is not defined here.
 */
export type CardBody = EventCardBody | ValueCardBody;

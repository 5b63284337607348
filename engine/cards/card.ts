import type { CardBody } from './card-body.ts';
import type { CardEnvelope } from './card-envelope.ts';
import type { EventCardBody } from './events/event-card-body.ts';
import type { ValueCardBody } from './values/value-card-body.ts';

/** A card as a run exports it: `card.json`. Pointers in rendered cards point into this document. */
export interface Card<B extends CardBody = CardBody> {
  readonly body: B;
  readonly envelope: CardEnvelope;
}

export type EventCard = Card<EventCardBody>;
export type ValueCard = Card<ValueCardBody>;

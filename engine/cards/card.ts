import type { CardBody } from './card-body.ts';
import type { CardEnvelope } from './card-envelope.ts';

/** A card as a run exports it: `card.json`. Pointers in rendered cards point into this document. */
export interface Card {
  readonly body: CardBody;
  readonly envelope: CardEnvelope;
}

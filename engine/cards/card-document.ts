import type { CardBody } from './card-body.ts';
import type { CardEnvelope } from './card-envelope.ts';

/** `card.json` as a run exports it: the document that every pointer in the rendered cards points into. */
export interface CardDocument {
  /** Id of the JSON Schema that it follows: `schemas/model-card.schema.json`, generated from this type. */
  readonly $schema: 'urn:ews:model-card:1';
  readonly body: CardBody;
  readonly envelope: CardEnvelope;
}

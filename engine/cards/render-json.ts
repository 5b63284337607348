import type { CardBody } from './card-body.ts';
import type { CardEnvelope } from './card-envelope.ts';

/** `card.json`: the document that every pointer in the rendered cards points into. */
export function renderCardJson(body: CardBody, envelope: CardEnvelope): string {
  return `${JSON.stringify({ body, envelope }, null, 2)}\n`;
}

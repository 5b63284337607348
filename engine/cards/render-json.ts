import type { CardBody } from './card-body.ts';
import type { CardDocument } from './card-document.ts';
import type { CardEnvelope } from './card-envelope.ts';

/** `card.json`: the document that every pointer in the rendered cards points into. */
export function renderCardJson(body: CardBody, envelope: CardEnvelope): string {
  const document: CardDocument = { $schema: 'urn:ews:model-card:1', body, envelope };
  return `${JSON.stringify(document, null, 2)}\n`;
}

import { standingText } from '../standing/index.ts';
import type { CardEnvelope } from './card-envelope.ts';

/** `As of run X, not built now: it failed in run Y`; null where the numbers are those of the document's run. */
export function standingNotice({ standing }: Pick<CardEnvelope, 'standing'>): string | null {
  const text = standing === undefined ? null : standingText(standing);
  return text === null ? null : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

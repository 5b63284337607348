import type { Text } from '../block.ts';
import type { Cited } from '../cited.ts';
import { day } from '../figure.ts';

/** `, outcomes known through 31 Oct 2022`: stands wherever a card shows a prediction or a score. */
export function outcomesKnown(through: Cited<string | null>): Text {
  return [', outcomes known through ', day(through)];
}

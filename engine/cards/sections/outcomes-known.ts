import type { Text } from '../block.ts';
import type { Card } from '../card.ts';
import type { Cited } from '../cited.ts';
import { citedOutcomesThrough } from '../data-figures.ts';
import { day } from '../figure.ts';

/** `, outcomes known through 31 Oct 2022`: stands wherever a card shows a prediction or a score. */
export function outcomesKnown(card: Cited<Card>): Text {
  return [', outcomes known through ', day(citedOutcomesThrough(card.at('body', 'data')))];
}

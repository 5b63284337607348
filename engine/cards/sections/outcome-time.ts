import type { Text } from '../block.ts';
import type { Cited } from '../cited.ts';
import type { LabelFigures } from '../common-card-body.ts';
import { count } from '../figure.ts';
import { outcomeTimeWords } from '../wording.ts';

/** Where in time a chart has what was predicted, in a sentence. */
export function outcomeTime(window: Cited<LabelFigures['window']>): Text {
  return outcomeTimeWords(window.value, (end) => count(window.at(end)));
}

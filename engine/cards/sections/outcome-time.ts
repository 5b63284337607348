import type { Text } from '../block.ts';
import type { Cited } from '../cited.ts';
import type { LabelFigures } from '../common-card-body.ts';
import { count } from '../figure.ts';
import { outcomeTimeWords } from '../wording.ts';

/** Where in time a chart has what was predicted, in a sentence, and what the dotted line is where there is one. */
export function outcomeTime(window: Cited<LabelFigures['window']>): Text {
  const stands = outcomeTimeWords(window.value, (end) => count(window.at(end)));
  return window.value.fromMonth > 0 ? [...stands, ' The dotted line is the newest decision date.'] : stands;
}

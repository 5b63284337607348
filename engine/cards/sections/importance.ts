import type { Section } from '../block.ts';
import type { EventCard } from '../card.ts';
import { type Cited, each } from '../cited.ts';
import { fixed } from '../figure.ts';

export function importanceSection(card: Cited<EventCard>): Section | null {
  const importance = card.at('body', 'importance');
  if (importance.value.length === 0) return null;
  const ordered = [...each(importance)].sort((one, other) => other.value.brierIncrease - one.value.brierIncrease);
  return {
    id: 'importance',
    title: 'Importance of the features',
    blocks: [
      {
        kind: 'paragraph',
        text: [
          'What the scores of step (a) lose when one feature is shuffled over the scored decision dates, out ' +
            'of sample, ',
          'as a mean of five shuffles. Features that tell the same stand in for each other, and then each ' +
            'looks unimportant.',
        ],
      },
      {
        kind: 'table',
        caption: 'Permutation importance, largest first',
        columns: [
          { title: 'Feature', align: 'text' },
          { title: 'Brier score rises by', align: 'number' },
          { title: 'AUROC falls by', align: 'number' },
        ],
        rows: ordered.map((one) => [
          [one.value.feature],
          [fixed(one.at('brierIncrease'), 4)],
          [fixed(one.at('aurocDrop'))],
        ]),
      },
    ],
  };
}

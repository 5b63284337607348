import type { Block } from '../block.ts';
import type { Card } from '../card.ts';
import type { CardBody } from '../card-body.ts';
import type { Cited } from '../cited.ts';
import { count } from '../figure.ts';

/** Says for how many series step (c) had final values, where it was measured. */
export function measurableFor(card: Cited<Card<CardBody>>): readonly Block[] {
  const { performance } = card.value.body;
  const measured = performance.steps.some(({ id, kind }) => id === 'values_final' && kind === 'measured');
  const published = card.at('body', 'data').at('published');
  const { series, of } = published.value;
  if (!measured) return [];
  return [
    {
      kind: 'paragraph',
      text: [
        'Step (c) is measurable for ',
        count(published.at('series')),
        ' of ',
        count(published.at('of')),
        ' series',
        ...(series === of
          ? ['.']
          : ['; the others have no vintages, and nobody can tell what their revisions changed.']),
      ],
    },
  ];
}

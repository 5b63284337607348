import type { Block } from '../block.ts';
import type { Card } from '../card.ts';
import type { CardBody } from '../card-body.ts';
import type { Cited } from '../cited.ts';
import type { Step } from '../events/event-card-body.ts';
import { count } from '../figure.ts';
import type { ValueStep } from '../values/value-card-body.ts';
import { notMeasurable, stepName } from '../wording.ts';

/** The steps that could not be measured, and why; then for how many series step (c) had final values. */
export function notMeasuredBlocks(card: Cited<Card<CardBody>>): readonly Block[] {
  const { performance, data } = card.value.body;
  const steps: readonly (Step | ValueStep)[] = performance.steps;
  const items = steps.flatMap((step) =>
    step.kind === 'measured' ? [] : [[`${stepName(step.id, data.basis)}: ${notMeasurable(step.reason)}`]],
  );
  return [...(items.length === 0 ? [] : [{ kind: 'list', items } as const]), ...measurableFor(card)];
}

/** Says for how many series step (c) had final values, where it was measured. */
function measurableFor(card: Cited<Card<CardBody>>): readonly Block[] {
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

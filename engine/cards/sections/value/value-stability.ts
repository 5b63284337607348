import { at } from '../../../presence/index.ts';
import type { Block, Section } from '../../block.ts';
import type { ValueCard } from '../../card.ts';
import { refitChart } from '../../charts/index.ts';
import { type Cited, each } from '../../cited.ts';
import { count, day, measured } from '../../figure.ts';
import { labelUnitOf, titleWithUnit } from '../units.ts';

export function valueStabilitySection(card: Cited<ValueCard>): Section | null {
  const stability = card.at('body', 'stability');
  const { names, refits } = stability.value;
  if (refits.length === 0) return null;
  const unit = labelUnitOf(card);
  return {
    id: 'stability',
    title: 'Coefficients over refits',
    blocks: [
      {
        kind: 'paragraph',
        text: ['Coefficients are per standard deviation of the feature in the training rows of each refit.'],
      },
      ...(refits.length < 2 ? [] : [charts(card)]),
      {
        kind: 'table',
        caption: 'Every refit',
        columns: [
          { title: 'Cut-off', align: 'text' },
          ...['Rows', titleWithUnit('Mean outcome', unit), titleWithUnit('At the means', unit), ...names].map(
            (title) => ({ title, align: 'number' }) as const,
          ),
        ],
        rows: each(stability.at('refits')).map((refit) => [
          [day(refit.at('cutoff'))],
          [count(refit.at('rows'))],
          [measured(refit.at('mean'))],
          [measured(refit.at('base'))],
          ...each(refit.at('coefficients')).map((coefficient) => [measured(coefficient)]),
        ]),
        folded: true,
      },
    ],
  };
}

function charts(card: Cited<ValueCard>): Block {
  const stability = card.at('body', 'stability');
  const { names, refits } = stability.value;
  const draw = (prefix: string, width: number) =>
    names
      .map((name, index) =>
        refitChart({
          id: `${prefix}-${index}`,
          name,
          points: refits.map(({ cutoff, coefficients }) => ({ cutoff, value: at(coefficients, index) })),
          width,
          height: 150,
        }),
      )
      .join('');
  return {
    kind: 'chart',
    pointer: stability.at('refits').pointer,
    caption: ['Each on its own scale with zero shown. A coefficient that changes its sign is not a stable reason.'],
    svg: { wide: draw('refits', 365), narrow: draw('refits-narrow', 365) },
  };
}

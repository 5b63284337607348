import type { Block, Section } from '../block.ts';
import type { Card } from '../card.ts';
import { refitChart } from '../charts/index.ts';
import { type Cited, each } from '../cited.ts';
import { count, day, measured, percent } from '../figure.ts';

export function stabilitySection(card: Cited<Card>): Section | null {
  const stability = card.at('body', 'stability');
  if (stability.value.refits.length === 0) return null;
  return {
    id: 'stability',
    title: 'Stability over refits',
    blocks: [...(stability.value.refits.length < 2 ? [] : [charts(card)]), refitTable(card)],
  };
}

function charts(card: Cited<Card>): Block {
  const stability = card.at('body', 'stability');
  const { names, refits } = stability.value;
  const quantities = [
    { name: 'base rate', values: refits.map(({ baseRate }) => baseRate) },
    { name: 'threshold', values: refits.map(({ threshold }) => threshold) },
    ...names.map((name, index) => ({ name, values: refits.map(({ coefficients }) => coefficients[index] ?? 0) })),
  ];
  const draw = (prefix: string, width: number) =>
    quantities
      .map(({ name, values }, index) =>
        refitChart({
          id: `${prefix}-${index}`,
          name,
          points: refits.map(({ cutoff }, row) => ({ cutoff, value: values[row] ?? 0 })),
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

function refitTable(card: Cited<Card>): Block {
  const stability = card.at('body', 'stability');
  return {
    kind: 'table',
    caption: 'Every refit',
    columns: [
      { title: 'Cut-off', align: 'text' },
      ...['Rows', 'Positive', 'Episodes', 'Base rate', 'Threshold', ...stability.value.names].map(
        (title) => ({ title, align: 'number' }) as const,
      ),
    ],
    rows: each(stability.at('refits')).map((refit) => [
      [day(refit.at('cutoff'))],
      [count(refit.at('rows'))],
      [count(refit.at('positives'))],
      [count(refit.at('episodes'))],
      [percent(refit.at('baseRate'))],
      [percent(refit.at('threshold'))],
      ...each(refit.at('coefficients')).map((coefficient) => [measured(coefficient)]),
    ]),
    folded: true,
  };
}

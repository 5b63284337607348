import type { Block, Section } from '../block.ts';
import type { EventCard } from '../card.ts';
import { refitChart } from '../charts/index.ts';
import { type Cited, each } from '../cited.ts';
import { count, day, measured, percent, verbatim } from '../figure.ts';

const COEFFICIENTS_ACROSS = 4;

export function stabilitySection(card: Cited<EventCard>): Section | null {
  const stability = card.at('body', 'stability');
  if (stability.value.refits.length === 0) return null;
  return {
    id: 'stability',
    title: 'Stability over refits',
    blocks: [
      ...(stability.value.refits.length < 2 ? [] : [charts(card)]),
      refitTable(card),
      ...coefficientTables(card),
    ],
  };
}

function charts(card: Cited<EventCard>): Block {
  const stability = card.at('body', 'stability');
  const { names, refits } = stability.value;
  const quantities = [
    { name: 'base rate', values: refits.map(({ baseRate }) => baseRate) },
    ...(setsThreshold(card) ? [{ name: 'threshold', values: refits.map(({ threshold }) => threshold) }] : []),
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
    caption: [
      'Each on its own scale with zero shown.',
      names.length === 0 ? '' : ' A coefficient that changes its sign is not a stable reason.',
    ],
    svg: { wide: draw('refits', 365), narrow: draw('refits-narrow', 365) },
  };
}

/** A rule has the threshold that it was published with. */
function setsThreshold(card: Cited<EventCard>): boolean {
  return card.value.body.method.predicts === 'probability';
}

function refitTable(card: Cited<EventCard>): Block {
  const refits = each(card.at('body', 'stability', 'refits'));
  return {
    kind: 'table',
    caption: 'Every refit',
    columns: [
      { title: 'Cut-off', align: 'text' },
      ...['Rows', 'Positive', 'Episodes', 'Base rate', ...(setsThreshold(card) ? ['Threshold'] : [])].map(
        (title) => ({ title, align: 'number' }) as const,
      ),
      ...(setsThreshold(card) ? [{ title: 'Calibration', align: 'text' } as const] : []),
    ],
    rows: refits.map((refit) => [
      [day(refit.at('cutoff'))],
      [count(refit.at('rows'))],
      [count(refit.at('positives'))],
      [count(refit.at('episodes'))],
      [percent(refit.at('baseRate'))],
      ...(setsThreshold(card) ? [[percent(refit.at('threshold'))], [verbatim(refit.at('calibration'))]] : []),
    ]),
    folded: true,
  };
}

/** Coefficients by refit, in as many tables as a printed page is narrow. */
function coefficientTables(card: Cited<EventCard>): readonly Block[] {
  const stability = card.at('body', 'stability');
  const { names } = stability.value;
  const parts = Math.ceil(names.length / COEFFICIENTS_ACROSS);
  return Array.from({ length: parts }, (_, part) => {
    const from = part * COEFFICIENTS_ACROSS;
    const shown = names.slice(from, from + COEFFICIENTS_ACROSS);
    return {
      kind: 'table',
      caption: `Coefficients at every refit${parts === 1 ? '' : `, part ${part + 1} of ${parts}`}`,
      columns: [{ title: 'Cut-off', align: 'text' }, ...shown.map((title) => ({ title, align: 'number' }) as const)],
      rows: each(stability.at('refits')).map((refit) => [
        [day(refit.at('cutoff'))],
        ...each(refit.at('coefficients'))
          .slice(from, from + COEFFICIENTS_ACROSS)
          .map((coefficient) => [measured(coefficient)]),
      ]),
      folded: true,
    };
  });
}

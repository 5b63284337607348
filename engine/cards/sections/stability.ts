import type { Block, Section } from '../block.ts';
import type { EventCard } from '../card.ts';
import { refitChart } from '../charts/index.ts';
import { type Cited, each } from '../cited.ts';
import type { RefitFigures, Stability } from '../events/event-card-body.ts';
import { count, day, measured, percent, verbatim } from '../figure.ts';

const COEFFICIENTS_ACROSS = 4;
const SIZES_DRAWN = 4;

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
      ...sizeTables(card),
    ],
  };
}

function charts(card: Cited<EventCard>): Block {
  const stability = card.at('body', 'stability');
  const { names, refits } = stability.value;
  const quantities = [
    { name: 'base rate', values: refits.map(({ baseRate }) => baseRate) },
    ...(setsThreshold(card) ? [{ name: 'threshold', values: refits.map(({ threshold }) => threshold) }] : []),
    ...names.map((name, index) => ({ name, values: refits.map((refit) => coefficientAt(refit, index)) })),
    ...(names.length > 0 ? [] : largestSizes(stability.value)),
  ];
  const draw = (prefix: string, width: number) =>
    quantities
      .map(({ name, values }, index) =>
        refitChart({
          id: `${prefix}-${index}`,
          name,
          points: refits.flatMap(({ cutoff }, row) => {
            const value = values[row] ?? null;
            return value === null ? [] : [{ cutoff, value }];
          }),
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
      names.length === 0 && stability.value.features.length > 0
        ? ' Of a feature: the mean size of its contributions on the dates that the refit predicted; the ' +
          'largest are drawn.'
        : '',
    ],
    svg: { wide: draw('refits', 365), narrow: draw('refits-narrow', 365) },
  };
}

/** A refit that knew one class only says its base rate: it has no coefficients, and no feature matters to it. */
function coefficientAt({ coefficients }: RefitFigures, index: number): number {
  const { [index]: coefficient = 0 } = coefficients;
  return coefficient;
}

/** The sizes of the features that mattered most over all refits. */
function largestSizes({ features, refits }: Stability) {
  const all = features.map((name, j) => {
    const values = refits.map(({ sizes }) => sizes[j] ?? null);
    const total = values.filter((value) => value !== null).reduce((sum, value) => sum + value, 0);
    return { name, values, total };
  });
  return all.toSorted((one, other) => other.total - one.total).slice(0, SIZES_DRAWN);
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
  const { names } = card.value.body.stability;
  return byRefit(card, 'Coefficients', names, (refit) => each(refit.at('coefficients')));
}

/** How much each feature mattered to each refit, in as many tables. */
function sizeTables(card: Cited<EventCard>): readonly Block[] {
  const { features } = card.value.body.stability;
  return byRefit(card, 'Mean size of contributions', features, (refit) => each(refit.at('sizes')));
}

function byRefit(
  card: Cited<EventCard>,
  what: string,
  names: readonly string[],
  figures: (refit: Cited<RefitFigures>) => readonly Cited<number | null>[],
): readonly Block[] {
  const parts = Math.ceil(names.length / COEFFICIENTS_ACROSS);
  return Array.from({ length: parts }, (_, part) => {
    const from = part * COEFFICIENTS_ACROSS;
    const shown = names.slice(from, from + COEFFICIENTS_ACROSS);
    return {
      kind: 'table',
      caption: `${what} at every refit${parts === 1 ? '' : `, part ${part + 1} of ${parts}`}`,
      columns: [{ title: 'Cut-off', align: 'text' }, ...shown.map((title) => ({ title, align: 'number' }) as const)],
      rows: each(card.at('body', 'stability', 'refits')).map((refit) => [
        [day(refit.at('cutoff'))],
        ...figures(refit)
          .slice(from, from + COEFFICIENTS_ACROSS)
          .map((figure) => [measured(figure)]),
      ]),
      folded: true,
    };
  });
}

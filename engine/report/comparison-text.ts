import type { AnyMeasure, CardComparison, Measured } from '../cards/index.ts';
import { intervalText, plainFixed, unitOfDifference } from '../figures/index.ts';
import { counted } from './counted.ts';
import type { Paint } from './paint/index.ts';
import { type TableRow, tableText } from './table.ts';

const NAMES: Readonly<Record<AnyMeasure, string>> = {
  auroc: 'AUROC',
  pauroc: 'partial AUROC',
  brier: 'Brier score',
  log_score: 'log score',
  relative_usefulness: 'relative usefulness',
  rmse: 'RMSE',
  mae: 'MAE',
  r2: 'R2',
};

interface ShownComparison {
  readonly comparison: CardComparison;
  /** What a value is counted in; null of an event, and where nobody declared it. */
  readonly unit: string | null;
}

/** Models side by side; below each measure what a challenger differs by from the champion. */
export function comparisonText({ comparison, unit }: ShownComparison, paint: Paint, width: number): string {
  const { label, models, scored, episodes, first, last, level, measures, outcomesThrough } = comparison;
  if (scored === 0) return `${paint.bold(label)}: there is no decision date that all of ${models.join(', ')} scored`;
  const positive = comparison.task === 'event' ? `${comparison.positives} positive, ` : '';
  const head =
    `${paint.bold(label)}: ${counted(scored, 'decision date')} scored by all, ${first} .. ${last}, ` +
    `${positive}${counted(episodes, 'episode')}; outcomes known through ${outcomesThrough ?? 'no day'}`;
  const columns = [
    { title: 'measure', align: 'left' } as const,
    ...models.map((title) => ({ title, align: 'right' }) as const),
  ];
  const rows = measures.flatMap(({ measure, values, differences }): readonly TableRow[] => [
    { cells: [NAMES[measure], ...values.map((value) => (value === null ? null : plainFixed(value, 3)))] },
    { cells: ['  less champion', '', ...differences.map(differenceText)] },
  ]);
  const percent = Math.round(100 * level);
  const less =
    comparison.task === 'event'
      ? 'Brier and log score'
      : `RMSE and MAE, in ${unitOfDifference(unit) ?? 'the unit of the label'}`;
  return [
    head,
    '',
    tableText({ columns, rows }, paint, width),
    '',
    paint.dim(
      `${models[0]} is the champion. [${percent}% intervals] resample whole episodes, the same ones for both models;`,
    ),
    paint.dim(`* excludes zero. ${less}: less is better.`),
  ].join('\n');
}

/** `-0.028 [-0.071, 0.010]`, with a star where the interval excludes zero. */
function differenceText({ value, interval }: Measured): string | null {
  if (value === null) return null;
  if (interval === null) return `${intervalText(value, null)} [no interval]`;
  const star = interval.low > 0 || interval.high < 0 ? ' *' : '';
  return `${intervalText(value, interval)}${star}`;
}

import type { ExplainedDate, WhatIf } from '../run/index.ts';
import { columnTexts, figureText } from './figures.ts';
import type { Paint } from './paint.ts';
import { type TableRow, tableText } from './table.ts';

/** A prediction with its contributions, the largest first. */
export function explanationText(model: string, explained: ExplainedDate, paint: Paint, width: number): string {
  const { prediction, refit } = explained;
  const { probability, threshold, alarm, asOf } = prediction;
  const verdict = alarm === null ? 'no alarm decision' : alarm ? paint.red('alarm') : 'no alarm';
  const head = `${paint.bold(`${model}@${asOf}`)} = ${figureOf(probability)}  ${verdict} at ${figureText(threshold)}`;
  const fitted = `fitted as of ${refit.cutoff} on ${refit.rows} decision dates, ${refit.firstRow} .. ${refit.lastRow}`;
  return [head, paint.dim(fitted), '', contributionsText(explained.explanation, paint, width)].join('\n');
}

/** Observed beside changed: probabilities, the changes, and the contributions of both. */
export function whatIfText(model: string, { observed, ...changed }: WhatIf, paint: Paint, width: number): string {
  const { prediction } = observed;
  const outcome = changed.reached === null ? 'no decision' : changed.reached ? paint.red('reaches') : 'below';
  const changes = changed.changes.map(({ feature, from, to }) => `  ${feature}: ${figureOf(from)} -> ${figureOf(to)}`);
  return [
    `${paint.bold(`${model}@${prediction.asOf}`)} = ${figureOf(prediction.probability)}, and if`,
    ...changes,
    `it were ${paint.bold(figureOf(changed.probability))}, ${outcome} the threshold ${figureText(prediction.threshold)}`,
    '',
    bothText(observed.explanation, changed.explanation, paint, width),
  ].join('\n');
}

type Explanation = ExplainedDate['explanation'];
type Contribution = NonNullable<Explanation>['contributions'][number];

function contributionsText(explanation: Explanation, paint: Paint, width: number): string {
  if (explanation === null) return 'nothing to explain: a feature is missing, or the estimator has no margin';
  const { contributions, baseMargin, margin } = explanation;
  return addedText(contributions, { base: baseMargin, margin }, paint, width);
}

/** Contributions, the largest first, then the base and what all add up to, under its name. */
export function addedText(
  contributions: readonly Contribution[],
  foot: Readonly<Record<string, number>>,
  paint: Paint,
  width: number,
): string {
  const sorted = contributions.toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const values = columnTexts(sorted.map(({ value }) => value));
  const parts = columnTexts([...sorted.map(({ contribution }) => contribution), ...Object.values(foot)]);
  const rows = sorted.map(
    ({ feature, outsideTraining }, row): TableRow => ({
      cells: [feature, values[row] ?? null, parts[row] ?? null, outsideTraining ? 'outside the training range' : ''],
    }),
  );
  const sums = Object.keys(foot).map((name, i) => ({ cells: [name, '', parts[sorted.length + i] ?? null, ''] }));
  const columns = [
    { title: 'feature', align: 'left' },
    { title: 'value', align: 'right' },
    { title: 'contribution', align: 'right' },
    { title: '', align: 'left' },
  ] as const;
  return tableText({ columns, rows, foot: sums }, paint, width);
}

function bothText(observed: Explanation, changed: Explanation, paint: Paint, width: number): string {
  if (observed === null || changed === null)
    return 'nothing to explain: a feature is missing, or the estimator has no margin';
  const sums = { name: 'margin', observed: observed.margin, changed: changed.margin };
  return movedText(observed.contributions, changed.contributions, sums, paint, width);
}

interface Sums {
  readonly name: string;
  readonly observed: number;
  readonly changed: number;
}

/** The contributions that a change moved, before and after, and what all add up to. */
export function movedText(
  observed: readonly Contribution[],
  changed: readonly Contribution[],
  sums: Sums,
  paint: Paint,
  width: number,
): string {
  const rows = changed
    .map((after, j) => ({ before: observed[j], after }))
    .filter(({ before, after }) => before?.contribution !== after.contribution || before.value !== after.value);
  const before = columnTexts([...rows.map((row) => row.before?.contribution ?? null), sums.observed]);
  const after = columnTexts([...rows.map((row) => row.after.contribution), sums.changed]);
  const columns = [
    { title: 'contribution', align: 'left' },
    { title: 'observed', align: 'right' },
    { title: 'what if', align: 'right' },
  ] as const;
  return tableText(
    {
      columns,
      rows: rows.map(({ after: { feature } }, row) => ({ cells: [feature, before[row] ?? null, after[row] ?? null] })),
      foot: [{ cells: [sums.name, before.at(-1) ?? null, after.at(-1) ?? null] }],
    },
    paint,
    width,
  );
}

export function figureOf(value: number | null): string {
  return value === null ? 'missing' : figureText(value);
}

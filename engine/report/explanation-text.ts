import { columnTexts, figureText } from '../figures/index.ts';
import type { ExplainedDate, WhatIf } from '../inspect/index.ts';
import type { Paint } from './paint.ts';
import { type TableRow, tableText } from './table.ts';

/** A prediction with its contributions, the largest first. */
export function explanationText(model: string, explained: ExplainedDate, paint: Paint, width: number): string {
  const { prediction, refit } = explained;
  const { probability, threshold, alarm } = prediction;
  const verdict = alarm === null ? 'no alarm decision' : alarm ? paint.red('alarm') : 'no alarm';
  const head = `${paint.bold(nameOf(model, prediction))} = ${figureOf(probability)}  ${verdict} at ${figureText(threshold)}`;
  const unit = prediction.key === undefined ? 'decision dates' : 'decision dates of a key';
  const fitted = `fitted as of ${refit.cutoff} on ${refit.rows} ${unit}, ${refit.firstRow} .. ${refit.lastRow}`;
  const calibration = calibrationLine(explained);
  const facts = calibration === null ? [fitted] : [fitted, calibration];
  return [
    head,
    ...facts.map((line) => paint.dim(line)),
    '',
    contributionsText(explained.explanation, paint, width),
  ].join('\n');
}

/** Observed beside changed: probabilities, the changes, and the contributions of both. */
export function whatIfText(model: string, { observed, ...changed }: WhatIf, paint: Paint, width: number): string {
  const { prediction } = observed;
  const isCalibrated = observed.refit.calibration.method !== 'none';
  const both = (probability: string, raw: number | null): string =>
    isCalibrated ? `${probability} (raw ${figureOf(raw)})` : probability;
  const outcome = changed.reached === null ? 'no decision' : changed.reached ? paint.red('reaches') : 'below';
  const changes = changed.changes.map(({ feature, from, to }) => `  ${feature}: ${figureOf(from)} -> ${figureOf(to)}`);
  return [
    `${paint.bold(nameOf(model, prediction))} = ${both(figureOf(prediction.probability), prediction.raw)}, and if`,
    ...changes,
    `it were ${both(paint.bold(figureOf(changed.probability)), changed.raw)}, ${outcome} the threshold ${figureText(prediction.threshold)}`,
    '',
    bothText(observed.explanation, changed.explanation, paint, width),
  ].join('\n');
}

/** `raw 0.31, calibrated by platt on 327 earlier predictions, 5 episodes`; null of what has no probability. */
function calibrationLine({ prediction: { raw }, refit: { calibration } }: ExplainedDate): string | null {
  const { method, pairs, episodes } = calibration;
  if (method !== 'none') {
    return `raw ${figureOf(raw)}, calibrated by ${method} on ${pairs} earlier predictions, ${episodes} episodes`;
  }
  const { reason } = calibration;
  return reason === 'no_probability' ? null : `raw: not calibrated (${reason.replaceAll('_', ' ')})`;
}

/** `model@2007-06-30`, of a panel `model@2007-06-30@AT`. */
function nameOf(model: string, { asOf, key }: ExplainedDate['prediction']): string {
  return key === undefined ? `${model}@${asOf}` : `${model}@${asOf}@${key}`;
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

import { alarmWord } from '../cards/index.ts';
import type { ModelUnits } from '../compile/index.ts';
import { columnTexts, figureText, inUnit } from '../figures/index.ts';
import type { ExplainedDate, WhatIf } from '../inspect/index.ts';
import { at, last } from '../presence/index.ts';
import type { Paint } from './paint/index.ts';
import { type TableRow, tableText } from './table.ts';

/** The model that is explained, and what its figures are counted in. */
export interface ShownModel {
  readonly name: string;
  readonly units: ModelUnits;
}

/** A prediction with its contributions, the largest first. */
export function explanationText(model: ShownModel, explained: ExplainedDate, paint: Paint, width: number): string {
  const { prediction, refit } = explained;
  const { probability, threshold, alarm } = prediction;
  const verdict = alarmWord(alarm, { raised: paint.red('alarm'), calm: 'no alarm', none: 'no alarm decision' });
  const said = `${paint.bold(nameOf(model.name, prediction))} = ${figureOf(probability)}`;
  const head = `${said}  ${verdict} at ${figureText(threshold)}`;
  const unit = prediction.key === undefined ? 'decision dates' : 'decision dates of a key';
  const fitted = `fitted as of ${refit.cutoff} on ${refit.rows} ${unit}, ${refit.firstRow} .. ${refit.lastRow}`;
  const calibration = calibrationLine(explained);
  const facts = [fitted, ...(calibration === null ? [] : [calibration]), ...unreadLines(refit.inputs)];
  return [
    head,
    ...facts.map((line) => paint.dim(line)),
    '',
    contributionsText(explained.explanation, model.units, paint, width),
  ].join('\n');
}

/** Observed beside changed: probabilities, the changes, and the contributions of both. */
export function whatIfText(model: ShownModel, { observed, ...changed }: WhatIf, paint: Paint, width: number): string {
  const { prediction } = observed;
  const isCalibrated = observed.refit.calibration.method !== 'none';
  const both = (probability: string, raw: number | null): string =>
    isCalibrated ? `${probability} (raw ${figureOf(raw)})` : probability;
  const were = both(paint.bold(figureOf(changed.probability)), changed.raw);
  const changes = changed.changes.map((change) => changeText(change, model.units));
  return [
    `${paint.bold(nameOf(model.name, prediction))} = ${both(figureOf(prediction.probability), prediction.raw)}, and if`,
    ...changes,
    `it were ${were}, ${reachedWord(changed.reached, paint)} the threshold ${figureText(prediction.threshold)}`,
    '',
    bothText(observed.explanation, changed.explanation, paint, width),
  ].join('\n');
}

/** `  labor.unrate: 4 -> 6`; of a feature that the fit leaves out, that it moves nothing. */
export function changeText({ feature, from, to, unread }: WhatIf['changes'][number], { features }: ModelUnits): string {
  const moves = `  ${feature}: ${figureOf(from)} -> ${inUnit(figureOf(to), features.get(feature))}`;
  return unread === true ? `${moves}, which this fit does not read` : moves;
}

/** Which features a fit does not read, and why; nothing where it reads all of them. */
export function unreadLines(inputs: ExplainedDate['refit']['inputs']): readonly string[] {
  const unread = inputs?.columns.filter(({ leftOut }) => leftOut !== null) ?? [];
  if (inputs === undefined || unread.length === 0) return [];
  const names = unread.map(({ feature, share }) => `${feature} (in ${Math.round(share * 100)}% of them)`);
  return [
    `reads ${inputs.columns.length - unread.length} of ${inputs.columns.length} features, by its ${inputs.rows} rows ` +
      `with a label; too seldom there: ${names.join(', ')}`,
  ];
}

function reachedWord(reached: WhatIf['reached'], paint: Paint): string {
  if (reached === null) return 'no decision';
  return reached ? paint.red('reaches') : 'below';
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

type ShownExplanation = ExplainedDate['explanation'];
type ShownContribution = NonNullable<ShownExplanation>['contributions'][number];

function contributionsText(explanation: ShownExplanation, units: ModelUnits, paint: Paint, width: number): string {
  if (explanation === null) return 'nothing to explain: a feature is missing, or the estimator has no margin';
  const { contributions, baseMargin, margin } = explanation;
  return addedText({ contributions, units, foot: { base: baseMargin, margin } }, paint, width);
}

/** Contributions with what they add up to, by its names: the base, then the sum. */
interface Added {
  readonly contributions: readonly ShownContribution[];
  readonly units: ModelUnits;
  readonly foot: Readonly<Record<string, number>>;
}

/** Contributions, the largest first, then the base and what all add up to, under its name. */
export function addedText({ contributions, units, foot }: Added, paint: Paint, width: number): string {
  const read = contributions.filter(({ unread }) => unread !== true);
  const sorted = read.toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const values = columnTexts(sorted.map(({ value }) => value));
  const parts = columnTexts([...sorted.map(({ contribution }) => contribution), ...Object.values(foot)]);
  const hasUnits = sorted.some(({ feature }) => units.features.has(feature));
  const unitCells = (unit: string | undefined): readonly (string | null)[] => (hasUnits ? [unit ?? UNDECLARED] : []);
  const rows = sorted.map(
    (contribution, row): TableRow => ({
      cells: [
        contribution.feature,
        at(values, row),
        ...unitCells(units.features.get(contribution.feature)),
        at(parts, row),
        remarkOf(contribution),
      ],
    }),
  );
  const sums = Object.keys(foot).map((name, i) => ({
    cells: [name, '', ...unitCells(UNDECLARED), at(parts, sorted.length + i), ''],
  }));
  const columns = [
    { title: 'feature', align: 'left' },
    { title: 'value', align: 'right' },
    ...(hasUnits ? [{ title: 'in', align: 'left' } as const] : []),
    { title: 'contribution', align: 'right' },
    { title: '', align: 'left' },
  ] as const;
  return tableText({ columns, rows, foot: sums }, paint, width);
}

/** What stands where nobody declared what a feature is counted in. */
const UNDECLARED = '';

function remarkOf({ outsideTraining, imputed }: ShownContribution): string {
  if (imputed !== undefined) return `missing: read as the median, ${figureText(imputed)}`;
  return outsideTraining ? 'outside the training range' : '';
}

function bothText(observed: ShownExplanation, changed: ShownExplanation, paint: Paint, width: number): string {
  if (observed === null || changed === null)
    return 'nothing to explain: a feature is missing, or the estimator has no margin';
  const sides = {
    observed: { contributions: observed.contributions, sum: observed.margin },
    changed: { contributions: changed.contributions, sum: changed.margin },
  };
  return movedText({ sum: 'margin', ...sides }, paint, width);
}

/** A prediction's contributions, and what they and the base add up to. */
interface AddedUp {
  readonly contributions: readonly ShownContribution[];
  readonly sum: number;
}

/** A prediction beside what it would be with other values of some features. */
export interface Moved {
  /** What the sums are called. */
  readonly sum: string;
  readonly observed: AddedUp;
  readonly changed: AddedUp;
}

/** The contributions that a change moved, before and after, and what all add up to. */
export function movedText({ sum, observed, changed }: Moved, paint: Paint, width: number): string {
  const rows = changed.contributions
    .map((after, j) => ({ before: observed.contributions[j], after }))
    .filter(({ before, after }) => before?.contribution !== after.contribution || before.value !== after.value);
  const before = columnTexts([...rows.map((row) => row.before?.contribution ?? null), observed.sum]);
  const after = columnTexts([...rows.map((row) => row.after.contribution), changed.sum]);
  const columns = [
    { title: 'contribution', align: 'left' },
    { title: 'observed', align: 'right' },
    { title: 'what if', align: 'right' },
  ] as const;
  return tableText(
    {
      columns,
      rows: rows.map(({ after: { feature } }, row) => ({ cells: [feature, at(before, row), at(after, row)] })),
      foot: [{ cells: [sum, last(before), last(after)] }],
    },
    paint,
    width,
  );
}

export function figureOf(value: number | null): string {
  return value === null ? 'missing' : figureText(value);
}

import { figureText } from '../../figures/index.ts';
import type {
  Cause,
  ColumnValues,
  DataDiff,
  DefinitionDiff,
  LargestDifference,
  MeasureDiff,
  ModelDiff,
  ProjectDiff,
  ResultsDiff,
  RowName,
  ShownCell,
  TableDiff,
} from '../../inspect/index.ts';
import { counted } from '../counted.ts';

/** Whether rows of one side alone are there, or values that differ beyond the tolerance. */
export function hasOtherValues(result: ResultsDiff): boolean {
  if (result.state !== 'compared') return false;
  const { rows, columns } = result.table;
  return rows.onlyFrom + rows.onlyTo > 0 || columns.some(({ beyond }) => beyond > 0);
}

/** Why the rows of a node were not compared. */
export function whyNot(
  result: Exclude<ResultsDiff, { readonly state: 'compared' }>,
  { from, to }: Pick<ProjectDiff, 'from' | 'to'>,
): string {
  switch (result.state) {
    case 'not built': {
      const names = { from: from.name, to: to.name };
      return `not built by ${result.sides.map((side) => names[side]).join(', nor by ')}`;
    }
    case 'other data':
      return `the data of ${result.otherData.join(', ')} differ, and the lake holds those of one side at most`;
    case 'not comparable':
      return result.why;
    default:
      return result satisfies never;
  }
}

const ASPECTS = {
  recipe: 'what it computes',
  tests: 'its tests',
  words: 'its words',
} as const satisfies Record<DefinitionDiff['aspects'][number], string>;

/** `what it computes, its tests`. */
export function aspectsText({ change, aspects }: DefinitionDiff): string {
  return change === 'changed' ? aspects.map((aspect) => ASPECTS[aspect]).join(', ') : change;
}

/** `the definition of features.labor`. */
export function causeText({ kind, node }: Cause): string {
  const of = node === null ? '' : ` of ${node}`;
  switch (kind) {
    case 'definition':
      return `the definition${of}`;
    case 'data':
      return `the data${of}`;
    case 'seed':
      return `the seed${of}`;
    case 'calendar':
      return 'the decision dates';
    case 'engine':
      return 'the engine';
    case 'numerics':
      return 'the machine, which calculates otherwise';
    case 'unknown':
      return `an input${of} that is not ingested`;
    default:
      return kind satisfies never;
  }
}

export function dataText({ how, files, rows }: DataDiff): string {
  if (how === 'file') return `${files.join(', ')} differs: what that changes shows once it is ingested and built`;
  if (how === 'declaration') return 'declared otherwise: what that changes shows once it is ingested and built';
  if (rows === null) return 'other observations, of other columns or none on one side';
  const { added, revised, gone } = rows;
  const parts = [`${added} new`, `${revised} revised`, ...(gone === 0 ? [] : [`${gone} gone`])];
  return `other observations: ${parts.join(', ')}`;
}

/** `120 rows, 3 of them only before, 2 only after`. */
export function rowsText({ rows }: TableDiff): string {
  const { from, to, onlyFrom, onlyTo } = rows;
  const all = from === to ? counted(from, 'row') : `${from} -> ${counted(to, 'row')}`;
  const gone = onlyFrom === 0 ? [] : [`${onlyFrom} only before`];
  const came = onlyTo === 0 ? [] : [`${onlyTo} only after`];
  return [all, ...gone, ...came].join(', ');
}

/** How the values of a column differ, in parts of a sentence. */
export function valuesTexts(values: ColumnValues, tolerance: number): readonly string[] {
  const { differ, beyond, nullToValue, valueToNull, largest, largestRelative, meanShift, first, last } = values;
  const within = beyond === differ ? '' : `, ${beyond} beyond ${tolerance}`;
  return [
    `${counted(differ, 'value')} differ${differ === 1 ? 's' : ''}${within}`,
    ...(nullToValue === 0 ? [] : [`${nullToValue} were NULL`]),
    ...(valueToNull === 0 ? [] : [`${valueToNull} became NULL`]),
    ...(largest === null ? [] : [`at most by ${largestText(largest)}`]),
    ...(largestRelative === null || isSameRow(largest, largestRelative)
      ? []
      : [`at most by ${percent(largestRelative.size)} of itself, at ${rowText(largestRelative.at)}`]),
    ...(meanShift === null ? [] : [`on average by ${signed(meanShift)}`]),
    first === last ? `on ${first}` : `${first} .. ${last}`,
  ];
}

function largestText({ size, at, from, to }: LargestDifference): string {
  return `${figureText(size)}, ${from} -> ${to} at ${rowText(at)}`;
}

function isSameRow(one: LargestDifference | null, other: LargestDifference): boolean {
  return one !== null && rowText(one.at) === rowText(other.at);
}

function percent(share: number): string {
  return `${figureText(100 * share)}%`;
}

function signed(value: number): string {
  return value > 0 ? `+${figureText(value)}` : figureText(value);
}

/** `2008-03-31, north`. */
export function rowText(at: RowName): string {
  return Object.values(at)
    .map((value) => value ?? 'NULL')
    .join(', ');
}

export function cellText({ change, from, to }: ShownCell): string {
  if (change === 'value') return `${from ?? 'NULL'} -> ${to ?? 'NULL'}`;
  return change === 'only from' ? 'only before' : 'only after';
}

/** Dates of alarms that are named before the rest is counted. */
const DATES = 12;

/** What a model came to besides its predictions, a sentence a line. */
export function modelTexts(model: ModelDiff): readonly string[] {
  const { raised, cleared, threshold, measures, gates } = model;
  return [
    ...(raised.length === 0 ? [] : [`alarms raised: ${datesText(raised)}`]),
    ...(cleared.length === 0 ? [] : [`alarms cleared: ${datesText(cleared)}`]),
    ...(threshold.from === threshold.to ? [] : [`threshold ${figure(threshold.from)} -> ${figure(threshold.to)}`]),
    ...gates.map(({ gate, from, to }) => `gate ${gate}: ${side(from)} -> ${side(to)}`),
    ...measures.filter(isTold).map((each) => measureText(each)),
  ];
}

/** Those of the card's first lines; all are in the JSON. */
const TOLD = ['auroc', 'probability.brier', 'probability.log_score', 'alarms.relative_usefulness', 'rmse', 'mae', 'r2'];

function isTold({ measure }: MeasureDiff): boolean {
  return TOLD.includes(measure);
}

function measureText({ step, measure, from, to }: MeasureDiff): string {
  return `${step} ${measure} ${figure(from)} -> ${figure(to)}`;
}

function datesText(rows: readonly RowName[]): string {
  const shown = rows.length <= DATES + 1 ? rows : rows.slice(0, DATES);
  const rest = rows.length - shown.length;
  return `${rows.length} (${shown.map(rowText).join('; ')}${rest === 0 ? '' : ` and ${rest} more`})`;
}

function figure(value: number | null): string {
  return value === null ? 'none' : figureText(value);
}

function side(passed: boolean | null): string {
  if (passed === null) return 'not declared';
  return passed ? 'passed' : 'failed';
}

/** What the whole comes to, a sentence a line. */
export function summaryTexts(diff: ProjectDiff): readonly string[] {
  if (diff.empty) return ['nothing differs'];
  const { definitions, columns, reruns, results, models, data } = diff;
  const compared = results.filter(({ state }) => state === 'compared');
  const moved = results.filter(hasOtherValues);
  const unknown = results.length - compared.length;
  const rerun = reruns.filter(({ kind }) => kind !== 'test');
  const values =
    compared.length === 0 ? [] : [`values moved in ${moved.length} of ${counted(compared.length, 'node')} compared`];
  return [
    [
      counted(definitions.length, 'definition'),
      `${counted(columns.stages.length, 'stage')} with other columns, rows or settings`,
      ...(data.length === 0 ? [] : [`data of ${counted(data.length, 'relation')}`]),
    ].join(', '),
    `${counted(rerun.length, 'node')} and ${counted(reruns.length - rerun.length, 'test')} made otherwise`,
    ...values,
    ...(unknown === 0 ? [] : [`${counted(unknown, 'node')} not compared`]),
    models.length === 0 ? 'no model is reached' : `models reached: ${models.join(', ')}`,
  ];
}

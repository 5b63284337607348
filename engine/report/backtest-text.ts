import {
  type CardBody,
  type EpisodeOutcome,
  type EventCardBody,
  type Measured,
  type Measures,
  measurableText,
  outcomesUntil,
  publishedText,
  type StepId,
  type ValueCardBody,
} from '../cards/index.ts';
import { intervalText, plainFixed, plainPercent, unitOfDifference } from '../figures/index.ts';
import { counted } from './counted.ts';
import type { Paint } from './paint/index.ts';
import { type TextTable, tableText } from './table.ts';

const STEPS: Readonly<Record<StepId, string>> = {
  real_time: '(a) as known',
  labels_final: '(b) labels final',
  values_final: '(c) values final',
  lag_removed: '(d) lag removed',
};

/** A measure as a row of the table, with its text in a step; null where it is not defined. */
type MeasureText<M> = readonly [title: string, textOf: (measures: M) => string | null];

const ROWS: readonly MeasureText<Measures>[] = [
  ['AUROC', ({ auroc }) => withInterval(auroc)],
  ['partial AUROC', ({ pauroc }) => withInterval(pauroc)],
  ['Brier score', ({ probability }) => probability && plainFixed(probability.brier, 3)],
  ['of climatology', ({ probability }) => probability && plainFixed(probability.baselineBrier, 3)],
  ['Brier skill', ({ probability }) => (probability === null ? null : withInterval(probability.brierSkill))],
  ['missed (T1)', ({ alarms }) => share(alarms.t1)],
  ['false alarms (T2)', ({ alarms }) => share(alarms.t2)],
  ['relative usefulness', ({ alarms }) => withInterval(alarms.relativeUsefulness)],
];

const VALUE_ROWS: readonly MeasureText<ShownMeasures>[] = [
  ['RMSE', ({ rmse }) => withInterval(rmse)],
  ['of climatology', ({ baselineRmse }) => plainFixed(baselineRmse, 3)],
  ['MAE', ({ mae }) => withInterval(mae)],
  ['bias', ({ bias }) => plainFixed(bias, 3)],
  ['R2', ({ r2 }) => withInterval(r2)],
  ['skill', ({ skill }) => withInterval(skill)],
];

type ShownMeasures = Extract<ValueCardBody['performance']['steps'][number], { kind: 'measured' }>['measures'];

interface ShownBacktest {
  readonly body: CardBody;
  /** What a value is counted in; null of an event, and where nobody declared it. */
  readonly unit: string | null;
}

/** A model's walk-forward backtest: real time against revised, then how each episode was met. */
export function backtestText({ body, unit }: ShownBacktest, paint: Paint, width: number): string {
  const { performance, method, identity } = body;
  const head =
    `${paint.bold(identity.model)}: ${counted(method.refits, 'refit')}, ` +
    `${counted(method.skipped.length, 'cut-off')} skipped`;
  const table = body.task === 'event' ? eventTable(body, paint, width) : valueTable({ body, unit }, paint, width);
  if (table === null) return `${head}; nothing could be scored, ${outcomesKnown(body)}`;
  const episodes = body.task === 'event' ? body.performance.episodes : [];
  return [
    head,
    ...table,
    ...performance.steps.flatMap((step) => stepNotes(step, body, paint)),
    ...(episodes.length === 0 ? [] : ['', episodesText(episodes, paint, width)]),
  ].join('\n');
}

function outcomesKnown({ data }: CardBody): string {
  return `outcomes known through ${outcomesUntil(data) ?? 'no day'}`;
}

function eventTable(body: EventCardBody, paint: Paint, width: number): readonly string[] | null {
  const measured = body.performance.steps.filter((step) => step.kind === 'measured');
  const [first] = measured;
  if (first === undefined) return null;
  const { scored: count, positives } = first.measures;
  const keys = body.panel === undefined ? '' : ` of ${counted(body.panel.keys, 'key')}`;
  const dates = `${counted(count, 'decision date')}${keys}`;
  const scored = `${dates} scored in step (a), ${positives} positive; ${outcomesKnown(body)}`;
  return [scored, ...calibrationText(body), '', tableText(stepsTable(body, measured, ROWS), paint, width)];
}

/** `probabilities calibrated in 20 of 48 refits (platt)`; nothing of a rule, which has none. */
function calibrationText({ method, stability }: EventCardBody): readonly string[] {
  if (method.predicts === 'alarm') return [];
  const methods = stability.refits.map(({ calibration }) => calibration).filter((each) => each !== 'none');
  const names = methods.length === 0 ? '' : ` (${[...new Set(methods)].join(', then ')})`;
  return [`probabilities calibrated in ${methods.length} of ${counted(method.refits, 'refit')}${names}`];
}

function valueTable(
  { body, unit }: ShownBacktest & { readonly body: ValueCardBody },
  paint: Paint,
  width: number,
): readonly string[] | null {
  const measured = body.performance.steps.filter((step) => step.kind === 'measured');
  const [first] = measured;
  if (first === undefined) return null;
  const dates = counted(first.measures.scored, 'decision date');
  const errors = unitOfDifference(unit) ?? 'the unit of the label';
  const scored = `${dates} scored in step (a), errors in ${errors}; ${outcomesKnown(body)}`;
  const steps = tableText(stepsTable(body, measured, VALUE_ROWS), paint, width);
  return [scored, '', steps, ...body.rivals.map(rivalText)];
}

/** `persistence of labor.unrate: RMSE 1.234; skill of the model against it 0.120 [-0.031, 0.284]`. */
function rivalText({ kind, feature, rmse, skill }: ValueCardBody['rivals'][number]): string {
  const own = withInterval(skill) ?? 'not defined';
  const error = rmse === null ? 'not defined' : plainFixed(rmse, 3);
  return `${kind} of ${feature}: RMSE ${error}; skill of the model against it ${own}`;
}

/** A row a measure, a column a step. */
function stepsTable<M>(
  body: CardBody,
  steps: readonly { readonly id: StepId; readonly measures: M }[],
  measured: readonly MeasureText<M>[],
): TextTable {
  return {
    columns: [
      { title: 'measure', align: 'left' },
      ...steps.map(({ id }) => ({ title: titleOf(id, body), align: 'right' }) as const),
    ],
    rows: measured.map(([title, textOf]) => ({ cells: [title, ...steps.map(({ measures }) => textOf(measures))] })),
  };
}

/** "As known" is said only where all that the features read was published. */
function titleOf(id: StepId, { data }: CardBody): string {
  if (id !== 'real_time' || data.basis === 'real_time') return STEPS[id];
  return data.basis === 'pseudo_real_time' ? '(a) pseudo-real-time' : '(a) partly real-time';
}

/** Says for how many series steps (a) and (c) speak, and why a step was not measured. */
function stepNotes(
  step: CardBody['performance']['steps'][number],
  { data: { basis, published } }: CardBody,
  paint: Paint,
): readonly string[] {
  if (step.kind === 'measured') {
    if (step.id === 'values_final') return [paint.dim(`${STEPS[step.id]}: ${measurableText(published)}`)];
    const { dates, ofDates } = published;
    const share = `${publishedText(published)}: on ${dates} of ${ofDates} decision dates`;
    return step.id === 'real_time' && basis === 'partly_real_time' ? [paint.dim(`(a): ${share}`)] : [];
  }
  const why = step.reason === 'no_vintages' ? 'the data have no vintages' : 'nothing was predicted';
  return [paint.dim(`${STEPS[step.id]}: not measurable, ${why}`)];
}

function episodesText(episodes: readonly EpisodeOutcome[], paint: Paint, width: number): string {
  const isPanel = episodes.some(({ key }) => key !== undefined);
  const columns = [
    ...(isPanel ? [{ title: 'key', align: 'left' } as const] : []),
    { title: 'onset', align: 'left' },
    { title: 'trough', align: 'left' },
    { title: 'outcome', align: 'left' },
    { title: 'first alarm', align: 'left' },
    { title: 'months ahead', align: 'right' },
    { title: 'in alarm', align: 'right' },
  ] as const;
  const rows = episodes.map(({ key = '', onset, trough, lastKnown, outcome, firstAlarm, leadMonths, persistence }) => ({
    cells: [
      ...(isPanel ? [key] : []),
      onset.slice(0, 7),
      trough?.slice(0, 7) ?? `after ${lastKnown?.slice(0, 7)}`,
      outcome,
      firstAlarm ?? '-',
      leadMonths?.toString() ?? '-',
      share(persistence) ?? '-',
    ],
  }));
  return tableText({ columns, rows }, paint, width);
}

function withInterval({ value, interval }: Measured): string | null {
  return value === null ? null : intervalText(value, interval);
}

function share(value: number | null): string | null {
  return value === null ? null : plainPercent(value);
}

import type { CardBody, EpisodeOutcome, Measured, Measures, Step, StepId } from '../cards/index.ts';
import { counted } from './counted.ts';
import type { Paint } from './paint.ts';
import { tableText } from './table.ts';

const STEPS: Readonly<Record<StepId, string>> = {
  real_time: '(a) as known',
  labels_final: '(b) labels final',
  values_final: '(c) values final',
  lag_removed: '(d) lag removed',
};

const ROWS: readonly (readonly [title: string, of: (measures: Measures) => string | null])[] = [
  ['AUROC', ({ auroc }) => withInterval(auroc)],
  ['partial AUROC', ({ pauroc }) => withInterval(pauroc)],
  ['Brier score', ({ probability }) => probability?.brier.toFixed(3) ?? null],
  ['of climatology', ({ probability }) => probability?.baselineBrier.toFixed(3) ?? null],
  ['Brier skill', ({ probability }) => (probability === null ? null : withInterval(probability.brierSkill))],
  ['missed (T1)', ({ alarms }) => share(alarms.t1)],
  ['false alarms (T2)', ({ alarms }) => share(alarms.t2)],
  ['relative usefulness', ({ alarms }) => withInterval(alarms.relativeUsefulness)],
];

/** A model's walk-forward backtest: real time against revised, then how each episode was met. */
export function backtestText(body: CardBody, paint: Paint, width: number): string {
  const { performance, method, identity } = body;
  const measured = performance.steps.filter((step) => step.kind === 'measured');
  const [first] = measured;
  const head = `${paint.bold(identity.model)}: ${counted(method.refits, 'refit')}, ${counted(method.skipped.length, 'cut-off')} skipped`;
  if (first === undefined) return `${head}; nothing could be scored`;
  const scored = `${counted(first.measures.scored, 'decision date')} scored in step (a), ${first.measures.positives} positive`;
  const columns = [
    { title: 'measure', align: 'left' } as const,
    ...measured.map(({ id }) => ({ title: titleOf(id, body), align: 'right' }) as const),
  ];
  const rows = ROWS.map(([title, of]) => ({ cells: [title, ...measured.map(({ measures }) => of(measures))] }));
  return [
    head,
    scored,
    '',
    tableText({ columns, rows }, paint, width),
    ...performance.steps.flatMap((step) => unmeasured(step, paint)),
    ...(performance.episodes.length === 0 ? [] : ['', episodesText(performance.episodes, paint, width)]),
  ].join('\n');
}

/** "As known" is said only of values with a publication date. */
function titleOf(id: StepId, { data }: CardBody): string {
  return id === 'real_time' && data.basis === 'pseudo_real_time' ? '(a) pseudo-real-time' : STEPS[id];
}

function unmeasured(step: Step, paint: Paint): readonly string[] {
  if (step.kind === 'measured') return [];
  const why = step.reason === 'no_vintages' ? 'the data have no vintages' : 'nothing was predicted';
  return [paint.dim(`${STEPS[step.id]}: not measurable, ${why}`)];
}

function episodesText(episodes: readonly EpisodeOutcome[], paint: Paint, width: number): string {
  const columns = [
    { title: 'onset', align: 'left' },
    { title: 'trough', align: 'left' },
    { title: 'outcome', align: 'left' },
    { title: 'first alarm', align: 'left' },
    { title: 'months ahead', align: 'right' },
    { title: 'in alarm', align: 'right' },
  ] as const;
  const rows = episodes.map(({ onset, trough, outcome, firstAlarm, leadMonths, persistence }) => ({
    cells: [
      onset.slice(0, 7),
      trough?.slice(0, 7) ?? 'lasts',
      outcome,
      firstAlarm ?? '-',
      leadMonths?.toString() ?? '-',
      share(persistence) ?? '-',
    ],
  }));
  return tableText({ columns, rows }, paint, width);
}

function withInterval({ value, interval }: Measured): string | null {
  if (value === null) return null;
  if (interval === null) return value.toFixed(3);
  return `${value.toFixed(3)} [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]`;
}

function share(value: number | null): string | null {
  return value === null ? null : `${(100 * value).toFixed(1)}%`;
}

import { END_OF_TIME } from '../bitemporal/index.ts';
import type { Day } from '../calendar/index.ts';
import type { IsolationCheck, TrainingBarrier } from '../training/index.ts';
import type { LabelFigures, NotMeasurable, PublishedFigures, RealTimeBasis, StepId } from './common-card-body.ts';
import type { GateName } from './events/gate.ts';

/** The words for codes in the body. "As known" is said only of values with a publication date. */

export function basisSentence(basis: RealTimeBasis): string {
  switch (basis) {
    case 'real_time':
      return 'All that the features read was published: they are as known on each decision date.';
    case 'partly_real_time':
      return (
        'Partly real-time: some series were published, on some decision dates, as the features have them; the ' +
        'rest is ' +
        'revised history with an assumed lag, so later revisions are already in it.'
      );
    case 'pseudo_real_time':
      return (
        'Pseudo-real-time: no feature value has a publication date. The features are revised history with an assumed ' +
        'publication lag, so later revisions are already in them.'
      );
    default:
      return basis satisfies never;
  }
}

export function stepName(step: StepId, basis: RealTimeBasis): string {
  switch (step) {
    case 'real_time':
      return `(a) ${basisName(basis)}`;
    case 'labels_final':
      return '(b) labels final';
    case 'values_final':
      return '(c) values final';
    case 'lag_removed':
      return '(d) publication lag removed';
    default:
      return step satisfies never;
  }
}

/** How far what was read was as known, in two words. */
export function basisName(basis: RealTimeBasis): string {
  switch (basis) {
    case 'real_time':
      return 'as known';
    case 'partly_real_time':
      return 'partly real-time';
    case 'pseudo_real_time':
      return 'pseudo-real-time';
    default:
      return basis satisfies never;
  }
}

/** `published for 9 of 11 series, 1999-08-31 .. 2021-10-30`, days as they are `shown`; nothing where none ever was. */
export function publishedText({ series, of, from, through }: PublishedFigures, shown = (day: Day) => day): string {
  if (series === 0) return '';
  const what = `published for ${series} of ${of} series`;
  if (from === null || through === null) return `${what}, never for all ${series} at once`;
  return `${what}, ${shown(from)} .. ${isStill(through) ? 'now' : shown(through)}`;
}

export function isStill(day: Day): boolean {
  return day === END_OF_TIME;
}

/**
 * `measurable for 9 of 11 series: ...`: those whose final values may differ, as far as anybody can tell, in step (c).
 */
export function measurableText({ series, of }: PublishedFigures): string {
  return `measurable for ${series} of ${of} series${unmeasurableText(of - series)}`;
}

function unmeasurableText(others: number): string {
  if (others === 0) return '';
  if (others === 1) return ': the other one has no vintages, and no revision of it is known';
  return `: the other ${others} have no vintages, and no revision of them is known`;
}

export function notMeasurable(reason: NotMeasurable): string {
  switch (reason) {
    case 'no_vintages':
      return 'not measurable: the data have no vintages';
    case 'nothing_predicted':
      return 'not measurable: nothing was predicted';
    default:
      return reason satisfies never;
  }
}

/** What a gate asks for. */
export function gateName(gate: GateName): string {
  switch (gate) {
    case 'auroc_lower_bound':
      return 'lower bound of the AUROC, at least';
    case 'beats_climatology':
      return 'lower bound of the Brier skill against climatology, above';
    case 'beats_spread_probit':
      return 'lower bound of the Brier skill against the probit of one feature, above';
    case 'beats_threshold':
      return 'lower bound of the lead in usefulness over the rule, above';
    case 'calibration_error':
      return 'mean calibration error, at most';
    case 'input_age_days':
      return 'age of the oldest input in days, at most';
    case 'episodes':
      return 'episodes scored, at least';
    default:
      return gate satisfies never;
  }
}

const ISOLATION_NAMES: Readonly<Record<IsolationCheck, string>> = {
  own_process: 'a process of its own',
  tcp_connect: 'no connection over TCP',
  tcp_listen: 'no listening on TCP',
  udp_send: 'no datagrams',
  name_lookup: 'no looking up of names',
  unix_connect: 'no connection to a unix socket',
  unix_listen: 'no listening on a unix socket',
  abstract_connect: 'no connection to an abstract socket',
  inspector: 'no inspector that others reach',
  file_read: 'no reading of other files',
  process_read: 'no reading of other processes',
  environment: 'an empty environment',
  file_write: 'no writing of files',
  file_change: 'no changing of files',
  wasi_file: 'no files through WASI',
  database_file: 'no files through SQLite',
  v8_files: 'no files through flags of V8',
  heap_snapshot: 'no heap snapshots',
  diagnostic_report: 'no diagnostic reports',
  trace_log: 'no trace logs',
  program_start: 'no starting of programs',
  thread_start: 'no starting of threads',
  signal: 'no signals to other processes',
  addon: 'no native addons',
  memory_limit: 'a memory limit',
  time_limit: 'a time limit',
};

export function isolationName(check: IsolationCheck): string {
  return ISOLATION_NAMES[check];
}

const BARRIER_NAMES: Readonly<Record<TrainingBarrier, string>> = {
  bubblewrap: 'bubblewrap with few folders',
  namespaces: 'namespaces by unshare',
  seccomp_filter: 'filter of system calls',
  permission_model: "Node's permission model",
  guard: 'traps with words',
};

export function barrierName(barrier: TrainingBarrier): string {
  return BARRIER_NAMES[barrier];
}

/**
 * Where a chart in outcome time has what was predicted: a sentence, with the months of the outcome as `number` writes
 * them.
 */
export function outcomeTimeWords<Number>(
  { fromMonth, toMonth }: LabelFigures['window'],
  number: (end: 'fromMonth' | 'toMonth') => Number,
): readonly (string | Number)[] {
  if (fromMonth !== toMonth) {
    const months = [number('fromMonth'), ' to ', number('toMonth')];
    return [
      'Each prediction stands at the first month that its outcome looks at: months ',
      ...months,
      ' after it was known.',
    ];
  }
  const stands = 'Each prediction stands at the month that its outcome is about, ';
  if (toMonth === 0) return [`${stands}in which it was known.`];
  return [stands, number('fromMonth'), ' months after it was known.'];
}

/** A short noun for shaded stretches: `business_cycle.in_recession` is `recession`. */
export function eventName(label: Pick<LabelFigures, 'event'>): string {
  const column = label.event?.slice(label.event.indexOf('.') + 1) ?? 'event';
  return column.replace(/^in_/, '').replaceAll('_', ' ');
}

/** Parameters that a search chose or tried: `ridge 12, winsorize 0.01`. */
export function settingText(set: Readonly<Record<string, unknown>>): string {
  return Object.entries(set)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

import { plainFixed } from '../figures/index.ts';
import type { EnvironmentDetail, EnvironmentSummary, RunSummary } from '../inspect/index.ts';
import { counted, listed } from './counted.ts';
import type { Paint } from './paint/index.ts';
import { tableText } from './table.ts';

const NONE = '-';
/** Digits of a commit that a table has. */
const COMMIT_DIGITS = 10;
/** Names of what failed that a line has. */
const NAMES = 3;

/** Runs, a line each, the newest first: the current one of an environment is pointed at. */
export function runsText(runs: readonly RunSummary[], paint: Paint, width: number): string {
  if (runs.length === 0) return paint.typed('no runs yet: ews build makes the first');
  const rows = runs.map((run) => ({ cells: runCells(run), marked: run.current }));
  const titles = ['when (UTC)', 'run', 'environment', 'outcome', 'ran', 'reused', 'failed', 'seconds', 'who', 'commit'];
  const isNumber = new Set(['ran', 'reused', 'failed', 'seconds']);
  const columns = titles.map((title) => ({
    title,
    align: isNumber.has(title) ? ('right' as const) : ('left' as const),
  }));
  const table = tableText({ columns, rows }, paint, width);
  return [table, ...runs.flatMap(brokenLine), ...runs.flatMap(deferredLine)].join('\n');
}

function runCells(run: RunSummary): readonly string[] {
  const { counts, seconds, commit } = run;
  return [
    dayAndTime(run.at),
    run.run,
    run.environment === null ? NONE : `${run.environment}${positionText(run.position)}`,
    run.outcome,
    counts === null ? NONE : String(counts.ran),
    counts === null ? NONE : String(counts.reused),
    counts === null ? NONE : String(counts.failed),
    seconds === null ? NONE : plainFixed(seconds, 1),
    run.actor ?? NONE,
    commit === null ? NONE : shortCommit(commit),
  ];
}

/** `#12`, or that no position names it. */
function positionText(position: number | null): string {
  return position === null ? ' (not current at any time)' : `#${position}`;
}

/** A commit of 40 digits in ten, with its `+` where the checkout had changes. */
function shortCommit(commit: string): string {
  return commit.endsWith('+') ? `${commit.slice(0, COMMIT_DIGITS)}+` : commit.slice(0, COMMIT_DIGITS);
}

function brokenLine({ run, broken, problem }: RunSummary): readonly string[] {
  if (problem !== null) return [`${run}: ${problem}`];
  return broken.length === 0 ? [] : [`${run} failed: ${listed(broken, NAMES)}`];
}

function deferredLine({ run, deferred }: RunSummary): readonly string[] {
  const places = [...new Set(Object.values(deferred).flat())];
  return places.length === 0
    ? []
    : [`${run} deferred to ${places.join(', ')}: ${listed(Object.keys(deferred), NAMES)}`];
}

/** `2026-11-30 14:05` of ISO 8601. */
function dayAndTime(at: string | null): string {
  return at === null ? NONE : at.slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ');
}

/** Environments, a line each; those that a target protects say so. */
export function environmentsText(
  environments: readonly (EnvironmentSummary & { readonly protected: boolean })[],
  paint: Paint,
  width: number,
): string {
  if (environments.length === 0) return paint.typed('no environments yet: ews build makes the first');
  const rows = environments.map((each) => ({
    cells: [
      each.environment,
      String(each.position),
      each.run ?? NONE,
      dayAndTime(each.at),
      each.deleted === null ? String(each.nodes) : NONE,
      stateText(each),
    ],
  }));
  const titles = ['environment', 'position', 'newest run', 'when (UTC)', 'nodes', 'state'];
  const isNumber = new Set(['position', 'nodes']);
  const columns = titles.map((title) => ({
    title,
    align: isNumber.has(title) ? ('right' as const) : ('left' as const),
  }));
  return tableText({ columns, rows }, paint, width);
}

function stateText(environment: EnvironmentSummary & { readonly protected: boolean }): string {
  const { deleted, behind } = environment;
  if (deleted !== null) return `deleted by ${deleted.actor}`;
  const states = Object.entries(behind).map(([state, count]) => `${count} ${state}`);
  return [...(environment.protected ? ['protected'] : []), ...(states.length === 0 ? ['ok'] : states)].join(', ');
}

/** An environment with what is not ok in it, and its newest positions. */
export function environmentText(
  environment: EnvironmentDetail & { readonly protected: boolean },
  paint: Paint,
  width: number,
): string {
  const { states, history, objects, nodes, position } = environment;
  const behind = Object.entries(states).map(([id, state]) => `  ${state.padEnd(8)} ${id}`);
  const runs = history.flatMap(({ run }) => (run === null ? [] : [run]));
  const ended = history.flatMap(({ position: n, deleted }) =>
    deleted === null ? [] : [`position ${n}: deleted on ${dayAndTime(deleted.at)} by ${deleted.actor}`],
  );
  const size = `${counted(nodes, 'node')}, ${counted(objects, 'object')}, position ${position}`;
  const head = `${paint.bold(environment.environment)}: ${stateText(environment)}; ${size}`;
  return [head, ...behind, '', runsText(runs, paint, width), ...ended].join('\n');
}

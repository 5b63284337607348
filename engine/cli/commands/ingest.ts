import { usageError } from '../../diagnostics/index.ts';
import { plainFixed, thousands } from '../../figures/index.ts';
import { ingestionOf } from '../../ids/index.ts';
import { eventText } from '../../report/index.ts';
import { type IngestOptions, ingestSources, type NodeResult, type RunEvent, tallyText } from '../../run/index.ts';
import { openChangingSession } from '../changing-session.ts';
import { chosenSources } from '../chosen-sources.ts';
import { eventEmitter } from '../event-emitter.ts';
import { interruptedBy, interruptSignal } from '../interrupt-signal.ts';
import { tellNotices } from '../live-notices.ts';
import type { GlobalFlags } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';
import { EWS_VERSION } from '../version.ts';

export interface IngestFlags extends GlobalFlags {
  readonly fullRefresh?: boolean;
  readonly correct?: boolean;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

/** `ews ingest [source...]`: asks the sources for what may have changed and stores it. 1 if one could not be had. */
export async function runIngest(names: readonly string[], flags: IngestFlags, terminal: Terminal): Promise<ExitCode> {
  const correction = correctionOf(names, flags);
  const session = await openChangingSession(flags, terminal);
  const sources = chosenSources(session.definitions, names);
  for (const warning of session.warnings) tellProblem(warning, flags, terminal);
  const { definitions } = session;
  const signal = interruptSignal();
  const effects = interruptedBy(signal, session.effects);
  const project = definitions.config.name;
  const shown = (event: RunEvent): string | undefined =>
    isUnchanged(event) ? undefined : eventText(event, EWS_VERSION, project, terminal.paintErr);
  const emit = eventEmitter(flags, shown, terminal);
  const options = { sources, everything: flags.fullRefresh === true, ...(correction && { correction }) };
  const results = await ingestSources(options, { definitions, effects, emit, signal });
  if (flags.json === true) terminal.answer.gave('ingest', results);
  else if (flags.logFormat === 'text') {
    for (const problem of results.flatMap(unsaid)) tellProblem(problem, flags, terminal);
    const live = session.definitions.sources.filter(
      (source) => source.connector === 'fred' && source.data.kind === 'live',
    );
    const isLive = ({ id }: NodeResult): boolean => live.some(({ name }) => id === ingestionOf(name));
    const lines = results.flatMap((result) => summary(result, flags, isLive(result)).map(terminal.paintOut.typed));
    terminal.out(lines.join('\n'));
  }
  tellNotices({ ...session.definitions, sources }, flags, terminal);
  if (flags.json !== true && flags.logFormat === 'text' && flags.quiet !== true) {
    terminal.err(`Done in ${plainFixed(effects.elapsed(), 1)} s`);
  }
  return results.some(({ status }) => status === 'failed') ? 1 : 0;
}

/** What `--correct` asks for. EWS6001 where it does not say of what, or why. */
function correctionOf(names: readonly string[], flags: IngestFlags): IngestOptions['correction'] {
  const { correct, dryRun, reason } = flags;
  if (correct !== true) {
    if (dryRun === true) throw usageError('--dry-run shows what --correct would rewrite', 'add --correct');
    if (reason !== undefined) throw usageError('--reason says why something is corrected', 'add --correct');
    return undefined;
  }
  if (names.length === 0)
    throw usageError('--correct rewrites what was known: of which source?', 'ews ingest SOURCE --correct');
  if (dryRun === true) return { kind: 'look' };
  const said = reason?.trim();
  if (said === undefined || said === '')
    throw usageError('--correct rewrites what was known: why?', 'add --reason "..."; --dry-run shows it first');
  return { kind: 'write', reason: said };
}

/** Whether a source changed nothing: the summary has its line, and its warnings, which are told with --quiet too. */
function isUnchanged(event: RunEvent): boolean {
  return event.kind === 'node_finished' && event.result.status === 'reused';
}

function unsaid({ status, problems }: NodeResult): NodeResult['problems'] {
  return status === 'reused' ? problems : [];
}

/** `bank: 121 rows stored, 2 relations` and what that changed; of a correction the rows that it rewrites. */
function summary(result: NodeResult, { dryRun }: IngestFlags, isLive: boolean): readonly string[] {
  const { id, status, rows, problems, ingested, corrections } = result;
  const name = id.slice(id.indexOf(':') + 1);
  const found = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  if (rows === null) {
    const refused = ingested === undefined || ingested.refused === 0 ? '' : `, ${ingested.refused} refused`;
    return [`${name}: not ingested, ${found}${refused}`];
  }
  const stored = `${thousands(rows)} rows stored`;
  const changes = status === 'reused' || ingested === undefined ? [] : [`  ${tallyText(ingested)}`];
  // The series that FRED answered for are stored, whatever became of the others of a live source.
  if (status === 'failed') return [`${name}: ${stored}, and not all is well, ${found}`, ...changes];
  if (corrections !== undefined) return corrected(name, corrections, dryRun === true);
  const hint = lateHint(name, ingested, isLive);
  return [`${name}: ${status === 'reused' ? 'nothing new' : stored}, ${result.note}`, ...changes, ...hint];
}

/** Where rows are late, what to do if they are not. */
function lateHint(source: string, ingested: NodeResult['ingested'], isLive: boolean): readonly string[] {
  if (ingested === undefined || ingested.late === 0) return [];
  return [
    '  late rows count from this ingest: an earlier one had looked for them when they were due',
    ...(isLive ? [] : [`  if only the file had lacked them: ews ingest ${source} --correct --reason "..."`]),
  ];
}

/** Which rows a correction rewrites, and on which days each was known. */
function corrected(
  source: string,
  corrections: NonNullable<NodeResult['corrections']>,
  isDryRun: boolean,
): readonly string[] {
  const lines = Object.entries(corrections).flatMap(([name, { rows, shown }]) => {
    if (rows === 0) return [];
    const verb = isDryRun ? 'would be corrected' : 'corrected';
    const told = shown.map(({ row, change, knownFrom, knownThrough }) => {
      const days = knownThrough === null ? `from ${knownFrom} on` : `from ${knownFrom} through ${knownThrough}`;
      return `  ${row}: ${change}, known ${days}`;
    });
    const more = rows > shown.length ? [`  and ${rows - shown.length} more`] : [];
    return [`${name}: ${thousands(rows)} ${rows === 1 ? 'row' : 'rows'} ${verb}`, ...told, ...more];
  });
  return lines.length === 0 ? [`${source}: nothing to correct`] : lines;
}

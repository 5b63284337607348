import { type SourceFreshness, sourceFreshness } from '../../inspect/index.ts';
import { Tally } from '../../presence/index.ts';
import { tableText } from '../../report/index.ts';
import { attestedBy } from '../attested-by.ts';
import { chosenSources } from '../chosen-sources.ts';
import { type GlobalFlags, openSession } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export type FreshnessFlags = GlobalFlags;

/** `ews source freshness [source...]`: 1 when a series is overdue by more than its error limit, as dbt has it. */
export async function runSourceFreshness(
  names: readonly string[],
  flags: FreshnessFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const session = await openSession(flags, terminal);
  const judged = await sourceFreshness(session.definitions, chosenSources(session.definitions, names), session.effects);
  const problems = judged.flatMap((source) => source.problems);
  if (flags.json === true) terminal.answer.gave('source freshness', judged);
  for (const problem of problems) tellProblem(problem, flags, terminal);
  if (flags.json !== true) {
    const text = freshnessText(judged, terminal);
    if (text !== '') terminal.out(text);
  }
  const failed = problems.length > 0 || judged.some(({ series }) => series.some(({ status }) => status === 'error'));
  return failed ? 1 : 0;
}

function freshnessText(sources: readonly SourceFreshness[], terminal: Terminal): string {
  const series = sources.flatMap((source) => source.series);
  const attested = sources.flatMap(attestedLine);
  if (series.length === 0) return attested.join('\n');
  const columns = ['series', 'newest', 'next due', 'status', 'why'].map((title) => ({ title, align: 'left' as const }));
  const rows = series.map(({ relation, newest, due, status, reason }) => ({
    cells: [relation, newest ?? '-', due ?? '-', status === 'none' ? '-' : status, reason],
    marked: status === 'error',
  }));
  const counts = Tally.of(series.map(({ status }) => status));
  const judged = (['pass', 'warn', 'error'] as const).map((status) => `${counts.count(status)} ${status}`);
  const totals = [...judged, `${counts.count('none')} without a limit`].join(', ');
  const table = tableText({ columns, rows }, terminal.paintOut, terminal.width);
  return [`${table}\n\n${totals}`, ...attested].join('\n');
}

/** `nber: complete through 2026-10-31, attested by ... on ...: ...` where somebody looked. */
function attestedLine({ source, completeThrough, attestation }: SourceFreshness): readonly string[] {
  if (completeThrough === null || attestation === undefined) return [];
  return [`${source}: complete through ${completeThrough}, ${attestedBy(attestation)}`];
}

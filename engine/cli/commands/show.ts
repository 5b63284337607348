import { usageError } from '../../diagnostics/index.ts';
import {
  openWhole,
  PREDICTION_COLUMNS,
  type ShowRequest,
  showNode,
  VALUE_PREDICTION_COLUMNS,
} from '../../inspect/index.ts';
import { shownJson, shownText } from '../../report/index.ts';
import { tellNotices } from '../live-notices.ts';
import { namedTarget } from '../named-node.ts';
import { checkDays, refuseIncomplete } from '../refuse-incomplete.ts';
import { type GlobalFlags, openSession } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface ShowFlags extends GlobalFlags {
  readonly asOf?: string;
  /** Names, separated by commas. */
  readonly columns?: string;
  readonly last?: string;
  readonly from?: string;
  readonly to?: string;
  readonly stored?: boolean;
  readonly vs?: 'latest';
}

/**
 * `ews show TARGET`: the rows of a node as they were known on a date. `--last` bounds them unless `--from` does. Writes
 * nothing to the lake.
 */
export async function runShow(target: string, flags: ShowFlags, terminal: Terminal): Promise<ExitCode> {
  const session = await openSession(flags, terminal);
  const request = requestOf(flags);
  const project = await openWhole(session);
  for (const problem of [...session.warnings, ...project.graph.problems]) tellProblem(problem, flags, terminal);
  const modelColumns = Object.keys({ ...PREDICTION_COLUMNS, ...VALUE_PREDICTION_COLUMNS });
  const { node, column } = namedTarget(project.graph, target, modelColumns);
  if (request.asOf !== undefined) refuseIncomplete(request.asOf, node, project.graph);
  if (node.kind === 'test') throw usageError(`${node.id} is a test and has no rows`, `show what it tests: ${node.of}`);
  if (node.kind === 'comparison') throw usageError(`${node.id} has no rows`, `run: ews open comparison ${node.name}`);
  if (flags.vs !== undefined && (flags.stored === true || node.kind === 'model')) {
    throw usageError(
      'stored rows are not computed as of another day',
      'leave out --vs, or show a group without --stored',
    );
  }
  const columns = column === undefined ? request.columns : [column, ...(request.columns ?? [])];
  const shown = await showNode(project, node, { ...request, columns });
  tellNotices(session.definitions, flags, terminal);
  if (flags.json === true) terminal.answer.gave('show', shownJson(shown));
  else terminal.out(shownText(shown, terminal.paintOut, terminal.width));
  return 0;
}

function requestOf(flags: ShowFlags): ShowRequest {
  const { asOf, from, to, columns } = flags;
  checkDays({ asOf, from, to });
  return {
    asOf,
    from,
    to,
    last: from === undefined ? rowCount(flags.last ?? '12') : undefined,
    columns: columns === undefined ? undefined : columnNames(columns),
    stored: flags.stored === true,
    vsLatest: flags.vs === 'latest',
  };
}

function rowCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw usageError(`--last takes a number of rows, not "${text}"`, 'write --last 24');
}

function columnNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw usageError(`--columns takes names with commas between them, not "${text}"`, 'write --columns unrate,sahm_gap');
}

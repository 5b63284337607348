import { isDay } from '../../calendar/index.ts';
import { type Graph, type GraphNode, groupNode } from '../../compile/index.ts';
import { problemError, usageError } from '../../diagnostics/index.ts';
import {
  openWhole,
  PREDICTION_COLUMNS,
  type ShowRequest,
  showNode,
  VALUE_PREDICTION_COLUMNS,
} from '../../inspect/index.ts';
import { frameFeatures } from '../../project/index.ts';
import { shownJson, shownText } from '../../report/index.ts';
import { tellNotices } from '../live-notices.ts';
import { namedTarget } from '../named-target.ts';
import { type GlobalFlags, openSession, warn } from '../session.ts';
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
  for (const problem of [...session.warnings, ...project.graph.problems]) warn(problem, flags, terminal);
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
  terminal.out(flags.json === true ? shownJson(shown) : shownText(shown, terminal.paintOut, terminal.width));
  return 0;
}

function requestOf(flags: ShowFlags): ShowRequest {
  const { asOf, from, to, columns } = flags;
  for (const [flag, value] of [
    ['--as-of', asOf],
    ['--from', from],
    ['--to', to],
  ] as const) {
    if (value !== undefined && !isDay(value)) {
      throw usageError(`${flag} takes a date, not "${value}"`, `write it as YYYY-MM-DD: ${flag} 2008-03-31`);
    }
  }
  if (from !== undefined && to !== undefined && from > to) {
    throw usageError(`--from ${from} is after --to ${to}`, 'exchange them');
  }
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

/** After the last complete day, a value that is missing would mean "not fetched" and look like "not published". */
function refuseIncomplete(asOf: string, node: GraphNode, { definitions, nodes }: Graph): void {
  const behind = sourcesOf(node, nodes);
  const [earliest] = definitions.sources
    .filter(({ name }) => behind.some((relation) => relation.startsWith(`${name}.`)))
    .flatMap(({ name, completeThrough }) => (completeThrough === undefined ? [] : [{ name, completeThrough }]))
    .toSorted((a, b) => (a.completeThrough < b.completeThrough ? -1 : 1));
  if (earliest === undefined || asOf <= earliest.completeThrough) return;
  const { name, completeThrough } = earliest;
  const message = `--as-of is ${asOf}, but source "${name}" is complete only through ${completeThrough}`;
  const hint =
    `set --as-of ${completeThrough} or earlier, or ingest newer data and raise complete_through; ` +
    `if the publisher has nothing new: ews source attest ${name}`;
  throw problemError('EWS3005', message, { hint });
}

/** The relations behind a node; behind a model those of its features, as its outcomes come later than predictions. */
function sourcesOf(node: GraphNode, nodes: Graph['nodes']): readonly string[] {
  if (node.kind === 'source') return [node.id];
  if (node.kind === 'feature' || node.kind === 'label') return node.query.sources;
  if (node.kind !== 'model') return [];
  const groups = frameFeatures(node.definition).map(({ group }) => groupNode({ nodes }, group));
  return groups.flatMap((group) => group?.query.sources ?? []);
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

import type { Day } from '../calendar/index.ts';
import { columnUnits, datesOf, type Graph, type GraphNode, type ModelNode, type NodeId } from '../compile/index.ts';
import { closestMatch, type Problem, ProblemError, problem, thereAre } from '../diagnostics/index.ts';
import { evaluateAt } from '../feature-store/index.ts';
import { idOf, nodeId } from '../ids/index.ts';
import { objectPath } from '../lake/index.ts';
import { entry, last, present } from '../presence/index.ts';
import { asDataProblem, type StepContext, withSources } from '../steps/index.ts';
import {
  parquetRows,
  quoteName,
  type ResultColumn,
  type Row,
  type Warehouse,
  withWarehouse,
} from '../warehouse/index.ts';
import { inspect } from './inspect.ts';
import { type KnownSource, knownSources, sourcesBehind } from './known-sources.ts';
import { withOutcomesThen } from './outcomes-then.ts';
import { servedRows } from './served-rows.ts';
import {
  besideLatest,
  inOrder,
  latestName,
  resultRows,
  rowsBetween,
  type ShownColumn,
  type ShownNode,
  type ShowRequest,
} from './shown-rows.ts';
import { type ShowableNode, type ShownShape, shapeOfNode } from './shown-shape.ts';
import type { WholeProject } from './whole-project.ts';

/**
 * A node's rows: as known on a day, computed anew from the observations in the lake, or as they are stored (a model's
 * always are). Stores nothing. ProblemError EWS3009 before its sources are ingested, EWS4003 before it is built,
 * EWS6002 for a column that it has not.
 */
export async function showNode(project: WholeProject, node: ShowableNode, request: ShowRequest): Promise<ShownNode> {
  return inspect(project, node.id, async (context, standing) => {
    if (!isStored(node, request)) return showKnown(context, node, request);
    return { ...(await showStored(context, node, request)), standing };
  });
}

function isStored(node: ShowableNode, request: ShowRequest): boolean {
  return node.kind === 'model' || (request.stored && node.kind !== 'source');
}

async function showKnown(context: StepContext, node: ShowableNode, request: ShowRequest): Promise<ShownNode> {
  const lastDay = lastComplete(context.graph, node);
  const asOf = request.asOf ?? lastDay;
  const shape = shapeOfNode(node, 'known');
  const days = { asOf, latest: request.vsLatest ? lastDay : null };
  const choose = (result: readonly ResultColumn[]) => chosen(node, shape, result, request);
  const { result, latest, values, sources } = await knownOn(context, node, days, choose);
  const compared = request.vsLatest ? values.filter((name) => !shape.fixed.includes(name)) : [];
  const known = inOrder(resultRows(result), shape);
  const served = node.kind === 'feature' ? servedRows(node, known, values, asOf) : { rows: new Set(), from: [] };
  const inRange = rowsBetween(known, shape.date, request);
  const shown = request.last === undefined ? inRange : inRange.slice(-request.last);
  const types = new Map(result.map(({ name, type }) => [name, type]));
  return {
    node: node.id,
    kind: node.kind,
    asOf,
    stored: false,
    latest: days.latest,
    columns: values.flatMap((name) => {
      const type = entry(types, name);
      const column = { type, ...unitOf(node, name) };
      const beside = compared.includes(name) ? [{ ...column, name: latestName(name), latestOf: name }] : [];
      return [{ ...column, name }, ...beside];
    }),
    rows: besideLatest(shown, resultRows(latest), shape, compared),
    marked: shown.flatMap((row, at) => (served.rows.has(row) ? [at] : [])),
    total: inRange.length,
    served: served.from,
    outcomesThrough: null,
    standing: null,
    sources,
  };
}

function unitOf(node: ShowableNode, column: string): Pick<ShownColumn, 'unit'> {
  const unit = columnUnits(node).get(column);
  return unit === undefined ? {} : { unit };
}

/** The last decision date for which all that a node is made of is complete. */
function lastComplete(graph: Graph, node: ShowableNode): Day {
  const through = node.kind === 'source' ? node.source.completeThrough : undefined;
  const dates = datesOf(graph, node.id);
  if (through === undefined) return last(dates);
  return dates.findLast((date) => date <= through) ?? through;
}

/** No outcome that is shown as of a day was looked for after it. */
function outcomesOf(graph: Graph, node: ShowableNode, asOf: Day | undefined): string | null {
  if (node.kind !== 'label' && node.kind !== 'model') return null;
  const dates = datesOf(graph, node.kind === 'label' ? node.id : nodeId(idOf.label(node.label.name)));
  // Before the first decision date nobody looked for outcomes at all.
  return asOf === undefined ? last(dates) : (dates.findLast((date) => date <= asOf) ?? null);
}

async function showStored(
  context: StepContext,
  node: ShowableNode,
  request: ShowRequest,
): Promise<Omit<ShownNode, 'standing'>> {
  const shape = shapeOfNode(node, 'stored');
  const result = await storedColumns(context, node);
  const columns = chosen(node, shape, result, request);
  const { asOf } = request;
  const known = inOrder(resultRows(result), shape).filter((row) => asOf === undefined || shape.knownOn(row, asOf));
  const asKnown = node.kind === 'model' && asOf !== undefined ? await outcomesOn(context, node, known, asOf) : known;
  const inRange = rowsBetween(asKnown, shape.date, request);
  const rows = request.last === undefined ? inRange : inRange.slice(-request.last);
  return {
    node: node.id,
    kind: node.kind,
    asOf: asOf ?? null,
    stored: true,
    latest: null,
    columns: columns.map((name) => ({ name, type: columnOf(result, name).type, ...unitOf(node, name) })),
    rows,
    marked: [],
    total: inRange.length,
    served: [],
    outcomesThrough: outcomesOf(context.graph, node, asOf),
    sources: await sourcesOfStored(context, node, columns),
  };
}

/** A model's rows with what was known of their outcomes on a day. */
async function outcomesOn(
  context: StepContext,
  node: ModelNode,
  rows: readonly Row[],
  day: Day,
): Promise<readonly Row[]> {
  const label = entry(context.graph.nodes, nodeId(idOf.label(node.label.name)));
  if (label.kind !== 'label') throw new Error(`${label.id} is no label`);
  const versions = resultRows(await storedColumns(context, label));
  return withOutcomesThen(rows, { versions, keys: node.label.keys, day });
}

function columnOf(result: readonly ResultColumn[], wanted: string): ResultColumn {
  return present(
    result.find(({ name }) => name === wanted),
    wanted,
  );
}

/** The days on which a node is looked at: that of the knowledge, and where both are shown the last one. */
interface ShownDays {
  readonly asOf: Day;
  readonly latest: string | null;
}

interface NodeOnDays {
  /** The node's whole result as known on the day of the knowledge. */
  readonly result: readonly ResultColumn[];
  /** Its result as known on the last day; no columns where nobody asks for them. */
  readonly latest: readonly ResultColumn[];
  /** The columns that are shown. */
  readonly values: readonly string[];
  /** What was known of the sources behind them on the day of the knowledge. */
  readonly sources: readonly KnownSource[];
}

async function knownOn(
  context: StepContext,
  node: ShowableNode,
  { asOf, latest: lastDay }: ShownDays,
  choose: (result: readonly ResultColumn[]) => readonly string[],
): Promise<NodeOnDays> {
  const reads = sourcesOf(node);
  const missing = notStored(context, reads);
  if (missing.length > 0) throw new ProblemError([notIngested(missing, node)]);
  return withSources(context, reads, {}, async (warehouse) => {
    try {
      const result = await resultOn(warehouse, node, asOf);
      const latest = lastDay === null ? [] : await resultOn(warehouse, node, lastDay);
      const values = choose(result);
      const behind = sourcesBehind(context.graph, node, values);
      return { result, latest, values, sources: await knownSources(context.graph, warehouse, behind, asOf) };
    } catch (error) {
      throw asDataProblem(error, node);
    }
  });
}

async function resultOn(warehouse: Warehouse, node: ShowableNode, day: Day): Promise<readonly ResultColumn[]> {
  if (node.kind === 'feature' || node.kind === 'label') {
    return evaluateAt(warehouse, { ...node.query, name: node.id }, day);
  }
  return warehouse.columns(
    `SELECT * EXCLUDE (realtime_end) FROM obs.${quoteName(node.id)}
     WHERE realtime_start <= $1::DATE AND $1::DATE < realtime_end`,
    [day],
  );
}

/** All that is known of the sources behind stored columns; nothing where their observations are gone. */
async function sourcesOfStored(
  context: StepContext,
  node: ShowableNode,
  columns: readonly string[],
): Promise<readonly KnownSource[]> {
  const behind = sourcesBehind(context.graph, node, columns);
  if (behind.length === 0 || notStored(context, behind).length > 0) return [];
  return withSources(context, behind, {}, async (warehouse) => {
    return await knownSources(context.graph, warehouse, behind, null);
  });
}

function notStored(context: StepContext, sources: readonly NodeId[]): readonly NodeId[] {
  return sources.filter((id) => context.sources.get(id)?.object === undefined);
}

async function storedColumns(context: StepContext, node: ShowableNode): Promise<readonly ResultColumn[]> {
  const main = context.input(node.id);
  const meta = await context.object(node.kind === 'model' ? { ...main, kind: 'prediction' } : main);
  const file = await objectPath(context.store, meta, 'data.parquet');
  return withWarehouse(
    context.warehouses,
    { tempDirectory: context.scratch, signal: context.signal },
    async (warehouse) => {
      return await warehouse.columns(`SELECT * FROM ${parquetRows(file)}`);
    },
  );
}

/** Names of the columns to show, in the result's order after those that are always shown. */
function chosen(
  node: ShowableNode,
  shape: ShownShape,
  result: readonly ResultColumn[],
  { columns }: ShowRequest,
): readonly string[] {
  const names = result.map(({ name }) => name);
  const unknown = (columns ?? []).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new ProblemError([unknownColumn(node, unknown, names)]);
  const leading = shape.fixed.filter((name) => names.includes(name));
  const others = names.filter((name) => !leading.includes(name));
  return [...leading, ...others.filter((name) => columns === undefined || columns.includes(name))];
}

function sourcesOf(node: ShowableNode): readonly NodeId[] {
  switch (node.kind) {
    case 'source':
      return [node.id];
    case 'feature':
    case 'label':
      return node.query.sources;
    case 'model':
      return [];
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

function notIngested(sources: readonly NodeId[], node: ShowableNode): Problem {
  const hint = `run: ews build --select ${node.kind === 'source' ? node.id : `+${node.name}`}`;
  const message = `not ingested yet: ${sources.join(', ')}`;
  return problem('EWS3009', message, { hint });
}

function unknownColumn(node: ShowableNode, column: string, names: readonly string[]): Problem {
  const match = closestMatch(column, names);
  const hint = match === undefined ? thereAre('it has', names) : `did you mean "${match}"?`;
  return problem('EWS6002', `${node.id} has no column "${column}"`, { hint });
}

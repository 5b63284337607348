import type { Graph, GraphNode, NodeId } from '../compile/index.ts';
import { ingestedSource, ingestionOf, parseId } from '../ids/index.ts';
import { NOTHING_NEW } from '../ingest/index.ts';
import type { SourceHolding } from '../plan/index.ts';
import type { SourceDefinition } from '../project/index.ts';
import type { NodeResult } from './events.ts';
import { type Asking, type IngestReport, ingestProblems, ingestSource, noteLooks } from './ingest-sources.ts';
import type { Prepared } from './prepare.ts';
import type { RunContext } from './run-context.ts';
import { changesText } from './tally-text.ts';

export interface Ingested {
  readonly results: readonly NodeResult[];
  /** A source was not current: what the lake holds of it may be other than before. */
  readonly moved: boolean;
}

/** Sources that are read while the project is compiled, which a core has nothing to do for otherwise. */
export interface ReadAhead {
  /** Says that the project compiles: what was read may be stored. */
  readonly allow: () => void;
  /** The result of a source that is read ahead; undefined of any other. */
  readonly resultOf: (source: SourceDefinition) => Promise<NodeResult> | undefined;
  /** Ends what is still under way, and waits until it has ended. */
  readonly end: () => Promise<void>;
}

/** How the sources of a run are ingested. */
export interface IngestMeans {
  /** Steps of the run, of which each source is one. */
  readonly total: number;
  readonly ahead: ReadAhead;
}

/** Ingests the sources that selected nodes read, one after the other, but for what was read ahead. */
export async function ingestAll(run: RunContext, prepared: Prepared, { total, ahead }: IngestMeans): Promise<Ingested> {
  const { emit } = run;
  const needed = neededSources(prepared.graph, prepared.selected);
  ahead.allow();
  const sources = run.definitions.sources.filter((source) => needed.has(source.name));
  const results: NodeResult[] = [];
  let moved = false;
  for (const source of sources) {
    const current = currentResult(prepared, source);
    moved ||= current === undefined;
    if (current !== undefined) await noteLooks(run, source, prepared.holdings);
    if (current === undefined) emit({ kind: 'node_started', id: ingestionOf(source.name) });
    const result = current ?? (await (ahead.resultOf(source) ?? ingestResult(run, source, { ask: 'stale' })));
    results.push(result);
    emit({ kind: 'node_finished', result, done: results.length, total });
  }
  return { results, moved };
}

/** The result of a source that was found current when the run was prepared: the lake is not asked again. */
function currentResult({ holdings }: Prepared, source: SourceDefinition): NodeResult | undefined {
  const held = [...holdings].filter(([id]) => id.startsWith(`${source.name}.`)).map(([, holding]) => holding);
  if (held.length === 0 || held.some(({ state }) => state !== 'current')) return undefined;
  const rows = held.reduce((sum, holding) => sum + rowsHeld(holding), 0);
  const base = { id: ingestionOf(source.name), kind: 'source' as const, objects: [], problems: [] };
  return { ...base, status: 'reused', seconds: 0, rows, note: relationsNote(held.length) };
}

/** None where the lake does not say how many rows a relation has. */
function rowsHeld({ rows = 0 }: SourceHolding): number {
  return rows;
}

function relationsNote(count: number): string {
  return `${count} ${count === 1 ? 'relation' : 'relations'}`;
}

/** One source; that it could not be had is a result, with its problems. */
export async function ingestResult(run: RunContext, source: SourceDefinition, asking: Asking): Promise<NodeResult> {
  const { effects } = run;
  const started = effects.elapsed();
  const base = { id: ingestionOf(source.name), kind: 'source' as const, objects: [] };
  try {
    const report = await ingestSource(run, source, asking);
    // `ews ingest` prints the whole tally itself.
    const note = noteOf(report, asking.ask === 'stale' ? changesText(report.tally) : '');
    const seconds = effects.elapsed() - started;
    const problems = [...report.problems, ...report.warnings];
    const isPartial = report.problems.length > 0;
    return {
      ...base,
      status: statusOf(report),
      seconds,
      rows: report.rows,
      note,
      problems,
      ingested: report.tally,
      ...(isPartial ? { withheld: report.withheld } : {}),
      ...(asking.correct === undefined ? {} : { corrections: report.corrections }),
    };
  } catch (error) {
    const problems = ingestProblems(error, source);
    return {
      ...base,
      status: 'failed',
      seconds: effects.elapsed() - started,
      rows: null,
      note: '',
      problems,
      ingested: { ...NOTHING_NEW, refused: problems.reduce((sum, { rows = 0 }) => sum + rows, 0) },
    };
  }
}

function statusOf({ problems, executed }: IngestReport): NodeResult['status'] {
  if (problems.length > 0) return 'failed';
  return executed ? 'ok' : 'reused';
}

function noteOf({ relations, rows, live, tally }: IngestReport, changes: string): string {
  // That a first ingest is all new says no more than its rows do.
  const read =
    changes === '' || tally.new === rows ? relationsNote(relations) : `${relationsNote(relations)}, ${changes}`;
  if (live === undefined) return read;
  return `${read}, ${live.updated} of ${live.asked} asked for updated, ${live.requests} requests`;
}

export function neededSources(graph: Graph, selected: ReadonlySet<NodeId>): ReadonlySet<string> {
  const needed = new Set<string>();
  const add = (node: GraphNode | undefined): void => {
    if (node?.kind === 'source') needed.add(node.source.name);
    if (node?.kind === 'feature' || node?.kind === 'label')
      for (const id of node.query.sources) add(graph.nodes.get(id));
    if (node?.kind === 'model' || node?.kind === 'comparison' || node?.kind === 'test')
      for (const id of node.inputs) add(graph.nodes.get(id));
  };
  for (const id of selected) add(graph.nodes.get(id));
  return needed;
}

/**
 * A source that could not be ingested serves nothing in this run: older observations are not what was asked for. Where
 * only some of its series could not be had, the others serve.
 */
export function withoutFailed(
  holdings: ReadonlyMap<NodeId, SourceHolding>,
  ingested: readonly NodeResult[],
): ReadonlyMap<NodeId, SourceHolding> {
  const failed = new Map(
    ingested.filter(({ status }) => status === 'failed').map(({ id, withheld }) => [ingestedSource(id), withheld]),
  );
  const serves = (id: NodeId): boolean => {
    const source = parseId(id).schema;
    return !failed.has(source) || failed.get(source)?.includes(id) === false;
  };
  return new Map(
    [...holdings].map(([id, holding]) => [
      id,
      serves(id) ? holding : { state: 'missing' as const, reason: 'its source could not be ingested' },
    ]),
  );
}

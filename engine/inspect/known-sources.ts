import { END_OF_TIME } from '../bitemporal/index.ts';
import type { Day } from '../calendar/index.ts';
import { directSeries, type Graph, type NodeId } from '../compile/index.ts';
import type { Knowledge } from '../ingest/index.ts';
import type { KnowledgeCounts } from '../steps/index.ts';
import { quoteName, type Row, readCount, type Warehouse } from '../warehouse/index.ts';
import { type ShowableNode, shapeOfNode } from './shown-shape.ts';

/** What is known of one source relation, on a day or in all. */
export interface KnownSource {
  /** `fred.unrate`. */
  readonly relation: NodeId;
  /** Its rows by the way they became known, as they are served. */
  readonly rows: KnowledgeCounts;
  /** The newest period among them; null while nothing is known. */
  readonly newest: { readonly date: Day; readonly knownSince: Day; readonly knowledge: Knowledge } | null;
}

/** Relations whose observations are in the warehouse, as known on `day`; with null, over all days. */
export async function knownSources(
  graph: Graph,
  warehouse: Warehouse,
  relations: readonly NodeId[],
  day: Day | null,
): Promise<readonly KnownSource[]> {
  const found: KnownSource[] = [];
  for (const relation of relations) {
    const node = graph.nodes.get(relation);
    if (node?.kind !== 'source') throw new Error(`${relation} is not a source`);
    const date = quoteName(shapeOfNode(node, 'known').date);
    const fromKnown = `FROM obs.${quoteName(relation)}
      WHERE ($1::DATE IS NULL OR realtime_start <= $1::DATE AND $1::DATE < realtime_end)`;
    const counts = await warehouse.rows(`SELECT knowledge, count(*) AS n ${fromKnown} GROUP BY knowledge`, [day]);
    // A period that has not begun is a projection, and newest in nothing.
    const begun = day ?? node.source.completeThrough ?? END_OF_TIME;
    const [newest] = await warehouse.rows(
      `SELECT ${date}::DATE AS date, realtime_start, knowledge ${fromKnown} AND ${date} <= $2::DATE
       ORDER BY ${date} DESC, realtime_start DESC LIMIT 1`,
      [day, begun],
    );
    found.push({ relation, rows: countsOf(counts), newest: newest === undefined ? null : newestOf(newest) });
  }
  return found;
}

/**
 * Source relations behind a node's columns: those that values come from, or all that it reads where none carries one.
 */
export function sourcesBehind(graph: Graph, node: ShowableNode, columns: readonly string[]): readonly NodeId[] {
  if (node.kind === 'model') return [];
  if (node.kind === 'source') return [node.id];
  if (node.kind === 'label') return node.query.sources;
  const values = node.definition.columns.filter(({ name }) => columns.includes(name));
  const direct = new Set(values.flatMap(({ name }) => directSeries(graph, node.name, name)));
  const carrying = node.query.sources.filter((source) => direct.has(source));
  return carrying.length > 0 ? carrying : node.query.sources;
}

function countsOf(rows: readonly Row[]): KnowledgeCounts {
  const found = rows.map((row): readonly [string, number] => [String(row['knowledge']), readCount(row)]);
  return { published: 0, observed: 0, assumed: 0, ...Object.fromEntries(found) };
}

function newestOf(row: Row): NonNullable<KnownSource['newest']> {
  return {
    date: String(row['date']),
    knownSince: String(row['realtime_start']),
    knowledge: row['knowledge'] as Knowledge,
  };
}

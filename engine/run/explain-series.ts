import type { NodeId, SourceNode } from '../compile/index.ts';
import { type Knowledge, observationsOf } from '../ingest/index.ts';
import { quoteName, type Row, type Scalar } from '../warehouse/index.ts';
import type { StepContext } from './context.ts';
import { rawFile } from './lineage-stages/source-stages.ts';
import { openSources } from './steps/open-sources.ts';

/** One row of a source relation, as known on a day. */
export interface KnownObservation {
  readonly date: string;
  /** Keys of the relation; empty for a plain series. */
  readonly keys: Readonly<Record<string, Scalar>>;
  readonly values: Readonly<Record<string, Scalar>>;
  readonly knownSince: string;
  readonly knowledge: Knowledge;
}

export interface ExplainedSeries {
  /** `fred.unrate`. */
  readonly relation: string;
  /** The newest that counts, one a key; empty where nothing was known. */
  readonly observations: readonly KnownObservation[];
  /** Days after the end of its period at which an assumed observation counts as known. */
  readonly lagDays: number | null;
  /** Project-relative path of the source's file; of a live source, the raw answer's key in the lake. */
  readonly file: string;
  /** SHA-256 of the file as it was ingested last. */
  readonly sha256: string;
}

export interface SeriesReader {
  /** What was known of the relation on a day: its newest rows dated `until` or before (all dates when null). */
  knownOn(relation: NodeId, day: string, until: string | null): Promise<ExplainedSeries>;
  close(): void;
}

/** Opens the stored observations of some sources. */
export async function seriesReader(context: StepContext, relations: ReadonlySet<NodeId>): Promise<SeriesReader> {
  const warehouse = await openSources(context, [...relations]);
  return {
    async knownOn(relation, day, until) {
      const node = sourceNode(context, relation);
      const date = quoteName(dateColumn(node));
      const keys = keysOf(node).map(quoteName);
      const partition = keys.length === 0 ? '' : `PARTITION BY ${keys.join(', ')}`;
      const rows = await warehouse.rows(
        `SELECT * FROM obs.${quoteName(relation)}
         WHERE realtime_start <= $1::DATE AND realtime_end > $1::DATE AND ($2::DATE IS NULL OR ${date} <= $2::DATE)
         QUALIFY ${date} = max(${date}) OVER (${partition})
         ORDER BY ALL`,
        [day, until],
      );
      return {
        relation,
        observations: rows.map((row) => observationOf(node, row)),
        lagDays: lagDaysOf(node),
        ...(await rawOf(context, node)),
      };
    },
    close: () => warehouse.close(),
  };
}

function sourceNode(context: StepContext, id: NodeId): SourceNode {
  const node = context.graph.nodes.get(id);
  if (node?.kind !== 'source') throw new Error(`${id} is not a source`);
  return node;
}

function tableOf({ source, name }: SourceNode) {
  return source.connector === 'file' ? source.tables.find((table) => table.name === name) : undefined;
}

function dateColumn(node: SourceNode): string {
  return tableOf(node)?.dateColumn ?? 'date';
}

function keysOf(node: SourceNode): readonly string[] {
  return tableOf(node)?.keys ?? [];
}

function observationOf(node: SourceNode, row: Row): KnownObservation {
  const date = dateColumn(node);
  const keys = keysOf(node);
  const values = node.columns.map(({ name }) => name).filter((name) => name !== date && !keys.includes(name));
  const pick = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
  return {
    date: String(row[date]),
    keys: pick(keys),
    values: pick(values),
    knownSince: String(row['realtime_start']),
    knowledge: row['knowledge'] as Knowledge,
  };
}

function lagDaysOf(node: SourceNode): number | null {
  if (node.source.connector === 'fred') {
    return node.source.series.find(({ name }) => name === node.name)?.publicationLagDays ?? null;
  }
  const knowledge = tableOf(node)?.knowledge;
  // `otherwise` also counts months: no one number of days.
  return knowledge?.kind === 'lag' ? knowledge.lagDays : null;
}

async function rawOf(context: StepContext, node: SourceNode): Promise<Pick<ExplainedSeries, 'file' | 'sha256'>> {
  const object = context.sources.get(node.id)?.object;
  const summary = object && observationsOf(await context.object(object)).relations[node.id];
  if (summary === undefined) throw new Error(`${node.id} is not a stored source`);
  return { file: summary.rawKey ?? rawFile(node, summary.readFrom), sha256: summary.raw };
}

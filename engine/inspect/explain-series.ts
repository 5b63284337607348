import { RAW_COLUMN } from '../bitemporal/index.ts';
import type { Day } from '../calendar/index.ts';
import { columnUnits, type NodeId, type SourceNode } from '../compile/index.ts';
import { type Knowledge, observationsOf, type RelationSummary } from '../ingest/index.ts';
import { rawFile, type StepContext, withSources } from '../steps/index.ts';
import { quoteName, type Row, type Scalar } from '../warehouse/index.ts';

/** One row of a source relation, as known on a day. */
export interface KnownObservation {
  readonly date: Day;
  /** Keys of the relation; empty for a plain series. */
  readonly keys: Readonly<Record<string, Scalar>>;
  readonly values: Readonly<Record<string, Scalar>>;
  readonly knownSince: Day;
  readonly knowledge: Knowledge;
  /** Null where what stored it did not record them, as earlier versions of ews. */
  readonly raw: RawOrigin | null;
}

/** The raw bytes that an observation was first read from. */
export interface RawOrigin {
  /** Project-relative path of the source's file, of which they are a version; of a live source, the answer's key. */
  readonly file: string;
  /** Where they are in the lake; null where they are not among those that the observations were made from. */
  readonly key: string | null;
  readonly sha256: string;
  /** They are what the source's file held when it was looked at last, or FRED's last answer for the series. */
  readonly isNewest: boolean;
}

export interface ExplainedSeries {
  /** `fred.unrate`. */
  readonly relation: string;
  /** The newest that counts, one a key; empty where nothing was known. */
  readonly observations: readonly KnownObservation[];
  /** Days after the end of its period at which an assumed observation counts as known. */
  readonly lagDays: number | null;
  /** What its values are counted in, by column; columns of which nobody declared it are not there. */
  readonly units: Readonly<Record<string, string>>;
  /** Project-relative path of the source's file; of a live source, the raw answer's key in the lake. */
  readonly file: string;
  /**
   * SHA-256 of the raw bytes that the observations are from; of those that were read last where there are none. Null
   * where they are from several, or where nobody recorded it: the observations tell.
   */
  readonly sha256: string | null;
}

/** What was known of a relation on a day: its newest rows dated `until` or before, of all dates when that is null. */
export type KnownOn = (relation: NodeId, day: Day, until: Day | null) => Promise<ExplainedSeries>;

/** Lets `work` read the stored observations of some sources. */
export async function withKnownSeries<T>(
  context: StepContext,
  relations: ReadonlySet<NodeId>,
  work: (knownOn: KnownOn) => Promise<T>,
): Promise<T> {
  return withSources(context, [...relations], { raws: true }, (warehouse) =>
    work(async (relation, day, until) => {
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
      const raws = await storedRaws(context, node);
      const observations = rows.map((row) => observationOf(node, row, raws));
      const units = Object.fromEntries(columnUnits(node));
      return { relation, observations, lagDays: lagDaysOf(node), units, ...sharedRaw(node, observations, raws) };
    }),
  );
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

function observationOf(node: SourceNode, row: Row, raws: StoredRaws): KnownObservation {
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
    raw: originOf(node, row[RAW_COLUMN], raws),
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

/** The raw bytes that stored observations can be from, by their digest, and the newest of a relation. */
interface StoredRaws {
  readonly raws: ReadonlyMap<string, StoredRaw>;
  readonly newest: Pick<RelationSummary, 'raw' | 'rawKey' | 'readFrom'>;
}

/** Where bytes are in the lake, and which of two files they are, of a source that has two. */
interface StoredRaw {
  readonly key: string;
  readonly readFrom: 'vintages' | 'snapshot';
}

async function storedRaws(context: StepContext, node: SourceNode): Promise<StoredRaws> {
  const object = context.sources.get(node.id)?.object;
  const stored = object && observationsOf(await context.object(object));
  const newest = stored?.relations[node.id];
  if (stored === undefined || newest === undefined) throw new Error(`${node.id} is not a stored source`);
  const raws: Map<string, StoredRaw> = new Map();
  for (const { sha256, key, snapshot } of stored.history) {
    raws.set(sha256, { key, readFrom: 'vintages' });
    if (snapshot !== undefined) raws.set(snapshot.sha256, { key: snapshot.key, readFrom: 'snapshot' });
  }
  return { raws, newest };
}

function originOf(node: SourceNode, digest: Scalar | undefined, { raws, newest }: StoredRaws): RawOrigin | null {
  if (digest === null || digest === undefined) return null;
  const sha256 = String(digest);
  const stored = raws.get(sha256);
  const key = stored?.key ?? null;
  const file = newest.rawKey === undefined || key === null ? rawFile(node, stored?.readFrom) : key;
  return { file, key, sha256, isNewest: sha256 === newest.raw };
}

/** The raw bytes of all observations of a series, if they are from one place. */
function sharedRaw(
  node: SourceNode,
  observations: readonly KnownObservation[],
  { newest }: StoredRaws,
): Pick<ExplainedSeries, 'file' | 'sha256'> {
  const file = rawFile(node, newest.readFrom);
  const [first] = observations;
  if (first === undefined) return { file: newest.rawKey ?? file, sha256: newest.raw };
  const isOne = observations.every(({ raw }) => raw?.sha256 === first.raw?.sha256);
  const raw = isOne ? first.raw : null;
  return { file: raw?.file ?? file, sha256: raw?.sha256 ?? null };
}

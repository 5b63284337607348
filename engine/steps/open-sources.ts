import type { Day } from '../calendar/index.ts';
import type { CompiledQuery, NodeId, SourceNode } from '../compile/index.ts';
import { fitWindows, type KeyedSource, loadCalendar, prepareSession } from '../feature-store/index.ts';
import { type LoadInput, loadObservations, observationsOf } from '../ingest/index.ts';
import { objectPath } from '../lake/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import type { StepContext } from './context.ts';

interface SourceOptions {
  /** What the sources are read with as `calendar.dates`; all decision dates by default. */
  readonly dates?: readonly Day[];
  /** Whether each row also has the raw bytes that it is from: not for user SQL. */
  readonly raws?: boolean;
}

/** Works on such a warehouse as `openSources` opens, which is closed when the work has ended, however it ended. */
export async function withSources<T>(
  context: StepContext,
  sources: CompiledQuery['sources'],
  options: SourceOptions,
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const warehouse = await openSources(context, sources, options);
  try {
    return await work(warehouse);
  } finally {
    warehouse.close();
  }
}

/**
 * A sandboxed warehouse that holds the observations of these sources and nothing else. User SQL may run in it: it
 * reaches no file but the step's own scratch folder, no network, no setting. The caller closes it.
 */
export async function openSources(
  context: StepContext,
  sources: CompiledQuery['sources'],
  { dates = context.graph.calendar.dates, raws = false }: SourceOptions = {},
): Promise<Warehouse> {
  const warehouse = await context.warehouses.open({ tempDirectory: context.scratch, signal: context.signal });
  try {
    await prepareSession(warehouse);
    await loadCalendar(warehouse, dates);
    for (const source of sources) await loadSource(context, warehouse, source, raws);
    await fitWindows(
      warehouse,
      sources.map((source) => keyedSource(context, source)),
    );
    await warehouse.sandbox([context.scratch]);
    return warehouse;
  } catch (error) {
    warehouse.close();
    throw error;
  }
}

async function loadSource(context: StepContext, warehouse: Warehouse, id: NodeId, raws: boolean): Promise<void> {
  const node = context.graph.nodes.get(id);
  const object = context.sources.get(id)?.object;
  if (node?.kind !== 'source' || object === undefined) throw new Error(`${id} is not a stored source`);
  const meta = await context.object(object);
  const summary = observationsOf(meta).relations[id];
  if (summary === undefined) throw new Error(`${id} is not in ${object.kind} ${object.name}`);
  await loadObservations(warehouse, {
    path: await objectPath(context.store, meta, 'data.parquet'),
    relation: id,
    ...(summary.seriesId === undefined ? {} : { seriesId: summary.seriesId }),
    columns: node.columns,
    ...servingOf(node),
    ...(raws ? { raws: summary.raws === undefined ? 'unrecorded' : 'recorded' } : {}),
  });
}

function keyedSource(context: StepContext, id: NodeId): KeyedSource {
  const node = context.graph.nodes.get(id);
  if (node?.kind !== 'source') throw new Error(`${id} is not a source`);
  const tables = node.source.connector === 'fred' ? [] : node.source.tables;
  return { name: id, keys: tables.find(({ name }) => name === node.name)?.keys ?? [] };
}

/** What is assumed of when a series became known, and of the states that it tells. */
export function servingOf({ source, name }: SourceNode): Pick<LoadInput, 'prehistory' | 'state'> {
  if (source.connector !== 'fred') return {};
  const series = source.series.find((candidate) => candidate.name === name);
  if (series === undefined) return {};
  const { publicationLagDays: lagDays, frequency, dated, settlesAfterMonths } = series;
  const { prehistory: mode, prehistoryLagMonths: lagMonths } = source;
  return {
    prehistory: { mode, lagDays, ...(lagMonths === undefined ? {} : { lagMonths }), frequency, dated },
    ...(settlesAfterMonths === undefined ? {} : { state: { settlesAfterMonths, frequency, dated } }),
  };
}

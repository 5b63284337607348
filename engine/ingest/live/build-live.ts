import path from 'node:path';
import { RAW_COLUMN } from '../../bitemporal/index.ts';
import type { Day } from '../../calendar/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { type ObjectMeta, objectPath, type Store } from '../../lake/index.ts';
import { parquetRows, quoteText, type Warehouse, type WarehouseOptions, withWarehouse } from '../../warehouse/index.ts';
import type { ComputeEffects } from '../compute-effects.ts';
import { countChanges, type IngestTally } from '../ingest-tally.ts';
import { OBSERVATIONS_FILE, observationsOf, type RelationSummary } from '../observations.ts';
import { declareRawDigests, RAW_TYPE } from '../raw-digests.ts';
import { summariseRelations } from '../relation-summary.ts';
import type { LiveRequest } from '../request.ts';
import { tableShape, writeObservations } from '../shape.ts';
import { answerWarnings } from './answer-warnings.ts';
import { NO_HISTORY, type SeriesHistory } from './batch.ts';
import { foldBatches } from './fold-batches.ts';
import { misdated } from './misdated.ts';
import { type RankedBatch, stageAnswers } from './stage-answers.ts';

export interface LiveEffects extends ComputeEffects {
  /** FRED's day. */
  readonly day: Day;
  /** What is stored so far, whatever it was made under: what an ingest changes is told by comparing with it. */
  readonly previous: ObjectMeta | undefined;
}

export interface BuiltLive {
  /** A local file below the scratch folder. */
  readonly parquet: string;
  readonly relations: Readonly<Record<string, RelationSummary>>;
  readonly warnings: readonly Problem[];
  readonly tally: IngestTally;
}

/** Series that are folded at a time, so that memory does not grow with their number. */
const GROUP = 20;

/** What live observations are folded from. */
export interface FoldedFrom {
  /** The answers of every series. */
  readonly histories: ReadonlyMap<string, SeriesHistory>;
  /**
   * An object made under the same declaration, which saves reading again what it was made from: folding is the same
   * whether it begins at the first batch or goes on from one.
   */
  readonly base: ObjectMeta | undefined;
}

/** Makes observations as a function of declaration and raw answers. */
export async function buildLive(
  store: Store,
  request: LiveRequest,
  { histories, base }: FoldedFrom,
  effects: LiveEffects,
): Promise<BuiltLive> {
  const stored = base === undefined ? undefined : await storedRows(store, base, histories);
  const batches = [...histories].flatMap(([seriesId, { batches: all }]) =>
    all
      .map((batch, rank): RankedBatch => ({ seriesId, rank, batch }))
      .slice((stored?.histories.get(seriesId) ?? NO_HISTORY).batches.length),
  );
  const parts: string[] = [];
  const warnings: Problem[] = [];
  for (const group of inGroups(batches)) {
    const part = path.join(effects.scratch, `part-${parts.length}.parquet`);
    warnings.push(...(await foldGroup(store, request, { group, histories, stored, part }, effects)));
    parts.push(part);
  }
  const folded = new Set(batches.map(({ seriesId }) => seriesId));
  const untouched = [...(stored?.histories.keys() ?? [])].filter((id) => !folded.has(id));
  const tables = parts.map((part) => `FROM ${parquetRows(part)}`);
  if (stored !== undefined) tables.push(rowsOf(stored, untouched));
  const rows = tables.join(' UNION ALL ');
  const written = await withWarehouse(effects.warehouses, warehouseOptions(effects), (warehouse) =>
    writeWhole(warehouse, store, request, { histories, rows, effects }),
  );
  return { ...written, warnings };
}

/** The rows of an earlier object, and the part of the history of each series that they hold. */
interface StoredRows {
  readonly file: string;
  readonly histories: ReadonlyMap<string, SeriesHistory>;
}

/** The series of an object whose history has only grown since. */
async function storedRows(
  store: Store,
  base: ObjectMeta,
  histories: ReadonlyMap<string, SeriesHistory>,
): Promise<StoredRows> {
  const kept = new Map<string, SeriesHistory>();
  for (const [seriesId, stored] of Object.entries(observationsOf(base).series ?? {})) {
    const now = histories.get(seriesId)?.batches.slice(0, stored.batches.length);
    if (JSON.stringify(now) === JSON.stringify(stored.batches)) kept.set(seriesId, stored);
  }
  return { file: await objectPath(store, base, OBSERVATIONS_FILE), histories: kept };
}

function rowsOf({ file, histories }: StoredRows, ids: readonly string[]): string {
  const wanted = ids.filter((id) => histories.has(id));
  return `FROM ${parquetRows(file)} WHERE ${isOneOf(wanted)}`;
}

function isOneOf(ids: readonly string[]): string {
  return ids.length === 0 ? 'false' : `series_id IN (${ids.map(quoteText).join(', ')})`;
}

function inGroups(batches: readonly RankedBatch[]): readonly (readonly RankedBatch[])[] {
  const ids = [...new Set(batches.map(({ seriesId }) => seriesId))];
  const groups: (readonly RankedBatch[])[] = [];
  for (let at = 0; at < ids.length; at += GROUP) {
    const some = new Set(ids.slice(at, at + GROUP));
    groups.push(batches.filter(({ seriesId }) => some.has(seriesId)));
  }
  return groups;
}

/** New batches of some series, what is stored of them, and the local file that their rows are written to. */
interface FoldedGroup {
  readonly group: readonly RankedBatch[];
  readonly histories: ReadonlyMap<string, SeriesHistory>;
  readonly stored: StoredRows | undefined;
  readonly part: string;
}

/** Folds the new batches of some series onto what is stored of them, and writes their rows. */
async function foldGroup(
  store: Store,
  request: LiveRequest,
  { group, histories, stored, part }: FoldedGroup,
  effects: LiveEffects,
): Promise<readonly Problem[]> {
  return withWarehouse(effects.warehouses, warehouseOptions(effects), async (warehouse) => {
    const ids = [...new Set(group.map(({ seriesId }) => seriesId))];
    const batches = ids.flatMap((id) => (histories.get(id) ?? NO_HISTORY).batches);
    await declareRawDigests(
      warehouse,
      batches.flatMap(({ parts }) => parts),
    );
    if (stored !== undefined)
      await warehouse.run(`
        CREATE TABLE observations AS
        SELECT * REPLACE (${RAW_COLUMN}::${RAW_TYPE} AS ${RAW_COLUMN}) ${rowsOf(stored, ids)}`);
    await stageAnswers(warehouse, store, group);
    await foldBatches(warehouse, request);
    await writeObservations(warehouse, tableShape(request), part);
    return [...(await answerWarnings(warehouse, request)), ...(await misdated(warehouse, request))];
  });
}

async function writeWhole(
  warehouse: Warehouse,
  store: Store,
  request: LiveRequest,
  whole: {
    readonly histories: ReadonlyMap<string, SeriesHistory>;
    readonly rows: string;
    readonly effects: LiveEffects;
  },
): Promise<Omit<BuiltLive, 'warnings'>> {
  const { histories, rows, effects } = whole;
  const parquet = path.join(effects.scratch, OBSERVATIONS_FILE);
  await warehouse.run(`CREATE VIEW observations AS ${rows}`);
  await writeObservations(warehouse, tableShape(request), parquet);
  await warehouse.run(`CREATE OR REPLACE VIEW observations AS FROM ${parquetRows(parquet)}`);
  const relations = await summariseRelations(warehouse, request, (id) => newestRaw(histories.get(id)), effects.day);
  await warehouse.run(`CREATE VIEW before AS ${await rowsBefore(store, request, effects)}`);
  return { parquet, relations, tally: await countChanges(warehouse, request) };
}

/** SQL for what is stored so far of the series that are declared now. */
async function rowsBefore(store: Store, request: LiveRequest, { previous }: LiveEffects): Promise<string> {
  if (previous === undefined) return 'FROM observations LIMIT 0';
  const file = await objectPath(store, previous, OBSERVATIONS_FILE);
  return `FROM ${parquetRows(file)} WHERE ${isOneOf(request.series.map(({ seriesId }) => seriesId))}`;
}

function newestRaw(history: SeriesHistory | undefined): Pick<RelationSummary, 'raw' | 'rawKey'> {
  const part = history?.batches.at(-1)?.parts.at(-1);
  if (part === undefined) throw new Error('a series without an answer has no observations');
  return { raw: part.sha256, rawKey: part.key };
}

function warehouseOptions({ scratch, signal }: LiveEffects): WarehouseOptions {
  return { tempDirectory: scratch, signal };
}

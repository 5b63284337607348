import path from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { type ObjectMeta, objectPath, type Store } from '../../lake/index.ts';
import { openWarehouse, quoteText, type Warehouse } from '../../warehouse/index.ts';
import { OBSERVATIONS_FILE, observationsOf, type RelationSummary } from '../observations.ts';
import { summariseRelations } from '../relation-summary.ts';
import type { LiveRequest } from '../request.ts';
import { shapeOf, writeObservations } from '../shape.ts';
import { NO_HISTORY, type SeriesHistory } from './batch.ts';
import { findings } from './findings.ts';
import { foldBatches } from './fold-batches.ts';
import { type RankedBatch, stageAnswers } from './stage-answers.ts';

export interface LiveEffects {
  readonly scratch: string;
  readonly signal?: AbortSignal;
}

export interface BuiltLive {
  /** A local file below the scratch folder. */
  readonly parquet: string;
  readonly relations: Readonly<Record<string, RelationSummary>>;
  readonly warnings: readonly Problem[];
}

/**
 * Observations as a function of declaration and raw answers. `base`, an object made under the same declaration, saves
 * reading again what it was made from: folding is the same whether it begins at the first batch or goes on from one.
 */
export async function buildLive(
  store: Store,
  request: LiveRequest,
  histories: ReadonlyMap<string, SeriesHistory>,
  base: ObjectMeta | undefined,
  effects: LiveEffects,
): Promise<BuiltLive> {
  const tempDirectory = path.join(effects.scratch, 'duckdb');
  const warehouse = await openWarehouse({ tempDirectory, signal: effects.signal });
  try {
    const kept =
      base === undefined ? new Map<string, SeriesHistory>() : await loadBase(warehouse, store, base, histories);
    const batches = [...histories].flatMap(([seriesId, { batches: all }]) =>
      all
        .map((batch, rank): RankedBatch => ({ seriesId, rank, batch }))
        .slice((kept.get(seriesId) ?? NO_HISTORY).batches.length),
    );
    await stageAnswers(warehouse, store, batches, path.join(effects.scratch, 'answered.csv'));
    await foldBatches(warehouse, request);
    const warnings = await findings(warehouse, request);
    const parquet = path.join(effects.scratch, OBSERVATIONS_FILE);
    await writeObservations(warehouse, shapeOf(request), parquet);
    const relations = await summariseRelations(warehouse, request, (id) => newestRaw(histories.get(id)));
    return { parquet, relations, warnings };
  } finally {
    warehouse.close();
  }
}

/** Loads the stored rows of the series whose history only grew, and says how much of it they hold. */
async function loadBase(
  warehouse: Warehouse,
  store: Store,
  base: ObjectMeta,
  histories: ReadonlyMap<string, SeriesHistory>,
): Promise<ReadonlyMap<string, SeriesHistory>> {
  const kept = new Map<string, SeriesHistory>();
  for (const [seriesId, stored] of Object.entries(observationsOf(base).series ?? {})) {
    const now = histories.get(seriesId)?.batches.slice(0, stored.batches.length);
    if (JSON.stringify(now) === JSON.stringify(stored.batches)) kept.set(seriesId, stored);
  }
  const file = quoteText(await objectPath(store, base, OBSERVATIONS_FILE));
  const ids = [...kept.keys()].map(quoteText).join(', ');
  await warehouse.run(`CREATE TABLE observations AS FROM read_parquet(${file}) WHERE series_id IN (${ids || "''"})`);
  return kept;
}

function newestRaw(history: SeriesHistory | undefined): Pick<RelationSummary, 'raw' | 'rawKey'> {
  const part = history?.batches.at(-1)?.parts.at(-1);
  if (part === undefined) throw new Error('a series without an answer has no observations');
  return { raw: part.sha256, rawKey: part.key };
}

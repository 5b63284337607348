import { utcDay } from '../calendar/index.ts';
import { digestOf, type ObjectMeta, type Store } from '../lake/index.ts';
import { buildObservations, storedFiles } from './build-observations.ts';
import type { ComputeEffects } from './compute-effects.ts';
import { buildLive } from './live/build-live.ts';
import { fredDay } from './live/fred-day.ts';
import { observationsOf, type RawVersion } from './observations.ts';
import { declarationOf, type FileBasedRequest, type IngestRequest, type LiveRequest, shownAs } from './request.ts';

export interface RemakeEffects extends ComputeEffects {
  readonly now: () => Date;
}

/**
 * Makes observations again from the raw bytes that they were made from, all of them, into a local file; stores nothing.
 * Undefined where the source is declared otherwise now, or this version of ews reads it otherwise. ProblemErrors of
 * reading raw bytes, EWS4002 and EWS4005.
 */
export async function remakeObservations(
  store: Store,
  request: IngestRequest,
  object: ObjectMeta,
  effects: RemakeEffects,
): Promise<string | undefined> {
  if (request.kind === 'live') return remakeLive(store, request, object, effects);
  const { declaration, history } = observationsOf(object);
  return digestOf(declarationOf(request)) === declaration ? remakeFile(store, request, history, effects) : undefined;
}

async function remakeFile(
  store: Store,
  request: FileBasedRequest,
  history: readonly RawVersion[],
  effects: RemakeEffects,
): Promise<string> {
  const newest = history.at(-1);
  if (newest === undefined) throw new Error('observations are made from at least one file');
  const files = { ...(await storedFiles(store, newest)), shownAs: shownAs(request) };
  const raw = { ...files, history, isNew: false, day: utcDay(effects.now()) };
  return (await buildObservations(store, request, raw, effects)).parquet;
}

/** Series that could not be had are in the declaration of the request, and not in that of the object. */
async function remakeLive(
  store: Store,
  request: LiveRequest,
  object: ObjectMeta,
  effects: RemakeEffects,
): Promise<string | undefined> {
  const { declaration, series = {} } = observationsOf(object);
  const histories = new Map(
    request.series.flatMap(({ seriesId }) => {
      const history = series[seriesId];
      return history === undefined ? [] : [[seriesId, history] as const];
    }),
  );
  if (digestOf(declarationOf(request)) !== declaration || histories.size !== Object.keys(series).length)
    return undefined;
  const declared = { ...request, series: request.series.filter(({ seriesId }) => histories.has(seriesId)) };
  const day = fredDay(effects.now());
  const { warehouses, scratch, signal } = effects;
  const options = { warehouses, scratch, day, previous: undefined, ...(signal === undefined ? {} : { signal }) };
  return (await buildLive(store, declared, { histories, base: undefined }, options)).parquet;
}

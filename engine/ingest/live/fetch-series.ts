import { END_OF_TIME } from '../../bitemporal/index.ts';
import { addDays, type Day } from '../../calendar/index.ts';
import { type Store, storeAnswer } from '../../lake/index.ts';
import type { Answered, Exchange, FredClient, Observation, RealtimeWindow } from '../fred/fred-client.ts';
import type { SeriesSpec } from '../request.ts';
import { checkAnswerDays } from './answer-days.ts';
import { FIRST_DAY, fredDay } from './fred-day.ts';
import type { LoggedRequest, SeriesEntry } from './ingest-log.ts';
import { MAX_VINTAGES, vintageWindows } from './vintage-windows.ts';

export interface FetchEffects {
  readonly store: Store;
  readonly fred: FredClient;
  readonly now: () => Date;
  /** Ask for everything again, whatever is stored. */
  readonly again?: boolean;
}

/**
 * Asks FRED for what a series may have gained since its last entry (`before`), or for all of it. Every answer is stored
 * before the next request is made; the entry that names them is the caller's to append. At most two requests when
 * something is stored already: whether the series was updated, and if it was, what changed. Throws ProblemError.
 */
export async function fetchSeries(
  source: string,
  series: SeriesSpec,
  before: SeriesEntry | undefined,
  effects: FetchEffects,
): Promise<SeriesEntry> {
  const day = fredDay(effects.now());
  const requests: LoggedRequest[] = [];
  const ask = async <T>(answering: Promise<Answered<T>>): Promise<T> => {
    const { value, exchanges } = await answering;
    requests.push(...(await landAnswers(effects.store, source, series.seriesId, exchanges)));
    return value;
  };
  const judge = (rows: readonly Observation[], versions: boolean): void =>
    checkAnswerDays(source, series, rows, { day: fredDay(effects.now()), versions });
  const asking: SeriesAsking = { id: series.seriesId, fred: effects.fred, ask, judge };
  const info = await ask(effects.fred.series(series.seriesId));
  const entry = { seriesId: series.seriesId, day, through: addDays(day, -1), info, requests };
  if (before === undefined) {
    return { ...entry, kind: 'first', from: null, ...(await fetchAll(asking)) };
  }
  const { has, release, through: from } = before;
  if (effects.again === true) {
    return { ...entry, kind: 'since', from, ...(await fetchAll(asking)) };
  }
  if (before.info.lastUpdated === info.lastUpdated) return { ...entry, kind: 'unchanged', has, from, release };
  if (has === 'latest') judge(await ask(effects.fred.latest(series.seriesId)), false);
  else await fetchSince(asking, { start: from, end: END_OF_TIME }, day);
  return { ...entry, kind: 'since', has, from, release };
}

type AskAndKeep = <T>(answering: Promise<Answered<T>>) => Promise<T>;

/** What asking for one series needs; `judge` throws for answers whose days make no sense. */
interface SeriesAsking {
  readonly id: string;
  readonly fred: FredClient;
  readonly ask: AskAndKeep;
  readonly judge: (rows: readonly Observation[], versions: boolean) => void;
}

async function fetchAll({ id, fred, ask, judge }: SeriesAsking): Promise<Pick<SeriesEntry, 'has' | 'release'>> {
  const release = await ask(fred.release(id));
  const dates = await ask(fred.vintageDates(id, { start: FIRST_DAY, end: END_OF_TIME }));
  if (dates === 'none') {
    judge(await ask(fred.latest(id)), false);
    return { has: 'latest', release };
  }
  for (const part of vintageWindows(dates)) judge(await ask(fred.observations(id, part)), true);
  return { has: 'vintages', release };
}

/** One request, unless there may be more vintages since than one answer holds. */
async function fetchSince({ id, fred, ask, judge }: SeriesAsking, window: RealtimeWindow, day: Day): Promise<void> {
  const mayBeMany = addDays(window.start, MAX_VINTAGES) <= day;
  const dates = mayBeMany ? await ask(fred.vintageDates(id, window)) : [];
  for (const part of vintageWindows(dates === 'none' ? [] : dates, window.start)) {
    judge(await ask(fred.observations(id, part)), true);
  }
}

/** Stores answers as they came, and says what was asked for them and where they are. */
export async function landAnswers(
  store: Store,
  source: string,
  name: string,
  exchanges: readonly Exchange[],
): Promise<readonly LoggedRequest[]> {
  const landed: LoggedRequest[] = [];
  for (const { endpoint, parameters, status, at, bytes } of exchanges) {
    const raw = await storeAnswer(store, { source, name, bytes });
    landed.push({ endpoint, parameters, status, at, ...raw, bytes: bytes.byteLength });
  }
  return landed;
}

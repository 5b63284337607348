import type { Day } from '../../engine/calendar/index.ts';
import { clientAt, TEST_KEY } from '../../engine/ingest/fred/client-at.fixture.ts';
import {
  type CorrectionRequest,
  type IngestResult,
  ingest,
  type LiveRequest,
  type PlaceOf,
  type SeriesSpec,
} from '../../engine/ingest/index.ts';
import { rowLines, storedRows } from '../../engine/ingest/stored-rows.fixture.ts';
import { openLocalStore, type Store, type StoreEffects } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';
import { type FredSeries, type FredSeriesInput, fredSeries, LAST_DAY } from './fred-server/fred-series.ts';
import { type FredServer, startFredServer } from './fred-server/fred-server.ts';

type OnFinished = (clean: () => Promise<void>) => void;
type Version = readonly [date: Day, value: number | null, from: Day, to?: Day];

/** A monthly series of versions `[date, value, first day, last day]`. */
export function monthly(id: string, versions: readonly Version[], more: Partial<FredSeriesInput> = {}): FredSeries {
  const rows = versions.map(([date, value, realtimeStart, realtimeEnd = LAST_DAY]) => ({
    date,
    value,
    realtimeStart,
    realtimeEnd,
  }));
  return fredSeries({ id, rows, ...more });
}

/** A source that is read live from a server of this test's own, and a lake. */
export interface LiveSource {
  readonly server: FredServer;
  readonly root: string;
  readonly store: Store;
  readonly request: LiveRequest;
  /** Ingests at noon of a day in St. Louis. */
  ingestOn(day: Day, how?: IngestHow): Promise<IngestResult>;
  /** Endpoints asked in the last ingest, with the series, in order. */
  asked(): readonly string[];
  /** `date value realtime_start realtime_end knowledge` of a series, as the last ingest left them. */
  rows(seriesId: string): Promise<readonly string[]>;
}

export interface IngestHow {
  readonly ask?: 'due' | 'all' | 'again';
  readonly store?: StoreEffects;
  readonly correct?: CorrectionRequest;
  readonly placeOf?: PlaceOf;
}

export async function liveSource(onFinished: OnFinished, ...series: readonly FredSeries[]): Promise<LiveSource> {
  const server = await startFredServer({ series: new Map(series.map((each) => [each.id, each])), key: TEST_KEY });
  onFinished(() => server.stop());
  const root = await temporaryFolder(onFinished);
  const store = openLocalStore(root);
  const request: LiveRequest = { ...REQUEST, url: server.url, series: series.map(({ id }) => spec(id)) };
  let before = 0;
  let last: IngestResult | undefined;
  return {
    server,
    root,
    store,
    request,
    async ingestOn(day, how = {}) {
      before = server.requests.length;
      last = await ingestLiveOn(day, how.store === undefined ? store : openLocalStore(root, how.store), request, how);
      return last;
    },
    asked: () =>
      server.requests
        .slice(before)
        .map(({ endpoint, parameters }) => `${endpoint} ${parameters['series_id'] ?? parameters['release_id']}`),
    async rows(seriesId) {
      if (last === undefined) throw new Error('nothing was ingested');
      const rows = await storedRows(store, last.object, `series_id = '${seriesId}'`);
      return rowLines(rows.map(({ series_id: _, ...row }) => row));
    },
  };
}

export function ingestLiveOn(
  day: Day,
  store: Store,
  request: LiveRequest,
  { ask = 'all', correct, placeOf }: Omit<IngestHow, 'store'> = {},
): Promise<IngestResult> {
  const now = (): Date => new Date(`${day}T18:00:00Z`);
  const live = {
    openFred: ({ url }: LiveRequest) => clientAt(url, {}, { now }),
    elapsed: () => 0,
    ask,
    ...(placeOf && { placeOf }),
  };
  return ingest(store, request, { warehouses: IN_PROCESS, now, live, ...(correct && { correct }) });
}

const REQUEST: Omit<LiveRequest, 'url' | 'series'> = {
  kind: 'live',
  source: 'fred',
  refreshHours: 24,
  requestsPerMinute: 1e9,
  prehistory: 'assume',
};

export function spec(seriesId: string): SeriesSpec {
  return { name: seriesId.toLowerCase(), seriesId, frequency: 'monthly', publicationLagDays: 10 };
}

import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { clientAt, TEST_KEY } from '../../engine/ingest/fred/client-at.fixture.ts';
import { ingest, type LiveRequest, OBSERVATIONS_FILE, observationsOf } from '../../engine/ingest/index.ts';
import { objectPath, openLocalStore, type Store } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { entry } from '../../engine/presence/index.ts';
import { IN_PROCESS, openWarehouse, quoteText } from '../../engine/warehouse/index.ts';
import { dailySeries } from '../ingest/fred-server/daily-series.ts';
import type { FredSeries } from '../ingest/fred-server/fred-series.ts';
import { type FredServer, startFredServer } from '../ingest/fred-server/fred-server.ts';
import { ingestInChild, ingestKilled } from '../ingest/fred-server/ingest-in-child.ts';
import { hasRecordedAnswers, RECORDED_FOLDER, recordedAnswers, recordedFetch } from '../ingest/fred-server/recorded.ts';
import { seriesOfFile, VINTAGES_FILE } from '../ingest/fred-server/vintages-file.ts';
import { spec } from '../ingest/live-source.ts';

if (!hasRecordedAnswers()) console.warn(`recorded answers of FRED are not ingested: there is no ${RECORDED_FOLDER}`);
if (!existsSync(VINTAGES_FILE)) console.warn(`live vintages are not tested: there is no ${VINTAGES_FILE}`);

/** What a process of its own takes before it asks for anything. */
const START_SECONDS = 0.6;

const cleanups: (() => Promise<void>)[] = [];
const keep = (clean: () => Promise<void>): void => void cleanups.push(clean);

describe.skipIf(!hasRecordedAnswers())("FRED's recorded answers about GDP, through client and lake", () => {
  it('are as of a day, and in the end, what FRED answered for that day and for the latest', async () => {
    const store = openLocalStore(await temporaryFolder(onTestFinished));
    const now = (): Date => new Date('2024-10-30T18:00:00Z');
    const request: LiveRequest = {
      kind: 'live',
      source: 'fred',
      url: 'https://recorded.test/fred/',
      refreshHours: 24,
      requestsPerMinute: 1e9,
      prehistory: 'none',
      series: [{ ...spec('GDP'), frequency: 'quarterly' }],
    };
    const openFred = ({ url }: LiveRequest) => clientAt(url, {}, { fetch: recordedFetch(), now });
    const { object, rows } = await ingest(store, request, {
      warehouses: IN_PROCESS,
      now,
      live: { openFred, elapsed: () => 0, ask: 'all' },
    });
    expect(rows).toBe(3199);

    const answer = (name: string) => recordedAnswers().find(({ name: each }) => each === name)?.body['observations'];
    const file = quoteText(await objectPath(store, object, OBSERVATIONS_FILE));
    const warehouse = await openWarehouse();
    try {
      const asOf = await warehouse.rows(`
        SELECT least(realtime_end - 1, DATE '2019-01-01')::DATE::VARCHAR AS realtime_end,
          realtime_start::VARCHAR AS realtime_start,
          date::VARCHAR AS date, value FROM read_parquet(${file}) WHERE realtime_start <= '2019-01-01'
        ORDER BY date, realtime_start`);
      expect(asOf).toHaveLength(2902);
      expect(asOf).toEqual(numbers(answer('gdp_as_of_2019-01-01')));
      const last = await warehouse.rows(`
        SELECT date::VARCHAR AS date, value FROM read_parquet(${file})
        QUALIFY realtime_start = max(realtime_start) OVER (PARTITION BY date) ORDER BY date`);
      expect(last).toHaveLength(315);
      expect(last).toEqual(numbers(answer('gdp_latest')).map(({ date, value }) => ({ date, value })));
    } finally {
      warehouse.close();
    }
  });
});

type Answered = {
  readonly realtime_start: string;
  readonly realtime_end: string;
  readonly date: Day;
  readonly value: string;
};

/** Rows of an answer, values as numbers. */
function numbers(answer: unknown) {
  return (answer as readonly Answered[]).map(({ value, ...row }) => ({
    ...row,
    value: value === '.' ? null : Number(value),
  }));
}

describe.skipIf(!existsSync(VINTAGES_FILE))('122 series with all vintages, and a daily one with 5,000', () => {
  let server: FredServer;
  let store: Store;
  let root: string;
  let series: ReadonlyMap<string, FredSeries>;

  beforeAll(async () => {
    const daily = dailySeries('DAILY', 5000);
    series = new Map([...(await seriesOfFile()), [daily.id, daily]]);
    server = await startFredServer({ series, key: TEST_KEY });
    root = await temporaryFolder(keep);
    store = openLocalStore(root);
  });
  afterAll(async () => {
    await server.stop();
    for (const clean of cleanups) await clean();
  });

  it('are stored as exactly the rows of their source, within the time and memory promised', async () => {
    const { seconds, peakBytes, object } = await ingestInChild(server.url, root, [...series.keys()], '2024-11-02');
    console.info(
      `612,602 + 6,660 rows in ${seconds.toFixed(1)} s, peak ${Math.round(peakBytes / 1e6)} MB, ` +
        `${server.requests.length} requests`,
    );
    expect(peakBytes).toBeLessThan(600e6);
    const file = quoteText(await objectPath(store, object, OBSERVATIONS_FILE));
    const warehouse = await openWarehouse();
    try {
      const closed = (from: string, where: string) => `
        SELECT series_id, date, value, realtime_start,
          CASE WHEN realtime_end >= DATE '9999-12-31' THEN DATE '9999-12-31' ELSE ${from} END AS realtime_end ${where}`;
      const source = closed('(realtime_end + 1)::DATE', `FROM read_parquet(${quoteText(VINTAGES_FILE)})`);
      const stored = closed('realtime_end', `FROM read_parquet(${file}) WHERE series_id <> 'DAILY'`);
      const [counts] = await warehouse.rows(`
        SELECT (SELECT count(*) FROM (${stored})) AS rows,
          (SELECT count(*) FROM (${source} EXCEPT ALL ${stored})) AS missing,
          (SELECT count(*) FROM (${stored} EXCEPT ALL ${source})) AS invented`);
      expect(counts).toEqual({ rows: 612_602, missing: 0, invented: 0 });
      const daily = await warehouse.rows(`
        SELECT date::VARCHAR AS date, value, realtime_start::VARCHAR AS "realtimeStart",
          CASE WHEN realtime_end >= DATE '9999-12-31' THEN '9999-12-31'
            ELSE (realtime_end - 1)::DATE::VARCHAR END AS "realtimeEnd"
        FROM read_parquet(${file}) WHERE series_id = 'DAILY' ORDER BY date, realtime_start`);
      expect(daily).toEqual(entry(series, 'DAILY').rows);
    } finally {
      warehouse.close();
    }
    expect(Object.keys(observationsOf(object).relations)).toHaveLength(123);
  });

  it('are asked for at most twice a series the second time', async () => {
    const before = server.requests.length;
    await ingestInChild(server.url, root, [...series.keys()], '2024-11-03');
    const asked = server.requests.slice(before);
    expect(asked.length).toBeLessThanOrEqual(2 * series.size);
    expect(asked.length).toBeGreaterThanOrEqual(series.size);
  });

  it('killed at any moment, the next ingest ends with the same digests', async () => {
    const names = [...series.keys()].slice(0, 30);
    const whole = await temporaryFolder(onTestFinished);
    const { seconds } = await ingestInChild(server.url, whole, names, '2024-11-02');
    const expected = await digests(openLocalStore(whole));
    for (let moment = 1; moment <= 8; moment++) {
      const folder = await temporaryFolder(onTestFinished);
      await ingestKilled(server.url, folder, names, {
        day: '2024-11-02',
        seconds: START_SECONDS + (seconds * moment) / 8,
      });
      await ingestInChild(server.url, folder, names, '2024-11-02');
      expect(await digests(openLocalStore(folder)), `killed at moment ${moment}`).toEqual(expected);
    }
  });
});

async function digests(store: Store): Promise<readonly string[]> {
  return [...(await store.list('objects')), ...(await store.list('raw'))];
}

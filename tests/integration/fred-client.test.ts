import { existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clientAt, TEST_KEY } from '../../engine/ingest/fred/client-at.fixture.ts';
import type { Observation } from '../../engine/ingest/fred/fred-client.ts';
import { fredSeries, vintageDatesOf } from '../ingest/fred-server/fred-series.ts';
import { startFredServer } from '../ingest/fred-server/fred-server.ts';
import { hasRecordedAnswers, RECORDED_FOLDER, recordedFetch } from '../ingest/fred-server/recorded.ts';
import { seriesOfFile, VINTAGES_FILE } from '../ingest/fred-server/vintages-file.ts';

if (!hasRecordedAnswers()) console.warn(`recorded answers of FRED are not tested: there is no ${RECORDED_FOLDER}`);
if (!existsSync(VINTAGES_FILE)) console.warn(`the client is not tested on vintages: there is no ${VINTAGES_FILE}`);

const EVER = { start: '1776-07-04', end: '9999-12-31' };
const AS_OF = { start: '1776-07-04', end: '2019-01-01' };

/** What FRED says of the window is what it says of all time, cut to it. */
function clipped(rows: readonly Observation[], end: string): readonly Observation[] {
  return rows
    .filter(({ realtimeStart }) => realtimeStart <= end)
    .map((row) => ({ ...row, realtimeEnd: row.realtimeEnd < end ? row.realtimeEnd : end }));
}

describe.skipIf(!hasRecordedAnswers())('answers of the real API about GDP', () => {
  const recorded = () => clientAt('https://recorded.test/fred/', {}, { fetch: recordedFetch() });

  it('of all releases, cut to a day, are its answer as of that day, row by row', async () => {
    const all = (await recorded().observations('GDP', EVER)).value;
    const asOf = (await recorded().observations('GDP', AS_OF)).value;
    expect([all.length, asOf.length]).toEqual([3199, 2902]);
    expect(clipped(all, AS_OF.end)).toEqual(asOf);
  });

  it('end, for each date, with the latest value', async () => {
    const all = (await recorded().observations('GDP', EVER)).value;
    const latest = (await recorded().latest('GDP')).value;
    expect(latest).toHaveLength(315);
    const last = new Map(all.map(({ date, value }) => [date, value]));
    expect([...last]).toEqual(latest.map(({ date, value }) => [date, value]));
  });

  it('have a vintage on each day on which something changed', async () => {
    const { value: days } = await recorded().vintageDates('GDP', EVER);
    expect(days).toHaveLength(393);
    expect(vintageDatesOf((await recorded().observations('GDP', EVER)).value)).toEqual(days);
  });

  it('tell what the series is, and its release', async () => {
    expect((await recorded().series('GDP')).value).toEqual({
      id: 'GDP',
      title: 'Gross Domestic Product',
      units: 'Billions of Dollars',
      unitsShort: 'Bil. of $',
      frequency: 'Quarterly',
      frequencyShort: 'Q',
      seasonalAdjustmentShort: 'SAAR',
      lastUpdated: '2024-10-30 07:54:01-05',
      observationStart: '1947-01-01',
      observationEnd: '2024-07-01',
    });
    expect((await recorded().release('GDP')).value).toEqual({ id: 53, name: 'Gross Domestic Product' });
  });

  it('are given by the test server as by the real one, from the same rows', async () => {
    const all = (await recorded().observations('GDP', EVER)).value;
    const series = new Map([['GDP', fredSeries({ id: 'GDP', rows: all })]]);
    const server = await startFredServer({ series, key: TEST_KEY, today: '2024-10-30' });
    onTestFinished(() => server.stop());
    const served = clientAt(server.url);
    expect((await served.observations('GDP', AS_OF)).value).toEqual(
      (await recorded().observations('GDP', AS_OF)).value,
    );
    expect((await served.latest('GDP')).value).toEqual((await recorded().latest('GDP')).value);
    expect((await served.vintageDates('GDP', EVER)).value).toEqual((await recorded().vintageDates('GDP', EVER)).value);
  });
});

describe.skipIf(!existsSync(VINTAGES_FILE))('122 series with all their revisions', () => {
  it('arrive as they are served, 612,602 rows', async () => {
    const series = await seriesOfFile();
    const server = await startFredServer({ series, key: TEST_KEY });
    onTestFinished(() => server.stop());
    const client = clientAt(server.url);
    const started = performance.now();
    let rows = 0;
    for (const { id, rows: own, vintageDates } of series.values()) {
      expect((await client.vintageDates(id, EVER)).value).toEqual(vintageDates);
      const { value } = await client.observations(id, EVER);
      expect(value).toEqual(own);
      rows += value.length;
    }
    console.info(`read ${rows} rows in ${Math.round(performance.now() - started)} ms`);
    expect(rows).toBe(612_602);
  });
});

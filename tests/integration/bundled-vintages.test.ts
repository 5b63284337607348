import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { ingest, loadObservations, OBSERVATIONS_FILE, observationsOf } from '../../engine/ingest/index.ts';
import { BUNDLED } from '../../engine/ingest/requests.fixture.ts';
import { objectPath, openLocalStore } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { entry } from '../../engine/presence/index.ts';
import { diskFiles, readProject, type SeriesDefinition } from '../../engine/project/index.ts';
import {
  IN_PROCESS,
  openWarehouse,
  quoteText,
  type Row,
  type Warehouse,
  withWarehouse,
} from '../../engine/warehouse/index.ts';
import {
  daysLater,
  FIRST_VINTAGE,
  HANDOVER,
  knownOn,
  LAST_DAY,
  LAST_VINTAGE,
  lastOfMonth,
  type Original,
  originalLines,
  type Version,
  versionOf,
} from './original-vintages.ts';
import { REPOSITORY } from './product.ts';

const SHARED = path.resolve(import.meta.dirname, '../../../shared/data');
const hasShared = existsSync(path.join(SHARED, 'fred-vintages/observations.parquet'));
if (!hasShared) console.warn(`bundled vintages are not made again: there is no ${SHARED}`);

const FILE = path.join(BUNDLED, 'fred_vintages.parquet');
let series: readonly string[];
let bundled: readonly Row[];
const originals = new Map<string, Original>();

beforeAll(async () => {
  bundled = await read(`SELECT * FROM read_parquet(${quoteText(FILE)})`);
  series = [...new Set(bundled.map((row) => String(row['series_id'])))];
  if (!hasShared) return;
  const lines = (await readFile(path.join(SHARED, 'fred-snapshot/observations.csv'), 'utf8'))
    .trim()
    .split('\n')
    .slice(1);
  const lags = await read(`SELECT * FROM read_csv(${quoteText(path.join(SHARED, 'fred-snapshot/series.csv'))})`);
  const versions = await read(
    `SELECT * FROM read_parquet(${quoteText(path.join(SHARED, 'fred-vintages/observations.parquet'))})
     WHERE series_id IN (${series.map(quoteText).join(', ')})`,
  );
  for (const id of series) {
    const own = lines.map((line) => line.split(',')).filter(([of]) => of === id);
    originals.set(id, {
      latest: new Map(own.map(([, date = '', value]) => [date, Number(value)])),
      versions: versions.filter((row) => row['series_id'] === id).map(versionOf),
      lagDays: Number(lags.find((row) => row['series_id'] === id)?.['publication_lag_days']),
    });
  }
});

describe('the bundled vintages', () => {
  it('are 15 series in three parts, and the whole of one source with the other 29', async () => {
    expect(series).toHaveLength(15);
    const published = bundled.filter((row) => row['knowledge'] === 'published').length;
    const assumed = bundled.filter((row) => row['knowledge'] === 'assumed').length;
    expect([published, assumed, bundled.length]).toEqual([137_731, 16_443, 154_174]);
    const store = openLocalStore(await temporaryFolder(onTestFinished));
    const { rows, warnings } = await ingest(store, await sourceRequest(), {
      warehouses: IN_PROCESS,
      now: () => new Date('2022-11-01T00:00:00Z'),
    });
    expect(warnings).toEqual([]);
    expect(rows).toBe(174_062);
  });

  it('call nothing published before the first vintage or after the last, nor before its period was over', () => {
    const published = bundled.filter((row) => row['knowledge'] === 'published').map(versionOf);
    const faults = published.filter(
      ({ date, start, end }) =>
        start < FIRST_VINTAGE || start > LAST_VINTAGE || end > LAST_DAY || start <= lastOfMonth(date),
    );
    expect(faults).toEqual([]);
  });

  it('overlap nowhere, and leave no hole in a published value', () => {
    const periods = new Map<string, Version[]>();
    for (const row of bundled) {
      const period = `${row['series_id']} ${row['date']}`;
      periods.set(period, [...(periods.get(period) ?? []), versionOf(row)]);
    }
    const faults = [...periods].filter(([, versions]) => {
      const ordered = versions.toSorted((a, b) => (a.start < b.start ? -1 : 1));
      return ordered.some(({ start, end }, at) => {
        const next = ordered[at + 1];
        return start > end || (next !== undefined && next.start !== daysLater(end, 1));
      });
    });
    expect(faults).toEqual([]);
  });

  it('count lags as the source declares them', async () => {
    const declared = new Map((await declaredSeries()).map((each) => [each.seriesId, each]));
    for (const [id, { lagDays }] of originals) expect(entry(declared, id).publicationLagDays).toBe(lagDays);
  });

  it.skipIf(!hasShared)('hold exactly what the three parts of the original files come to', () => {
    const found = bundled.map((row) =>
      [row['series_id'], row['date'], row['value'], row['realtime_start'], row['realtime_end'], row['knowledge']].join(
        ' ',
      ),
    );
    const wanted = [...originals].flatMap(([id, original]) => originalLines(original).map((line) => `${id} ${line}`));
    expect(found.sort()).toEqual(wanted.sort());
  });

  it.skipIf(!hasShared)('call published what stands in the vintage of its day, and nothing that only 2022 knew', () => {
    const vintages = new Map(
      [...originals].flatMap(([id, { versions }]) =>
        versions.map(({ date, start, value }) => [`${id} ${date} ${start}`, value] as const),
      ),
    );
    const published = bundled.filter((row) => row['knowledge'] === 'published');
    const faults = published.filter((row) => {
      const { value, date, start } = versionOf(row);
      return vintages.get(`${row['series_id']} ${date} ${start}`) !== value;
    });
    expect(faults).toEqual([]);
  });

  it.skipIf(!hasShared)('are known through the engine as plain code knows them, on sampled days', async () => {
    const store = openLocalStore(await temporaryFolder(onTestFinished));
    const request = await sourceRequest();
    const { object } = await ingest(store, request, {
      warehouses: IN_PROCESS,
      now: () => new Date('2022-11-01T00:00:00Z'),
    });
    const warehouse = await openWarehouse();
    onTestFinished(() => warehouse.close());
    const stored = await objectPath(store, object, OBSERVATIONS_FILE);
    let compared = 0;
    for (const definition of await declaredSeries()) {
      const original = originals.get(definition.seriesId);
      if (original === undefined) continue;
      const relation = `fred.${definition.name}`;
      const columns = observationsOf(object).relations[relation]?.columns ?? [];
      const { frequency, publicationLagDays: lagDays, seriesId } = definition;
      const prehistory = { mode: 'assume', lagDays, frequency } as const;
      await loadObservations(warehouse, { path: stored, relation, seriesId, columns, prehistory });
      for (const day of sampledDays(seriesId)) {
        const [values, known] = [await knownValues(warehouse, relation, day), knownOn(original, day)];
        expect(values, `${seriesId} on ${day}`).toEqual(known);
        compared += values.size;
      }
    }
    console.info(`compared ${compared} values known on sampled days`);
    expect(compared).toBeGreaterThan(100_000);
  });
});

async function knownValues(warehouse: Warehouse, relation: string, day: Day): Promise<ReadonlyMap<string, number>> {
  const rows = await warehouse.rows(
    `SELECT date, value FROM obs."${relation}"
     WHERE realtime_start <= $1::DATE AND $1::DATE < realtime_end ORDER BY date`,
    [day],
  );
  expect(new Set(rows.map((row) => row['date'])).size).toBe(rows.length);
  return new Map(rows.map((row) => [String(row['date']), Number(row['value'])]));
}

/** Days on which something changes, and days spread over 1950 to 2022 that follow from the series' name. */
function sampledDays(seed: string): readonly Day[] {
  let state = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2_147_483_647, 7);
  const spread = Array.from({ length: 12 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return daysLater('1950-01-01', state % 26_000);
  });
  return [
    '1999-08-30',
    FIRST_VINTAGE,
    '2001-11-29',
    '2001-11-30',
    LAST_VINTAGE,
    LAST_DAY,
    HANDOVER,
    '2022-10-31',
    ...spread,
  ];
}

async function declaredSeries(): Promise<readonly SeriesDefinition[]> {
  return (await fredSource()).series;
}

async function fredSource() {
  const { definitions } = await readProject(REPOSITORY, diskFiles(REPOSITORY));
  const source = definitions?.sources.find(({ name }) => name === 'fred');
  if (source?.connector !== 'fred') throw new Error('the reference project has no fred source');
  return source;
}

async function sourceRequest() {
  const { series: declared, completeThrough } = await fredSource();
  return {
    kind: 'vintages',
    source: 'fred',
    file: FILE,
    snapshot: { file: path.join(BUNDLED, 'fred.parquet') },
    ...(completeThrough === undefined ? {} : { completeThrough }),
    prehistory: 'assume',
    series: declared.map(({ name, seriesId, frequency, publicationLagDays }) => ({
      name,
      seriesId,
      frequency,
      publicationLagDays,
    })),
  } as const;
}

async function read(sql: string): Promise<readonly Row[]> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    return await warehouse.rows(sql);
  });
}

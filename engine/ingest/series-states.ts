import { objectPath, type Store } from '../lake/index.ts';
import { openWarehouse, parquetRows } from '../warehouse/index.ts';
import { currentObservations } from './current-observations.ts';
import type { SeriesState } from './freshness.ts';
import { addDays, fredDay } from './live/fred-day.ts';
import { type ReleaseCalendar, readCalendar } from './live/release-calendar.ts';
import { OBSERVATIONS_FILE } from './observations.ts';
import type { IngestRequest } from './request.ts';

/**
 * What is stored of every series of a fred source, limits left out; undefined before its first ingest. Of a source that
 * is not read live it is not known when it was asked: then the day is today's.
 */
export async function seriesStates(
  store: Store,
  request: Exclude<IngestRequest, { kind: 'file' }>,
  now: Date,
): Promise<readonly Omit<SeriesState, 'limits'>[] | undefined> {
  const { ref, object } = await currentObservations(store, request);
  if (object === undefined) return undefined;
  const { calendar } = request.kind === 'live' ? await readCalendar(store, request.source) : { calendar: undefined };
  const through = ref?.value['completeThrough'];
  const releases = (ref?.value['releases'] ?? {}) as Readonly<Record<string, number>>;
  const warehouse = await openWarehouse();
  try {
    const rows = await warehouse.rows(`
      SELECT series_id, max(date) FILTER (realtime_end = DATE '9999-12-31' AND value IS NOT NULL) AS newest,
        max(realtime_start) AS known_since
      FROM ${parquetRows(await objectPath(store, object, OBSERVATIONS_FILE))} GROUP BY series_id`);
    const stored = new Map(rows.map((row) => [String(row['series_id']), row]));
    return request.series.flatMap(({ name, seriesId, frequency, publicationLagDays }) => {
      const row = stored.get(seriesId);
      if (row === undefined || row['newest'] === null) return [];
      return {
        relation: `${request.source}.${name}`,
        frequency,
        publicationLagDays,
        newest: String(row['newest']),
        knownSince: String(row['known_since']),
        askedThrough: typeof through === 'string' ? through : addDays(fredDay(now), -1),
        release: releaseOf(calendar, releases[seriesId]),
      };
    });
  } finally {
    warehouse.close();
  }
}

function releaseOf(calendar: ReleaseCalendar | undefined, id: number | undefined): SeriesState['release'] {
  return calendar?.releases.find((release) => release.id === id) ?? null;
}

import { END_OF_TIME_SQL } from '../bitemporal/index.ts';
import { addDays, type Day } from '../calendar/index.ts';
import { objectPath, type Store } from '../lake/index.ts';
import { parquetRows, quoteText, type Row, type Warehouses, withWarehouse } from '../warehouse/index.ts';
import { currentObservations } from './current-observations.ts';
import type { SeriesState } from './freshness.ts';
import { fredDay } from './live/fred-day.ts';
import { type ReleaseCalendar, readCalendar } from './live/release-calendar.ts';
import { OBSERVATIONS_FILE } from './observations.ts';
import type { IngestRequest } from './request.ts';

/**
 * Reads what is stored of every series of a fred source, limits left out; undefined before its first ingest. Of a
 * source that is not read live it is not known when it was asked: then the day is today's. A period that has not begun
 * is a projection and newest in nothing.
 */
export async function seriesStates(
  store: Store,
  request: Exclude<IngestRequest, { kind: 'file' }>,
  { now: clock, warehouses }: { readonly now: () => Date; readonly warehouses: Warehouses },
): Promise<readonly Omit<SeriesState, 'limits'>[] | undefined> {
  const { ref, object } = await currentObservations(store, request);
  if (object === undefined) return undefined;
  const { calendar } = request.kind === 'live' ? await readCalendar(store, request.source) : { calendar: undefined };
  const through = ref?.value['completeThrough'];
  const releases = (ref?.value['releases'] ?? {}) as Readonly<Record<string, number>>;
  const now = clock();
  return withWarehouse(warehouses, {}, async (warehouse) => {
    const rows = await warehouse.rows(`
      SELECT series_id,
        max(date) FILTER (realtime_end = ${END_OF_TIME_SQL} AND value IS NOT NULL
          AND date <= DATE ${quoteText(fredDay(now))}) AS newest,
        max(date) FILTER (value IS NOT NULL) AS last_date,
        arg_max(realtime_end, (date, realtime_end)) FILTER (value IS NOT NULL) AS ended_on,
        max(realtime_start) AS known_since
      FROM ${parquetRows(await objectPath(store, object, OBSERVATIONS_FILE))} GROUP BY series_id`);
    const stored = new Map(rows.map((row) => [String(row['series_id']), row]));
    return request.series.map(({ name, seriesId, publicationLagDays, frequency, dated }) => {
      const row = stored.get(seriesId);
      return {
        relation: `${request.source}.${name}`,
        frequency,
        dated,
        publicationLagDays,
        newest: dayOf(row?.['newest']),
        ended: endedOf(row),
        knownSince: dayOf(row?.['known_since']),
        askedThrough: typeof through === 'string' ? through : addDays(fredDay(now), -1),
        release: releaseOf(calendar, releases[seriesId]),
      };
    });
  });
}

function dayOf(cell: Row[string] | undefined): Day | null {
  return cell === undefined || cell === null ? null : String(cell);
}

function endedOf(row: Row | undefined): SeriesState['ended'] {
  const date = dayOf(row?.['last_date']);
  return date === null ? null : { date, on: String(row?.['ended_on']) };
}

function releaseOf(calendar: ReleaseCalendar | undefined, id: number | undefined): SeriesState['release'] {
  return calendar?.releases.find((release) => release.id === id) ?? null;
}

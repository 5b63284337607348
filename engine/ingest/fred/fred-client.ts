import { END_OF_TIME } from '../../bitemporal/index.ts';
import type { Day } from '../../calendar/index.ts';
import { type Ask, openAsk } from './ask.ts';
import { askPages, askPagesOrNone } from './pages.ts';
import type { AskedFor } from './problems.ts';
import {
  checkReleaseDates,
  checkVintageDates,
  readRelease,
  readReleaseDates,
  readSeries,
  readVintageDates,
} from './read-metadata.ts';
import { checkOrder, readObservations } from './read-observations.ts';
import type { Answered, FredClient, FredEffects, FredOptions, Observation, RealtimeWindow } from './types.ts';
import { dayField, expectEqual } from './unusable-answer.ts';

export type {
  Answered,
  Exchange,
  FredClient,
  FredEffects,
  FredOptions,
  Observation,
  RealtimeWindow,
  RequestReport,
  SeriesInfo,
} from './types.ts';

/** The most that FRED gives in one page. */
const LIMITS = { observations: 100_000, vintageDates: 10_000, releaseDates: 1000 } as const;

/** Throws ProblemError (EWS3015) for a key that is missing or malformed, before any request. */
export function openFred(options: FredOptions, effects: FredEffects): FredClient {
  const ask = openAsk(options, effects);
  return {
    series: (id) => askOne(ask, id, 'series', (body) => readSeries(body, id)),
    release: (id) => askOne(ask, id, 'series/release', readRelease),
    vintageDates: (id, window) => askVintageDates(ask, id, window),
    observations: (id, window) => askObservations(ask, id, window),
    latest: (id) => askObservations(ask, id, undefined),
    releaseDates: (release, from) => askReleaseDates(ask, release, from),
  };
}

async function askOne<T>(
  ask: Ask,
  id: string,
  endpoint: string,
  read: (body: Readonly<Record<string, unknown>>) => T,
): Promise<Answered<T>> {
  const { value, exchange } = await ask({ subject: series(id), endpoint, parameters: { series_id: id }, read });
  return { value, exchanges: [exchange] };
}

function askVintageDates(ask: Ask, id: string, window: RealtimeWindow): Promise<Answered<readonly string[] | 'none'>> {
  const period = { realtime_start: window.start, realtime_end: window.end };
  return askPagesOrNone(ask, {
    subject: series(id),
    endpoint: 'series/vintagedates',
    parameters: { series_id: id, ...period },
    limit: LIMITS.vintageDates,
    read(body, offset) {
      expectEqual(body, period);
      return readVintageDates(body, window, offset);
    },
    check: checkVintageDates,
    isNone: (message) => /does not exist in ALFRED/.test(message),
  });
}

/** In the window, or today's without one. */
function askObservations(
  ask: Ask,
  id: string,
  window: RealtimeWindow | undefined,
): Promise<Answered<readonly Observation[]>> {
  const period = window === undefined ? {} : { realtime_start: window.start, realtime_end: window.end };
  return askPages(ask, {
    subject: series(id),
    endpoint: 'series/observations',
    parameters: { series_id: id, ...period, output_type: '1', units: 'lin' },
    limit: LIMITS.observations,
    read(body, offset) {
      expectEqual(body, { ...period, output_type: 1, units: 'lin' });
      const today = {
        start: dayField(body, 'realtime_start', 'the answer'),
        end: dayField(body, 'realtime_end', 'the answer'),
      };
      const rows = readObservations(body, window ?? today, offset);
      checkOrder(rows, offset);
      return rows;
    },
    check: checkOrder,
  });
}

async function askReleaseDates(ask: Ask, release: number, from: Day): Promise<Answered<readonly Day[]>> {
  const period = { realtime_start: from, realtime_end: END_OF_TIME };
  const { value, exchanges } = await askPages(ask, {
    subject: { kind: 'release', id: release },
    endpoint: 'release/dates',
    parameters: { release_id: String(release), ...period, include_release_dates_with_no_data: 'true' },
    limit: LIMITS.releaseDates,
    read(body, offset) {
      expectEqual(body, period);
      return readReleaseDates(body, release, offset);
    },
    check: checkReleaseDates,
  });
  // A day with two releases of one kind is one day; and FRED does not promise to begin at `from`.
  return { value: [...new Set(value)].filter((day) => day >= from), exchanges };
}

function series(id: string): AskedFor {
  return { kind: 'series', id };
}

import { addDays, type Day } from '../../calendar/index.ts';
import { type Problem, ProblemError } from '../../diagnostics/index.ts';
import { appendNumbered, type PlainObject, readNumbered, type Store } from '../../lake/index.ts';
import { newestNumber } from '../newest-number.ts';
import type { LiveRequest } from '../request.ts';
import { type FetchEffects, landAnswers } from './fetch-series.ts';
import { fredDay } from './fred-day.ts';
import type { LoggedRequest } from './ingest-log.ts';

/** When FRED's releases come out, as it was known on a day. */
export interface ReleaseCalendar {
  /** FRED's day on which it was asked. */
  readonly day: Day;
  readonly releases: readonly {
    readonly id: number;
    readonly name: string;
    /** Ascending, past ones and those that are scheduled. */
    readonly dates: readonly Day[];
  }[];
  readonly requests: readonly LoggedRequest[];
}

/** No series is called so. */
const CALENDAR = '~releases';
const DAYS_BACK = 400;
const ASKED_EVERY_DAYS = 7;

/** The calendar as it was last asked for, and its place in the log. */
export async function readCalendar(
  store: Store,
  source: string,
): Promise<{ readonly n: number; readonly calendar: ReleaseCalendar | undefined }> {
  const folder = `ingest/${source}/${CALENDAR}`;
  const n = await newestNumber(store, folder);
  const calendar = n === 0 ? undefined : ((await readNumbered(store, folder, n)) as unknown as ReleaseCalendar);
  return { n, calendar };
}

export interface CalendarAsked {
  readonly requests: number;
  /** That there is no newer calendar stops nothing: freshness is judged by the older one. */
  readonly warnings: readonly Problem[];
}

/** Asks for the dates of the releases once a week, and when there are others. */
export async function refreshCalendar(
  request: LiveRequest,
  releases: ReadonlyMap<number, string>,
  effects: FetchEffects,
): Promise<CalendarAsked> {
  const day = fredDay(effects.now());
  const { n, calendar } = await readCalendar(effects.store, request.source);
  const known = new Set(calendar?.releases.map(({ id }) => id));
  const isRecent = calendar !== undefined && addDays(calendar.day, ASKED_EVERY_DAYS) > day;
  if (isRecent && [...releases.keys()].every((id) => known.has(id))) return { requests: 0, warnings: [] };
  const requests: LoggedRequest[] = [];
  const asked: ReleaseCalendar['releases'][number][] = [];
  try {
    for (const [id, name] of releases) {
      const { value: dates, exchanges } = await effects.fred.releaseDates(id, addDays(day, -DAYS_BACK));
      requests.push(...(await landAnswers(effects.store, request.source, CALENDAR, exchanges)));
      asked.push({ id, name, dates });
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const warnings = error.problems.map((problem): Problem => ({ ...problem, severity: 'warning' }));
    return { requests: requests.length, warnings };
  }
  const entry: ReleaseCalendar = { day, releases: asked, requests };
  await appendNumbered(effects.store, `ingest/${request.source}/${CALENDAR}`, n + 1, entry as unknown as PlainObject);
  return { requests: requests.length, warnings: [] };
}

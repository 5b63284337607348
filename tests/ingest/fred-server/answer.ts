import type { Day } from '../../../engine/calendar/index.ts';
import type { FredRelease, FredSeries } from './fred-series.ts';
import { observationsBody, type Page, pagedBody, type RealtimePeriod, rowsWithin } from './pages.ts';

export interface ServedAnswer {
  readonly status: number;
  readonly body: string;
}

export interface ServedState {
  readonly series: ReadonlyMap<string, FredSeries>;
  readonly key: string;
  /** The real-time period of a request without one. */
  readonly today: Day;
}

type Parameters = Readonly<Record<string, string>>;

const EVER: RealtimePeriod = { start: '1776-07-04', end: '9999-12-31' };
const MAX_VINTAGE_DATES = 2000;
const MAX_LIMIT = { observations: 100_000, vintageDates: 10_000, releaseDates: 10_000 } as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What FRED would answer. Pure: faults are injected elsewhere. */
export function answerOf(state: ServedState, endpoint: string, parameters: Parameters): ServedAnswer {
  const fault = keyFault(state, parameters['api_key']) ?? periodFault(state.today, parameters);
  if (fault !== undefined) return refusal(fault);
  if (parameters['file_type'] !== 'json') return refusal('Variable file_type is not json: this server knows no other.');
  if (endpoint === 'release/dates') return releaseDates(state, parameters);
  const { series_id: id } = parameters;
  const series = id === undefined ? undefined : state.series.get(id);
  const known = ['series', 'series/release', 'series/vintagedates', 'series/observations'].includes(endpoint);
  if (!known) return { status: 404, body: JSON.stringify({ error_code: 404, error_message: 'Not Found.' }) };
  if (series === undefined) return refusal('The series does not exist.');
  switch (endpoint) {
    case 'series':
      return metadata(state, series);
    case 'series/release':
      return releaseOf(state, series.release);
    case 'series/vintagedates':
      return vintageDates(series, parameters);
    default:
      return observations(state, series, parameters);
  }
}

export function refusal(message: string): ServedAnswer {
  return { status: 400, body: JSON.stringify({ error_code: 400, error_message: `Bad Request.  ${message}` }) };
}

function keyFault(state: ServedState, key: string | undefined): string | undefined {
  const more = 'Read https://fred.stlouisfed.org/docs/api/api_key.html for more information.';
  if (key === undefined || key === '') return `Variable api_key is not set.  ${more}`;
  if (!/^[a-z0-9]{32}$/.test(key)) {
    return `The value for variable api_key is not a 32 character alpha-numeric lower-case string.  ${more}`;
  }
  return key === state.key ? undefined : `The value for variable api_key is not registered.  ${more}`;
}

/** FRED knows no future but the end of time. */
function periodFault(today: Day, parameters: Parameters): string | undefined {
  for (const name of ['realtime_start', 'realtime_end']) {
    const value = parameters[name];
    if (value !== undefined && !DAY.test(value)) {
      return `Variable ${name} is not a YYYY-MM-DD formatted date (e.g. 2000-02-24).`;
    }
    if (value !== undefined && value > today && value !== EVER.end) {
      return `Variable ${name} is after today, ${today}, and is not ${EVER.end}.`;
    }
  }
  return undefined;
}

function metadata({ today }: ServedState, series: FredSeries): ServedAnswer {
  const period = { realtime_start: today, realtime_end: today };
  const { id, title, units, unitsShort, frequencyShort, seasonalAdjustmentShort, lastUpdated, rows } = series;
  const found = {
    id,
    ...period,
    title,
    observation_start: rows[0]?.date ?? today,
    observation_end: rows.at(-1)?.date ?? today,
    frequency_short: frequencyShort,
    units,
    ...(unitsShort === undefined ? {} : { units_short: unitsShort }),
    seasonal_adjustment_short: seasonalAdjustmentShort,
    last_updated: lastUpdated,
  };
  return { status: 200, body: JSON.stringify({ ...period, seriess: [found] }) };
}

function releaseOf({ today }: ServedState, { id, name }: FredRelease): ServedAnswer {
  const period = { realtime_start: today, realtime_end: today };
  return { status: 200, body: JSON.stringify({ ...period, releases: [{ id, ...period, name, press_release: true }] }) };
}

function vintageDates(series: FredSeries, parameters: Parameters): ServedAnswer {
  const period = periodOf(parameters, EVER);
  const days = series.vintageDates.filter((day) => day >= period.start && day <= period.end);
  if (series.vintageDates.length === 0) return notInAlfred();
  const page = pageOf(parameters, MAX_LIMIT.vintageDates);
  if (page === undefined) return limitRefusal(MAX_LIMIT.vintageDates);
  const list = { orderBy: 'vintage_date', name: 'vintage_dates', rows: days };
  const body = pagedBody(period, page, list, (day) => JSON.stringify(day));
  return { status: 200, body };
}

function observations(state: ServedState, series: FredSeries, parameters: Parameters): ServedAnswer {
  const period = periodOf(parameters, { start: state.today, end: state.today });
  const page = pageOf(parameters, MAX_LIMIT.observations);
  if (page === undefined) return limitRefusal(MAX_LIMIT.observations);
  const asked = parameters['realtime_start'] !== undefined || parameters['realtime_end'] !== undefined;
  const first = series.vintageDates[0];
  // A period before the first vintage has no empty answer but this one.
  if (asked && (first === undefined || period.end < first)) return notInAlfred();
  const vintages = series.vintageDates.filter((day) => day >= period.start && day <= period.end).length;
  if (vintages > MAX_VINTAGE_DATES) {
    return refusal(
      `There are ${vintages} vintage dates in the specified real-time period: ${period.start} to ${period.end}.  ` +
        `This exceeds the maximum number of vintage dates allowed for this file type (${MAX_VINTAGE_DATES}).`,
    );
  }
  return { status: 200, body: observationsBody(period, page, rowsWithin(series.rows, period)) };
}

function releaseDates(state: ServedState, parameters: Parameters): ServedAnswer {
  const releases = [...state.series.values()].map(({ release }) => release);
  const release = releases.find(({ id }) => String(id) === parameters['release_id']);
  if (release === undefined) return refusal('The release does not exist.');
  const period = periodOf(parameters, EVER);
  // FRED leaves out days without data unless asked for them; here those after today are such days.
  const all = parameters['include_release_dates_with_no_data'] === 'true';
  const last = all || period.end < state.today ? period.end : state.today;
  const days = release.dates.filter((day) => day >= period.start && day <= last);
  const page = pageOf(parameters, MAX_LIMIT.releaseDates);
  if (page === undefined) return limitRefusal(MAX_LIMIT.releaseDates);
  const row = (date: Day): string => JSON.stringify({ release_id: release.id, date });
  const list = { orderBy: 'release_date', name: 'release_dates', rows: days };
  return { status: 200, body: pagedBody(period, page, list, row) };
}

function periodOf(parameters: Parameters, absent: RealtimePeriod): RealtimePeriod {
  return { start: parameters['realtime_start'] ?? absent.start, end: parameters['realtime_end'] ?? absent.end };
}

function pageOf(parameters: Parameters, max: number): Page | undefined {
  const { limit = max, offset = 0 } = parameters;
  const page = { limit: Number(limit), offset: Number(offset) };
  return page.limit >= 1 && page.limit <= max && page.offset >= 0 ? page : undefined;
}

function limitRefusal(max: number): ServedAnswer {
  return refusal(`Variable limit is not between 1 and ${max}.`);
}

function notInAlfred(): ServedAnswer {
  return refusal('The series does not exist in ALFRED but may exist in FRED.');
}

import { type Problem, ProblemError, problem, type Span } from '../../diagnostics/index.ts';
import type { LiveRequest, SeriesSpec } from '../request.ts';
import { type FetchEffects, fetchSeries } from './fetch-series.ts';
import { appendEntry, type NumberedEntry, type SeriesEntry } from './ingest-log.ts';

/** How far asking has come: for people who wait. */
export interface IngestProgress {
  readonly source: string;
  readonly series: string;
  /** Series done, of `total`. */
  readonly done: number;
  readonly total: number;
  readonly requests: number;
  readonly requestsPerMinute: number;
  readonly secondsLeft: number;
}

/** Where a series of the source, or one key of it, is declared. */
export type PlaceOf = (series: string, field?: string) => { readonly span: Span; readonly lineText: string };

export interface FetchSourceEffects extends FetchEffects {
  /** Monotonic seconds. */
  readonly elapsed: () => number;
  readonly onProgress?: (progress: IngestProgress) => void;
  readonly placeOf?: PlaceOf;
}

/** The last known entry of a series, and its place in the log (0: none). */
export interface LastEntry {
  readonly n: number;
  readonly entry: SeriesEntry | undefined;
}

export interface FetchedSource {
  readonly entries: ReadonlyMap<string, NumberedEntry>;
  readonly requests: number;
  /** Another writer logged some of the series meanwhile: what it stored counts, and has to be looked at again. */
  readonly overtaken: boolean;
  /** Why some series could not be had; what was answered for the others is stored. */
  readonly problems: readonly Problem[];
  /** Ids of those series. */
  readonly failed: readonly string[];
  /** Asking was broken off: some series were not even tried. */
  readonly gaveUp: boolean;
}

/** Problems of the series that was asked for, and not of the way to FRED. */
const OF_SERIES: ReadonlySet<string> = new Set(['EWS3013', 'EWS3014', 'EWS3028']);

/** After as many series in a row that could not be reached, the rest is not tried. */
const GIVE_UP_AFTER = 2;

/**
 * Asks for one series after the other, and logs each as soon as its answers are stored: what stops in between goes on
 * from there. `last` says what is known of each series already.
 */
export async function fetchSource(
  request: LiveRequest,
  series: readonly SeriesSpec[],
  last: (seriesId: string) => LastEntry,
  effects: FetchSourceEffects,
): Promise<FetchedSource> {
  const entries = new Map<string, NumberedEntry>();
  const problems: Problem[] = [];
  const started = effects.elapsed();
  let requests = 0;
  let unreachable = 0;
  let overtaken = false;
  let gaveUp = false;
  const failed: string[] = [];
  for (const [at, spec] of series.entries()) {
    try {
      const { n, entry: before } = last(spec.seriesId);
      const entry = await fetchSeries(request.source, spec, before, effects);
      requests += entry.requests.length;
      if (await appendEntry(effects.store, request.source, n, entry)) entries.set(spec.seriesId, { n: n + 1, entry });
      else overtaken = true;
      unreachable = 0;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      failed.push(spec.seriesId);
      const place = effects.placeOf?.(spec.name, 'id');
      problems.push(
        ...error.problems.map((problem) => (OF_SERIES.has(problem.code) ? { ...problem, ...place } : problem)),
      );
      unreachable = isUnreachable(error) ? unreachable + 1 : 0;
      const rest = series.length - at - 1;
      if (rest > 0 && (isRefusal(error) || unreachable >= GIVE_UP_AFTER)) {
        problems.push(notTried(request, rest));
        gaveUp = true;
        break;
      }
    }
    const asked = { series: spec.name, done: at + 1, total: series.length, requests };
    effects.onProgress?.(progressOf(request, asked, effects.elapsed() - started));
  }
  return { entries, requests, overtaken, problems, failed, gaveUp };
}

function isUnreachable({ problems }: ProblemError): boolean {
  return problems.some(({ code }) => code === 'EWS3012');
}

/** Whatever is asked next would fare the same: the key is refused, or the way to FRED is not one. */
function isRefusal({ problems }: ProblemError): boolean {
  return problems.some(({ code }) => code === 'EWS3015' || code === 'EWS4016');
}

function notTried(request: LiveRequest, rest: number): Problem {
  const message = `source ${request.source}: ${rest} more series were not tried`;
  const hint = 'run again once the problem above is solved: what was answered so far is stored and not asked for again';
  return problem('EWS3012', message, { hint });
}

function progressOf(
  request: LiveRequest,
  asked: Pick<IngestProgress, 'series' | 'done' | 'total' | 'requests'>,
  seconds: number,
): IngestProgress {
  const { done, total, requests } = asked;
  return {
    source: request.source,
    ...asked,
    requestsPerMinute: seconds > 0 ? (60 * requests) / seconds : 0,
    secondsLeft: (seconds / done) * (total - done),
  };
}

import type { Day } from '../calendar/index.ts';

/**
 * The days (`YYYY-MM-DD`) by which an ingest decides since when a difference is known. What was known on a day before
 * `ingestedOn` that somebody may have gone by is never said otherwise afterwards.
 */
export interface IngestDays {
  readonly ingestedOn: Day;
  /** The last day on which the source was looked at before, and was as it is stored; null when nobody knows of one. */
  readonly lookedThrough: Day | null;
}

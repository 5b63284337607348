import type { Day } from '../../calendar/index.ts';

/** Where and how FRED is asked. */
export interface FredOptions {
  /** Ends in `/`. */
  readonly url: string;
  readonly key: string;
  readonly requestsPerMinute: number;
  /** For one request, headers and body together. */
  readonly timeoutMs: number;
  /** How often one request is tried before it is given up. */
  readonly attempts: number;
}

/** One request as it went; never the key. */
export interface RequestReport {
  readonly endpoint: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Null if no answer began. */
  readonly status: number | null;
  readonly ms: number;
  /** From 1. */
  readonly attempt: number;
}

export interface FredEffects {
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => Date;
  /** Monotonic seconds. */
  readonly elapsed: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Uniform on [0, 1). */
  readonly random: () => number;
  /** Aborting throws its reason from whatever is asked. */
  readonly signal?: AbortSignal;
  readonly onRequest?: (request: RequestReport) => void;
}

/** One accepted answer, bytes as they came; parameters without the key. */
export interface Exchange {
  readonly endpoint: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly status: number;
  /** When it was complete, ISO 8601. */
  readonly at: string;
  readonly bytes: Uint8Array;
}

export interface Answered<T> {
  readonly value: T;
  readonly exchanges: readonly Exchange[];
}

export interface SeriesInfo {
  readonly id: string;
  readonly title: string;
  readonly units: string;
  /** `%` of `Percent`; absent where FRED does not say, and in entries of the log from before it was kept. */
  readonly unitsShort?: string;
  /** `Weekly, Ending Friday`; absent as above. */
  readonly frequency?: string;
  readonly frequencyShort: string;
  readonly seasonalAdjustmentShort: string;
  /** As FRED writes it: `2024-10-30 07:54:01-05`. */
  readonly lastUpdated: string;
  readonly observationStart: Day;
  readonly observationEnd: Day;
}

export interface Observation {
  readonly date: Day;
  /** Null where FRED says `.`: missing, or withdrawn. */
  readonly value: number | null;
  readonly realtimeStart: Day;
  readonly realtimeEnd: Day;
}

/** Closed on both sides. */
export interface RealtimeWindow {
  readonly start: Day;
  readonly end: Day;
}

/**
 * FRED and ALFRED. Every method throws ProblemError: EWS3012 when it cannot be reached, EWS3013 when its answers are
 * unusable, EWS3014 for an unknown series or release, EWS3028 for one that it refuses, EWS3015 when it refuses the key.
 */
export interface FredClient {
  series(id: string): Promise<Answered<SeriesInfo>>;
  /** 'none': the series exists in FRED and not in ALFRED, or not yet within the window. Ascending. */
  vintageDates(id: string, window: RealtimeWindow): Promise<Answered<readonly string[] | 'none'>>;
  /**
   * Real-time intervals, clipped to the window as FRED does. At most 2,000 vintage dates may lie in the window, it may
   * not end before the first one (EWS3014), and it ends today at the latest, or on 9999-12-31.
   */
  observations(id: string, window: RealtimeWindow): Promise<Answered<readonly Observation[]>>;
  /** The values of today only, for series without vintages. */
  latest(id: string): Promise<Answered<readonly Observation[]>>;
  release(id: string): Promise<Answered<{ readonly id: number; readonly name: string }>>;
  /** Release dates from a day on, ascending, with those that are scheduled and have no data yet. */
  releaseDates(release: number, from: Day): Promise<Answered<readonly Day[]>>;
}

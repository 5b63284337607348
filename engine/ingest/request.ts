import type { Dated, Day, Frequency } from '../calendar/index.ts';
import type { Reach } from '../folders/index.ts';
import { ENGINE_SETTINGS } from '../warehouse/index.ts';
import { type CsvDialect, unusualDialect } from './csv/dialect.ts';
import type { FormatName } from './formats/index.ts';
import type { PeriodColumns } from './staged-file.ts';

export type { Dated, Frequency } from '../calendar/index.ts';

/** A column as declared: `type` is DuckDB's name of it. Nullable unless it is the date or a key. */
export interface ColumnSpec {
  readonly name: string;
  readonly type: string;
  readonly nullable?: boolean;
  /** What the file calls it; `name` when absent. */
  readonly header?: string;
}

export interface SeriesSpec {
  /** The relation's name within the source: `unrate` of `fred.unrate`. */
  readonly name: string;
  readonly seriesId: string;
  /** To be compared with those of a live source; absent: not compared. */
  readonly units?: string;
  readonly frequency: Frequency;
  /** `start` when absent. */
  readonly dated?: Dated;
  /** Days from the last calendar day of the period to publication; negative only where that day is the date. */
  readonly publicationLagDays: number;
  /** Rows of periods that have not begun yet are taken, as projections. */
  readonly projections?: true;
}

/**
 * When a row of a file became known. `column`: the file says so, row by row, and is the whole history, so that several
 * versions of a (keys, date) may follow each other; `endColumn` is the last day on which a version held (empty or
 * 9999-12-31: still does); `otherwise` gives empty cells the last day of the month `lagMonths` after `date`, plus
 * `lagDays`. `lag`: days after the period's last day.
 */
export type FileKnowledge =
  | {
      readonly kind: 'column';
      readonly column: string;
      readonly endColumn?: string;
      readonly otherwise?: { readonly lagDays?: number; readonly lagMonths?: number };
    }
  | { readonly kind: 'lag'; readonly lagDays: number };

/** A file of the project. */
export interface LocatedFile {
  /** Absolute path. */
  readonly file: string;
  /** Where it may lie, all links followed; anywhere when absent. */
  readonly reach?: Reach;
  /** The path to print in messages, e.g. relative to the project; `file` when absent. */
  readonly shownAs?: string;
}

/** How messages call a file. */
export function shownAs({ file, shownAs: shown }: LocatedFile): string {
  return shown ?? file;
}

interface EmbeddedFile extends LocatedFile {
  /** The last day (`YYYY-MM-DD`) for which the source is complete. */
  readonly completeThrough?: Day;
}

interface SeriesFile extends EmbeddedFile {
  /** e.g. `fred`: the schema of its relations, and the object's name. */
  readonly source: string;
  readonly series: readonly SeriesSpec[];
  /** Only carried along: applied by `loadObservations`, never to stored rows. */
  readonly prehistory: 'assume' | 'none';
}

/** Parquet of `(series_id, date, value)` with one current value per period, known after its series' lag. */
export interface SnapshotRequest extends SeriesFile {
  readonly kind: 'snapshot';
}

/**
 * Parquet of `(series_id, date, value, realtime_start, realtime_end)` with every version of a value and the days on
 * which it held, both included, as ALFRED gives them, and perhaps `knowledge`, of every row how its first day is known:
 * all are `published` without it. NULL values are withdrawals. It is the whole history.
 */
export interface VintagesRequest extends SeriesFile {
  readonly kind: 'vintages';
  /** A snapshot with the series that the vintages do not hold. */
  readonly snapshot?: LocatedFile;
}

/** FRED's and ALFRED's API: all vintages of the series that have them, the latest values of the others. */
export interface LiveRequest {
  readonly kind: 'live';
  readonly source: string;
  /** Ends in `/`. */
  readonly url: string;
  readonly refreshHours: number;
  readonly requestsPerMinute: number;
  readonly series: readonly SeriesSpec[];
  readonly prehistory: 'assume' | 'none';
}

/** A file with declared columns, in one of the formats. */
export interface FileRequest extends EmbeddedFile {
  readonly kind: 'file';
  readonly source: string;
  readonly table: string;
  readonly format: FormatName;
  /** How a CSV file is written, as its source declares it; the default when absent. */
  readonly dialect?: CsvDialect;
  readonly columns: readonly ColumnSpec[];
  readonly dateColumn: string;
  readonly keys: readonly string[];
  readonly frequency: Frequency;
  /** `start` when absent. */
  readonly dated?: Dated;
  readonly knowledge: FileKnowledge;
  /**
   * How dates are written, in the words of `dateForm`; YYYY-MM-DD when absent. One of days is that of all columns of
   * type DATE, one of periods that of the date of the observation alone.
   */
  readonly dateFormat?: string;
  /** Every column that is not declared is a period: which declared columns take its name and its cells. */
  readonly periodsInColumns?: PeriodColumns;
  /** Rows of periods that have not begun yet are taken, as projections. */
  readonly projections?: true;
}

/** A source, or one of its tables, that is read from a file of the project. */
export type FileBasedRequest = SnapshotRequest | VintagesRequest | FileRequest;

export type IngestRequest = FileBasedRequest | LiveRequest;

/**
 * That the newest file puts right what the one before it said: `look` says what that would rewrite, and writes nothing.
 * Not for live sources.
 */
export type CorrectionRequest =
  | { readonly kind: 'look' }
  | { readonly kind: 'write'; readonly actor: string; readonly reason: string };

/** Raise when the same bytes and declaration would give other observations. */
const REVISION = 3;

const LIVE_REVISION = 3;

/** The observations object's name, and that of its ref below `sources/`: `fred`, `nber.turning_points`. */
export function observationsName(request: IngestRequest): string {
  return request.kind === 'file' ? `${request.source}.${request.table}` : request.source;
}

/** Whether a source is read from vintages and a snapshot beside them. */
export function isSideBySide(request: IngestRequest): request is VintagesRequest & { readonly snapshot: LocatedFile } {
  return request.kind === 'vintages' && request.snapshot !== undefined;
}

/** Everything of a request that decides what is stored: not where the file lies, nor how messages call it. */
export function declarationOf(request: IngestRequest): unknown {
  if (request.kind === 'live') {
    const { kind, source, series } = request;
    return { revision: LIVE_REVISION, engine: ENGINE_SETTINGS, kind, source, series: storedSpecs(series) };
  }
  const common = { revision: REVISION, engine: ENGINE_SETTINGS, completeThrough: request.completeThrough };
  if (request.kind !== 'file') {
    const sorted = storedSpecs(request.series);
    // Vintages say themselves when they became known: the lag only serves the time before them.
    const periods = sorted.map(({ publicationLagDays: _, ...series }) => series);
    const series = request.kind === 'vintages' && !isSideBySide(request) ? periods : sorted;
    const beside = isSideBySide(request) ? { beside: 'snapshot' } : {};
    return { ...common, kind: request.kind, ...beside, source: request.source, series };
  }
  const { kind, source, table, format, columns, dateColumn, keys, knowledge, projections } = request;
  const { frequency, dated } = request;
  return {
    ...common,
    kind,
    source,
    table,
    format,
    dialect: request.dialect && unusualDialect(request.dialect),
    columns,
    dateColumn,
    keys,
    ...(dated === undefined ? { frequency } : { frequency, dated }),
    knowledge,
    dateFormat: request.dateFormat,
    periodsInColumns: request.periodsInColumns,
    projections,
  };
}

/** The part of declared series that decides about rows, in the order of their names: not their units. */
function storedSpecs(series: readonly SeriesSpec[]): readonly Omit<SeriesSpec, 'units'>[] {
  return series.map(({ units: _, ...stored }) => stored).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

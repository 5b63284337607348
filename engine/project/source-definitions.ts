import type { Dated, Day, Frequency } from '../calendar/index.ts';
import type { FormatName } from '../ingest/formats/index.ts';
import type { Described } from './described.ts';
import type { LiveFred } from './target-definition.ts';

export type { Dated, Frequency } from '../calendar/index.ts';

export interface Break {
  /** First period with the new meaning. */
  readonly date: Day;
  readonly reason: string;
}

/** Under which terms data may be passed on, and whom to name; said of a whole source or of one relation of it. */
export interface Rights {
  readonly licence?: string;
  readonly attribution?: string;
}

export type SourceDefinition = FredSource | FileSource;

/** That a person looked at the publisher's page and found nothing that the source lacks, as a lake keeps it. */
export interface CompletenessAttestation {
  /** `YYYY-MM-DD`. */
  readonly completeThrough: Day;
  readonly by: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  /** Untrusted words. */
  readonly note: string;
}

/** The last day (`YYYY-MM-DD`) through which a source is complete, and who says so where it is not the declaration. */
export interface Completeness {
  /** The day as declared, or, in a project as a lake completes it, the effective one. */
  readonly completeThrough?: Day;
  /** Who says so, where it is not the declaration: the lake fills it in, never a file. */
  readonly attestation?: CompletenessAttestation;
}

export interface FredSource extends Described, Rights, Completeness {
  readonly connector: 'fred';
  readonly data: FredData;
  readonly prehistory: 'assume' | 'none';
  /** Where `assume` has a lag of its own, in place of each series': months after the period. */
  readonly prehistoryLagMonths?: number;
  readonly freshness?: FreshnessLimits;
  readonly series: readonly SeriesDefinition[];
}

export type FredData = FredFile | LiveFred;

/**
 * A parquet file in the project. `snapshot`: `(series_id, date, value)`, latest values, each known after its series'
 * publication lag. `vintages`: also `realtime_start, realtime_end`, the first and the last day on which it held, and
 * perhaps `knowledge`; a snapshot may lie beside it, for the series that it does not hold.
 */
export type FredFile =
  | ({ readonly kind: 'snapshot' } & BundledFile)
  | ({ readonly kind: 'vintages'; readonly snapshot?: BundledFile } & BundledFile);

/** Project-relative paths. */
export interface BundledFile {
  readonly file: string;
  readonly provenance?: string;
}

/** Days that a series may be overdue: past the end of its next period plus its publication lag. */
export interface FreshnessLimits {
  readonly warnAfterDays?: number;
  readonly errorAfterDays?: number;
}

export interface SeriesDefinition extends Rights {
  /** Relation `fred.<name>`, columns `date DATE`, `value DOUBLE`. */
  readonly name: string;
  readonly seriesId: string;
  readonly title: string;
  /** The units as FRED has them, long or short; where they are absent they are not compared. */
  readonly units?: string;
  readonly frequency: Frequency;
  /** By default as FRED dates: weeks and fortnights by their end. */
  readonly dated: Dated;
  readonly publicationLagDays: number;
  readonly breaks: readonly Break[];
  /** Its values are 0 and 1 of a state that is announced later: a 0 is known so many months after its period. */
  readonly settlesAfterMonths?: number;
  /** Rows of periods that have not begun yet are taken. */
  readonly projections?: true;
  /** Instead of the source's. */
  readonly freshness?: FreshnessLimits;
}

export interface FileSource extends Described, Rights, Completeness {
  readonly connector: 'file';
  readonly tables: readonly FileTable[];
}

export interface FileTable extends Rights {
  /** Relation `<source>.<name>`. */
  readonly name: string;
  readonly description: string;
  readonly file: string;
  readonly format: FormatName;
  /** How a CSV file is written. */
  readonly dialect?: {
    /** One character. */
    readonly delimiter: string;
    readonly decimal: '.' | ',';
    /** Texts that mean missing, besides the empty cell. */
    readonly nulls: readonly string[];
    readonly encoding: 'utf-8' | 'utf-16' | 'latin-1' | 'windows-1252';
  };
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly description: string;
    readonly unit?: string;
    /** What the file calls it, where not by its name. */
    readonly header?: string;
  }[];
  readonly dateColumn: string;
  /** How the file writes its dates, in the words of `dateForm`; YYYY-MM-DD when absent. */
  readonly dateFormat?: string;
  /** The columns that take names and cells of all that are not declared, each of which is a period. */
  readonly periodsInColumns?: { readonly date: string; readonly value: string };
  readonly keys: readonly string[];
  readonly frequency: Frequency;
  readonly dated: Dated;
  readonly knowledge:
    | {
        readonly kind: 'column';
        readonly column: string;
        /** Column with the last day on which a version held; empty or 9999-12-31: it still does. */
        readonly until?: string;
        readonly otherwise?: { readonly lagDays: number; readonly lagMonths: number };
      }
    | { readonly kind: 'lag'; readonly lagDays: number };
  readonly breaks: readonly Break[];
  /** Rows of periods that have not begun yet are taken. */
  readonly projections?: true;
}

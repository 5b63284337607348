import type { Dated, Day } from '../../../calendar/index.ts';
import type { Encoding } from '../../../ingest/index.ts';
import type { Decimal } from './decimal.ts';
import type { Rhythm } from './frequency.ts';

/** A file of data as a source can declare it: all that was found out by looking at every cell. */
export interface FoundTable extends Rhythm {
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly decimal: Decimal;
  readonly nulls: readonly string[];
  readonly date: FoundDate;
  /** The others that are declared: keys first, each group in the order of the file. */
  readonly columns: readonly FoundColumn[];
  /** Whether each period has a column, and the values are in one column of `columns` that the file has no name for. */
  readonly isWide: boolean;
  readonly rows: readonly FoundRow[];
  readonly projections: boolean;
  /** What was taken for granted, or left out, in words. */
  readonly notes: readonly string[];
}

export interface FoundDate {
  /** What the column is called in YAML. */
  readonly name: string;
  /** In the file; undefined where the names of columns are the dates. */
  readonly header?: string;
  /** As YAML has it; undefined for YYYY-MM-DD. */
  readonly format?: string;
  readonly dated: Dated;
}

export interface FoundColumn {
  readonly name: string;
  /** In the file; undefined where it has the cells of periods. */
  readonly header?: string;
  readonly type: 'VARCHAR' | 'DOUBLE' | 'INTEGER' | 'BIGINT' | 'BOOLEAN';
  /** Tells rows of one date apart; holds values; is declared and not computed with. */
  readonly role: 'key' | 'value' | 'event' | 'other';
  /** Of its cells those with a value. */
  readonly share: number;
}

/** A row, by its day, its keys as one text, and its numbers by the names of columns. */
export interface FoundRow {
  readonly day: Day;
  readonly key: string;
  readonly values: ReadonlyMap<string, number>;
}

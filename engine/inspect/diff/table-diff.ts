/** What differs between two versions of a table, whose rows are told apart by a date and keys. */
export interface TableDiff {
  /** Columns by which rows are the same one: the date first. */
  readonly identity: readonly string[];
  readonly rows: {
    readonly from: number;
    readonly to: number;
    readonly onlyFrom: number;
    readonly onlyTo: number;
    readonly both: number;
  };
  /** Columns of both versions of which values differ, in the order of the second. */
  readonly columns: readonly ColumnValues[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Columns with the same values as before under another name; they are neither added nor removed. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** Columns of both versions with types of which values cannot be compared as they are: they were, as text. */
  readonly retyped: readonly { readonly column: string; readonly from: string; readonly to: string }[];
  /** The first cells that differ, those beyond the tolerance first, then by date and keys; at most 20. */
  readonly shown: readonly ShownCell[];
  /** All cells and rows that differ. */
  readonly total: number;
}

/** How the values of a column differ in rows that both versions have. */
export interface ColumnValues {
  readonly column: string;
  /** Values that are not the same bits. */
  readonly differ: number;
  /** Those that differ by more than the tolerance; a NULL, a text or a truth value differs or it does not. */
  readonly beyond: number;
  readonly nullToValue: number;
  readonly valueToNull: number;
  /** Of finite numbers, by size and by share of the larger of the two; null where there is none. */
  readonly largest: LargestDifference | null;
  readonly largestRelative: LargestDifference | null;
  /** The mean of the second less the first, over the rows in which both are finite and differ; null without such. */
  readonly meanShift: number | null;
  /** The first and last date of a value that differs. */
  readonly first: string;
  readonly last: string;
}

export interface LargestDifference {
  readonly size: number;
  readonly at: RowName;
  readonly from: string;
  readonly to: string;
}

/** A row by the columns that tell it apart, as text. */
export type RowName = Readonly<Record<string, string | null>>;

/** A value, or a whole row, that differs. Values are text as DuckDB writes them, which is exact. */
export interface ShownCell {
  readonly at: RowName;
  /** Null where one side has no such row. */
  readonly column: string | null;
  readonly change: 'value' | 'only from' | 'only to';
  readonly from: string | null;
  readonly to: string | null;
  readonly beyond: boolean;
}

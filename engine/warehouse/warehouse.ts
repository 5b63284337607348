import type { Day } from '../calendar/index.ts';

/** A scalar as the engine sees it: dates are `YYYY-MM-DD`, other DuckDB types their text. */
export type Scalar = null | boolean | number | string;
export type Row = Readonly<Record<string, Scalar>>;

export interface ResultColumn {
  readonly name: string;
  /** DuckDB's name of the type, e.g. `DOUBLE`, `DECIMAL(5,2)`. */
  readonly type: string;
  readonly values: readonly Scalar[];
}

/** Values to be stored as they are: whole numbers, numbers to the bit, days as `YYYY-MM-DD`, text; null is NULL. */
export type AppendedColumn =
  | { readonly type: 'BIGINT' | 'DOUBLE'; readonly values: readonly (number | null)[] }
  | { readonly type: 'DATE'; readonly values: readonly (Day | null)[] }
  | { readonly type: 'VARCHAR'; readonly values: readonly (string | null)[] };

/** Whose limits hold: those of binding a definition, or of reading and computing data. */
export type WarehouseWork = 'compile' | 'data';

export interface WarehouseOptions {
  /** What it is opened for; data where nothing is said. */
  readonly work?: WarehouseWork;
  /** Where it writes what memory does not hold; without one it has a folder of its own where it needs one. */
  readonly tempDirectory?: string;
  /** Aborting ends the running query. */
  readonly signal?: AbortSignal | undefined;
}

/** One in-memory DuckDB instance with one connection, as `ENGINE_SETTINGS` says. */
export interface Warehouse {
  run(sql: string, parameters?: readonly Scalar[]): Promise<void>;
  rows(sql: string, parameters?: readonly Scalar[]): Promise<readonly Row[]>;
  columns(sql: string, parameters?: readonly Scalar[]): Promise<readonly ResultColumn[]>;
  /** Adds rows to a table, given as its columns, all of one length and in the table's order. */
  append(table: string, columns: readonly AppendedColumn[]): Promise<void>;
  /** Runs a procedure where the tables are. */
  call<Input, Answer>(procedure: Procedure<Input, Answer>, input: Input): Promise<Answer>;
  /** From here on: files only below these directories, no extension, no change of settings. */
  sandbox(allowedDirectories: readonly string[]): Promise<void>;
  close(): void;
}

/**
 * What a room does beside the tables of a warehouse, in the process that holds them and within its limits. What goes in
 * and comes back is plain data and small; what is large stays in the tables.
 */
export interface Procedure<Input, Answer> {
  /** What a worker knows it by: no two have the same. */
  readonly name: string;
  run(warehouse: Warehouse, input: Input): Promise<Answer>;
}

/** The procedures that a worker knows; what they take is checked where they are called. */
export type Procedures = readonly Procedure<never, unknown>[];

/** Where warehouses come from: this process, or workers that can be ended. */
export interface Warehouses {
  /** Opens one; the caller closes it. */
  open(options: WarehouseOptions): Promise<Warehouse>;
}

/** Works on a warehouse of its own, which is closed when the work has ended, however it ended. */
export async function withWarehouse<T>(
  warehouses: Warehouses,
  options: WarehouseOptions,
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const warehouse = await warehouses.open(options);
  try {
    return await work(warehouse);
  } finally {
    warehouse.close();
  }
}

/** A result's columns as rows. */
export function rowsOf(columns: readonly ResultColumn[]): readonly Row[] {
  const [first] = columns;
  if (first === undefined) return [];
  return first.values.map((_, row) =>
    Object.fromEntries(columns.map(({ name, values }) => [name, values[row] as Scalar])),
  );
}

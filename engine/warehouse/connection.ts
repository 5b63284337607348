import {
  BIGINT,
  DATE,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBInstance,
  type DuckDBValue,
  version as duckdbVersion,
  VARCHAR,
} from '@duckdb/node-api';
import { type Day, daysBetween } from '../calendar/index.ts';

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

export interface WarehouseOptions {
  /** Memory that the instance may take, `2GB`; by default DuckDB's own share of the machine's. */
  readonly memoryLimit?: string;
  readonly tempDirectory?: string;
  /** Aborting interrupts the running query. */
  readonly signal?: AbortSignal | undefined;
}

/** One in-memory DuckDB instance with one connection, as `ENGINE_SETTINGS` says. */
export interface Warehouse {
  run(sql: string, parameters?: readonly Scalar[]): Promise<void>;
  rows(sql: string, parameters?: readonly Scalar[]): Promise<readonly Row[]>;
  columns(sql: string, parameters?: readonly Scalar[]): Promise<readonly ResultColumn[]>;
  /** Adds rows to a table, given as its columns, all of one length and in the table's order. */
  append(table: string, columns: readonly AppendedColumn[]): Promise<void>;
  /** From here on: files only below these directories, no extension, no change of settings. */
  sandbox(allowedDirectories: readonly string[]): Promise<void>;
  close(): void;
}

/**
 * DuckDB's optimizers that are off in every instance, so that no caller can forget them. Each changes results (DuckDB
 * 1.5.5; the tests beside this file hold both):
 * - `top_n_window_elimination` turns "the newest n rows before each date" into an aggregate over the values that a
 *   filter above lets through: where the newest is missing it takes an older one, in the loop over decision dates as
 *   well.
 * - `join_filter_pushdown` pushes what a join will keep below DISTINCT ON, which then keeps other rows.
 */
const DISABLED_OPTIMIZERS = 'join_filter_pushdown,top_n_window_elimination';

/** All of DuckDB's settings that can change a result. */
export const ENGINE_SETTINGS = {
  engine: `duckdb ${duckdbVersion()}`,
  /** One thread makes every result repeatable to the byte. */
  threads: 1,
  timeZone: 'UTC',
  calendar: 'gregorian',
  disabledOptimizers: DISABLED_OPTIMIZERS,
} as const;

/** The settings in words, which are part of every fingerprint. */
export const ENGINE_SESSION = [
  ENGINE_SETTINGS.engine,
  `${ENGINE_SETTINGS.threads} thread`,
  ENGINE_SETTINGS.timeZone,
  `${ENGINE_SETTINGS.calendar} calendar`,
  `without ${DISABLED_OPTIMIZERS.replaceAll(',', ', ')}`,
].join(', ');

/** Works on an instance of its own, which is closed when the work has ended, however it ended. */
export async function withWarehouse<T>(
  options: WarehouseOptions,
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const warehouse = await openWarehouse(options);
  try {
    return await work(warehouse);
  } finally {
    warehouse.close();
  }
}

/** Opens an instance (about 11 ms). The caller closes it. */
export async function openWarehouse(options: WarehouseOptions = {}): Promise<Warehouse> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    disabled_optimizers: DISABLED_OPTIMIZERS,
    autoinstall_known_extensions: 'false',
    ...(options.memoryLimit ? { memory_limit: options.memoryLimit } : {}),
    ...(options.tempDirectory ? { temp_directory: options.tempDirectory } : {}),
  });
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = '${ENGINE_SETTINGS.timeZone}'`);
  // DuckDB takes the calendar of times with a zone from the user's locale: in Thailand 2020 would be 2563.
  await connection.run(`SET Calendar = '${ENGINE_SETTINGS.calendar}'`);
  return new DuckdbWarehouse(instance, connection, options.signal);
}

const INTERRUPT_EVERY_MS = 10;

/** Rows that DuckDB takes at once. */
const VECTOR_ROWS = 2048;

const APPENDED_TYPES = { BIGINT, DOUBLE, DATE, VARCHAR } as const;

/** Some values of a column as DuckDB's client takes them. `days` keeps dates, of which a table repeats most. */
function appendedValues(
  { type, values }: AppendedColumn,
  from: number,
  to: number,
  days: Map<Day, DuckDBDateValue>,
): readonly DuckDBValue[] {
  const some = values.slice(from, to);
  switch (type) {
    case 'BIGINT':
      return some.map((value) => (value === null ? null : BigInt(value)));
    case 'DATE':
      return some.map((value) => (value === null ? null : dateValue(String(value), days)));
    case 'DOUBLE':
    case 'VARCHAR':
      return some;
    default:
      return type satisfies never;
  }
}

function dateValue(day: Day, known: Map<Day, DuckDBDateValue>): DuckDBDateValue {
  const before = known.get(day);
  if (before !== undefined) return before;
  const value = new DuckDBDateValue(daysBetween('1970-01-01', day));
  known.set(day, value);
  return value;
}

class DuckdbWarehouse implements Warehouse {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #signal: AbortSignal | undefined;

  constructor(instance: DuckDBInstance, connection: DuckDBConnection, signal: AbortSignal | undefined) {
    this.#instance = instance;
    this.#connection = connection;
    this.#signal = signal;
  }

  async run(sql: string, parameters: readonly Scalar[] = []): Promise<void> {
    await this.#interruptible(() => this.#connection.run(sql, [...parameters]));
  }

  async columns(sql: string, parameters: readonly Scalar[] = []): Promise<readonly ResultColumn[]> {
    const reader = await this.#interruptible(() => this.#connection.runAndReadAll(sql, [...parameters]));
    // Of a result without rows DuckDB gives no values at all.
    const values = reader.getColumns();
    const types = reader.columnTypes();
    return reader.columnNames().map((name, index) => ({
      name,
      type: String(types[index]),
      values: (values[index] ?? []).map(toScalar),
    }));
  }

  async rows(sql: string, parameters: readonly Scalar[] = []): Promise<readonly Row[]> {
    return rowsOf(await this.columns(sql, parameters));
  }

  async append(table: string, columns: readonly AppendedColumn[]): Promise<void> {
    this.#signal?.throwIfAborted();
    const [first] = columns;
    if (first === undefined) return;
    const rows = first.values.length;
    const appender = await this.#connection.createAppender(table);
    const types = columns.map(({ type }) => APPENDED_TYPES[type]);
    const days = new Map<Day, DuckDBDateValue>();
    for (let from = 0; from < rows; from += VECTOR_ROWS) {
      const to = Math.min(from + VECTOR_ROWS, rows);
      const chunk = DuckDBDataChunk.create(types, to - from);
      chunk.setColumns(columns.map((column) => appendedValues(column, from, to, days)));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }

  async sandbox(allowedDirectories: readonly string[]): Promise<void> {
    const list = allowedDirectories.map((directory) => `'${directory.replaceAll("'", "''")}'`).join(', ');
    await this.run(`SET allowed_directories = [${list}]`);
    await this.run('SET enable_external_access = false');
    await this.run('SET lock_configuration = true');
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #interruptible<T>(work: () => Promise<T>): Promise<T> {
    const signal = this.#signal;
    signal?.throwIfAborted();
    let repeated: NodeJS.Timeout | undefined;
    // DuckDB forgets an interrupt that comes before the query has begun: repeat it until the query ends.
    const interrupt = (): void => {
      this.#connection.interrupt();
      repeated = setInterval(() => this.#connection.interrupt(), INTERRUPT_EVERY_MS);
    };
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', interrupt);
      clearInterval(repeated);
    }
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

function toScalar(value: DuckDBValue): Scalar {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
    return value;
  }
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return value.toString();
}

import { createRequire } from 'node:module';
import type {
  DuckDBConnection,
  DuckDBDateValue as DuckDBDate,
  DuckDBValue,
  DuckDBInstance as Instance,
} from '@duckdb/node-api';
import { type Day, daysBetween } from '../calendar/index.ts';
import { DISABLED_OPTIMIZERS, DUCKDB_VERSION, ENGINE_SETTINGS } from './settings.ts';
import {
  type AppendedColumn,
  type Procedure,
  type ResultColumn,
  type Row,
  rowsOf,
  type Scalar,
  type Warehouse,
  type WarehouseOptions,
} from './warehouse.ts';

/** An ES import would parse each of its 200 files twice, once for their names: twice the time to start. */
const {
  BIGINT,
  DATE,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBInstance,
  version: duckdbVersion,
  VARCHAR,
} = createRequire(import.meta.url)('@duckdb/node-api') as typeof import('@duckdb/node-api');

/** What an instance in this process may take besides. */
export interface DuckdbOptions extends WarehouseOptions {
  /** Memory that the instance may take, `2GB`; by default DuckDB's own share of the machine's. */
  readonly memoryLimit?: string;
}

/** Opens an instance in this process (about 11 ms). The caller closes it. */
export async function openDuckdb(options: DuckdbOptions): Promise<Warehouse> {
  if (duckdbVersion() !== DUCKDB_VERSION) {
    throw new Error(`DuckDB is ${duckdbVersion()}, and this version of ews is made for ${DUCKDB_VERSION}`);
  }
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    disabled_optimizers: DISABLED_OPTIMIZERS,
    autoinstall_known_extensions: 'false',
    ...(options.memoryLimit ? { memory_limit: options.memoryLimit } : {}),
    ...(options.tempDirectory ? { temp_directory: options.tempDirectory } : {}),
  });
  const connection = await instance.connect();
  // DuckDB takes the calendar of times with a zone from the user's locale: in Thailand 2020 would be 2563.
  await connection.run(`SET TimeZone = '${ENGINE_SETTINGS.timeZone}'; SET Calendar = '${ENGINE_SETTINGS.calendar}'`);
  return new DuckdbWarehouse(instance, connection, options.signal);
}

const INTERRUPT_EVERY_MS = 10;

/** Rows that DuckDB takes at once. */
const VECTOR_ROWS = 2048;

const APPENDED_TYPES = { BIGINT, DOUBLE, DATE, VARCHAR } as const;

/** Some values of a column as DuckDB's client takes them. `days` keeps dates, of which a table repeats most. */
/**
 * Where no memory is left to hand over a part of a result, DuckDB's interface ends it there without a word: a result
 * that is shorter than it was computed is refused.
 */
function checkRowCount(computed: number, [first]: readonly (readonly DuckDBValue[])[]): void {
  const handedOver = first === undefined ? 0 : first.length;
  if (handedOver === computed) return;
  throw new Error(`Out of Memory Error: ${handedOver} of ${computed} rows of a result could be handed over`);
}

function appendedValues(
  { type, values }: AppendedColumn,
  from: number,
  to: number,
  days: Map<Day, DuckDBDate>,
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

function dateValue(day: Day, known: Map<Day, DuckDBDate>): DuckDBDate {
  const before = known.get(day);
  if (before !== undefined) return before;
  const value = new DuckDBDateValue(daysBetween('1970-01-01', day));
  known.set(day, value);
  return value;
}

class DuckdbWarehouse implements Warehouse {
  readonly #instance: Instance;
  readonly #connection: DuckDBConnection;
  readonly #signal: AbortSignal | undefined;

  constructor(instance: Instance, connection: DuckDBConnection, signal: AbortSignal | undefined) {
    this.#instance = instance;
    this.#connection = connection;
    this.#signal = signal;
  }

  async run(sql: string, parameters: readonly Scalar[] = []): Promise<void> {
    await this.#interruptible(() => this.#connection.run(sql, [...parameters]));
  }

  async columns(sql: string, parameters: readonly Scalar[] = []): Promise<readonly ResultColumn[]> {
    const { result, values } = await this.#interruptible(async () => {
      const computed = await this.#connection.run(sql, [...parameters]);
      return { result: computed, values: await computed.getColumns() };
    });
    // Of a result without rows DuckDB gives no values at all.
    checkRowCount(result.rowCount, values);
    const types = result.columnTypes();
    return result.columnNames().map((name, index) => ({
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
    const days = new Map<Day, DuckDBDate>();
    for (let from = 0; from < rows; from += VECTOR_ROWS) {
      const to = Math.min(from + VECTOR_ROWS, rows);
      const chunk = DuckDBDataChunk.create(types, to - from);
      chunk.setColumns(columns.map((column) => appendedValues(column, from, to, days)));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }

  async call<Input, Answer>(procedure: Procedure<Input, Answer>, input: Input): Promise<Answer> {
    this.#signal?.throwIfAborted();
    return procedure.run(this, input);
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

function toScalar(value: DuckDBValue): Scalar {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
    return value;
  }
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return value.toString();
}

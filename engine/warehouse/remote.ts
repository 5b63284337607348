import { JobEnded, type JobLimits, type WorkerJob, type Workers } from '../jobs/index.ts';
import type { WarehouseAnswer, WarehouseQuestion } from './job.ts';
import {
  type AppendedColumn,
  type Procedure,
  type ResultColumn,
  type Row,
  rowsOf,
  type Scalar,
  type Warehouse,
  type WarehouseOptions,
  type Warehouses,
  type WarehouseWork,
} from './warehouse.ts';
import { columnsFromWire, columnsToWire, type WireColumn } from './wire.ts';

/** The room of a worker that answers here. */
const ROOM = 'warehouse';
/** Of a worker's memory DuckDB plans with so much: what it does not count itself needs the rest. */
const PLANNED_SHARE = 0.5;

/** What a worker may use, by what its warehouse is opened for. */
export type WarehouseLimits = Readonly<Record<WarehouseWork, JobLimits>>;

/** Warehouses in workers. */
export function workerWarehouses(workers: Workers, limits: WarehouseLimits): Warehouses {
  return { open: (options) => openRemoteWarehouse(workers, limits[options.work ?? 'data'], options) };
}

/**
 * Opens a warehouse in a worker. Its limits are kept from outside, whatever a query does; aborting ends the worker.
 * Its methods throw what a warehouse in this process throws, and JobEnded where its worker was ended.
 */
async function openRemoteWarehouse(
  workers: Workers,
  limits: JobLimits,
  { tempDirectory, signal }: WarehouseOptions,
): Promise<Warehouse> {
  const scratch = tempDirectory === undefined ? {} : { scratch: tempDirectory };
  const job = await workers.open({ room: ROOM, limits, signal, ...scratch }).catch((error: unknown) => {
    // A worker that is cancelled while it opens ends for the reason of whoever cancelled it.
    signal?.throwIfAborted();
    throw error;
  });
  const warehouse = new RemoteWarehouse(job, signal);
  try {
    const memoryLimit = `${Math.floor((limits.memory * PLANNED_SHARE) / 2 ** 20)}MiB`;
    await warehouse.ask({ kind: 'open', memoryLimit, tempDirectory: job.scratch });
    return warehouse;
  } catch (error) {
    warehouse.close();
    throw error;
  }
}

class RemoteWarehouse implements Warehouse {
  readonly #job: WorkerJob;
  readonly #signal: AbortSignal | undefined;
  /** A worker answers one question at a time; callers may ask side by side. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(job: WorkerJob, signal: AbortSignal | undefined) {
    this.#job = job;
    this.#signal = signal;
  }

  async run(sql: string, parameters: readonly Scalar[] = []): Promise<void> {
    const { layout, body } = columnsToWire([{ about: null, values: parameters }]);
    await this.ask({ kind: 'run', sql, layout }, body);
  }

  async columns(sql: string, parameters: readonly Scalar[] = []): Promise<readonly ResultColumn[]> {
    const { layout, body } = columnsToWire([{ about: null, values: parameters }]);
    const { answer, bytes } = await this.ask({ kind: 'columns', sql, layout }, body);
    if (answer.kind !== 'columns') throw new Error(`a warehouse answered ${answer.kind} to a query`);
    return columnsFromWire(answer.layout, bytes).map(({ about, values }) => ({ ...about, values }));
  }

  async rows(sql: string, parameters: readonly Scalar[] = []): Promise<readonly Row[]> {
    return rowsOf(await this.columns(sql, parameters));
  }

  async append(table: string, columns: readonly AppendedColumn[]): Promise<void> {
    const wired = columns.map(({ type, values }): WireColumn<AppendedColumn['type']> => ({ about: type, values }));
    const { layout, body } = columnsToWire(wired);
    await this.ask({ kind: 'append', table, layout }, body);
  }

  async call<Input, Answer>(procedure: Procedure<Input, Answer>, input: Input): Promise<Answer> {
    const { answer } = await this.ask({ kind: 'call', procedure: procedure.name, input });
    if (answer.kind !== 'called') throw new Error(`a warehouse answered ${answer.kind} to a call`);
    return answer.answer as Answer;
  }

  async sandbox(allowedDirectories: readonly string[]): Promise<void> {
    await this.ask({ kind: 'sandbox', directories: allowedDirectories });
  }

  close(): void {
    this.#job.close();
  }

  /** Asks when what was asked before is answered. */
  ask(
    question: WarehouseQuestion,
    body?: readonly Uint8Array[],
  ): Promise<{ answer: WarehouseAnswer; bytes: Uint8Array }> {
    const asked = this.#turn.then(() => this.#askNow(question, body));
    this.#turn = asked.catch(() => undefined);
    return asked;
  }

  async #askNow(question: WarehouseQuestion, body?: readonly Uint8Array[]) {
    this.#signal?.throwIfAborted();
    try {
      const frame = await this.#job.ask(question, body);
      const answer = frame.head as WarehouseAnswer;
      if (answer.kind === 'refused') throw refusal(answer);
      return { answer, bytes: frame.body };
    } catch (error) {
      if (error instanceof JobEnded) this.#signal?.throwIfAborted();
      throw error;
    }
  }
}

/** As it was thrown: DuckDB's words alone, or with the code of an error of the system. */
function refusal({ message, code }: Extract<WarehouseAnswer, { kind: 'refused' }>): Error {
  return code === undefined ? new Error(message) : Object.assign(new Error(message), { code });
}

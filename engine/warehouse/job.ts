import type { JobAnswer, OpenJob, RoomOfWorker } from '../jobs/index.ts';
import { openDuckdb } from './connection.ts';
import { quoteText } from './identifiers.ts';
import type { AppendedColumn, Procedures, Scalar, Warehouse } from './warehouse.ts';
import { columnsFromWire, columnsToWire, type WireColumns } from './wire.ts';

type Layout<About> = WireColumns<About>['layout'];

/** What is asked of a warehouse in another process; parameters and columns lie in the bytes that come with it. */
export type WarehouseQuestion =
  | { readonly kind: 'open'; readonly memoryLimit: string; readonly tempDirectory: string }
  | { readonly kind: 'run' | 'columns'; readonly sql: string; readonly layout: Layout<null> }
  | { readonly kind: 'append'; readonly table: string; readonly layout: Layout<AppendedColumn['type']> }
  | { readonly kind: 'call'; readonly procedure: string; readonly input: unknown }
  | { readonly kind: 'sandbox'; readonly directories: readonly string[] };

/** Its answer: where it refused, DuckDB's own words, or those of the system with their code. */
export type WarehouseAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'columns'; readonly layout: Layout<{ readonly name: string; readonly type: string }> }
  | { readonly kind: 'called'; readonly answer: unknown }
  | { readonly kind: 'refused'; readonly message: string; readonly code?: string };

/** The room of warehouses: one for each job, answering statement after statement. It can call these procedures. */
export function warehouseRoom(procedures: Procedures): RoomOfWorker {
  /** An instance that nobody has used: opening one takes longer than most questions to it. */
  let unused: Promise<Warehouse> | undefined;
  const take = (): Promise<Warehouse> => {
    const taken = unused ?? openDuckdb({});
    unused = undefined;
    return taken;
  };
  return {
    prepare: async () => {
      unused ??= openDuckdb({});
      const opened = unused;
      await opened.catch(() => {
        if (unused === opened) unused = undefined;
      });
    },
    open: () => openJob(procedures, take),
  };
}

async function openJob(procedures: Procedures, take: () => Promise<Warehouse>): Promise<OpenJob> {
  let warehouse: Warehouse | undefined;
  return {
    async answer(question, body) {
      const asked = question as WarehouseQuestion;
      try {
        if (asked.kind === 'open') {
          warehouse = await take();
          await warehouse.run(`SET memory_limit = ${quoteText(asked.memoryLimit)}`);
          await warehouse.run(`SET temp_directory = ${quoteText(asked.tempDirectory)}`);
          return DONE;
        }
        if (warehouse === undefined) throw new Error('the warehouse is not open');
        if (asked.kind === 'call') return await called(warehouse, asked, procedures);
        return await answer(warehouse, asked, body);
      } catch (error) {
        return { answer: refused(error) };
      }
    },
    async close() {
      warehouse?.close();
    },
  };
}

function refused(error: unknown): WarehouseAnswer {
  if (!(error instanceof Error)) return { kind: 'refused', message: String(error) };
  const { message } = error;
  return 'code' in error && typeof error.code === 'string'
    ? { kind: 'refused', message, code: error.code }
    : { kind: 'refused', message };
}

async function called(
  warehouse: Warehouse,
  { procedure: name, input }: Extract<WarehouseQuestion, { kind: 'call' }>,
  procedures: Procedures,
): Promise<JobAnswer> {
  const procedure = procedures.find((each) => each.name === name);
  if (procedure === undefined) throw new Error(`no procedure is called ${name}`);
  const answer = await procedure.run(warehouse, input as never);
  return { answer: { kind: 'called', answer } satisfies WarehouseAnswer };
}

const DONE: JobAnswer = { answer: { kind: 'done' } satisfies WarehouseAnswer };

async function answer(
  warehouse: Warehouse,
  asked: Exclude<WarehouseQuestion, { kind: 'open' | 'call' }>,
  body: Uint8Array,
): Promise<JobAnswer> {
  switch (asked.kind) {
    case 'run':
      await warehouse.run(asked.sql, parametersFrom(asked.layout, body));
      return DONE;
    case 'columns': {
      const columns = await warehouse.columns(asked.sql, parametersFrom(asked.layout, body));
      const wired = columnsToWire(columns.map(({ name, type, values }) => ({ about: { name, type }, values })));
      return { answer: { kind: 'columns', layout: wired.layout } satisfies WarehouseAnswer, body: wired.body };
    }
    case 'append': {
      const columns = columnsFromWire(asked.layout, body);
      await warehouse.append(
        asked.table,
        columns.map(({ about, values }) => ({ type: about, values }) as AppendedColumn),
      );
      return DONE;
    }
    case 'sandbox':
      await warehouse.sandbox(asked.directories);
      return DONE;
    default:
      throw new Error(`unknown question ${(asked satisfies never as WarehouseQuestion).kind}`);
  }
}

/** The parameters of a statement travel as one column. */
function parametersFrom(layout: Layout<null>, body: Uint8Array): readonly Scalar[] {
  return columnsFromWire(layout, body).flatMap(({ values }) => values);
}

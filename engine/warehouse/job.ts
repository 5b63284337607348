import type { JobAnswer, OpenJob } from '../jobs/index.ts';
import { openDuckdb } from './connection.ts';
import type { AppendedColumn, Scalar, Warehouse } from './warehouse.ts';
import { columnsFromWire, columnsToWire, type WireColumns } from './wire.ts';

type Layout<About> = WireColumns<About>['layout'];

/** What is asked of a warehouse in another process; parameters and columns lie in the bytes that come with it. */
export type WarehouseQuestion =
  | { readonly kind: 'open'; readonly memoryLimit: string; readonly tempDirectory: string }
  | { readonly kind: 'run' | 'columns'; readonly sql: string; readonly layout: Layout<null> }
  | { readonly kind: 'append'; readonly table: string; readonly layout: Layout<AppendedColumn['type']> }
  | { readonly kind: 'sandbox'; readonly directories: readonly string[] };

/** Its answer: DuckDB's own words where it refused. */
export type WarehouseAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'columns'; readonly layout: Layout<{ readonly name: string; readonly type: string }> }
  | { readonly kind: 'refused'; readonly message: string };

/** A warehouse for a job of its own, answering statement after statement. */
export async function open(): Promise<OpenJob> {
  let warehouse: Warehouse | undefined;
  return {
    async answer(question, body) {
      const asked = question as WarehouseQuestion;
      try {
        if (asked.kind === 'open') {
          const { memoryLimit, tempDirectory } = asked;
          warehouse = await openDuckdb({ memoryLimit, tempDirectory });
          return DONE;
        }
        if (warehouse === undefined) throw new Error('the warehouse is not open');
        return await answer(warehouse, asked, body);
      } catch (error) {
        return { answer: { kind: 'refused', message: error instanceof Error ? error.message : String(error) } };
      }
    },
    async close() {
      warehouse?.close();
    },
  };
}

const DONE: JobAnswer = { answer: { kind: 'done' } satisfies WarehouseAnswer };

async function answer(
  warehouse: Warehouse,
  asked: Exclude<WarehouseQuestion, { kind: 'open' }>,
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

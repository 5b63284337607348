import { problemError } from '../diagnostics/index.ts';
import { parseId } from '../ids/index.ts';
import { overLimit, quoteName, type Warehouse, type Warehouses } from '../warehouse/index.ts';
import type { CompileCache } from './compile-cache.ts';
import type { TypedColumn } from './typed-column.ts';

/** What definitions are bound by: warehouses, and what they answered before. */
export interface BindingMeans {
  readonly warehouses: Warehouses;
  readonly cache: CompileCache;
}

/** An in-memory database of empty, typed tables: what definitions are bound against, without any data. */
export interface ShadowCatalogue {
  readonly warehouse: Warehouse;
  readonly cache: CompileCache;
  /** Every relation declared, with its columns. */
  readonly columns: ReadonlyMap<string, readonly TypedColumn[]>;
  /** The columns of which no two rows of a relation have the same values, where some are known. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Declares `schema.name`. */
  declare(relation: string, columns: readonly TypedColumn[], key?: readonly string[] | undefined): void;
  /** Makes the tables of relations that are declared, for a query that has to be bound. */
  tables(relations: readonly string[]): Promise<void>;
  /** Begins anew after a query that was ended: what is declared stays declared. */
  reopen(): Promise<void>;
  close(): void;
}

/** Opens a catalogue that knows `calendar.dates(date)` and `as_of()`. */
export async function openShadowCatalogue({ cache, warehouses }: BindingMeans): Promise<ShadowCatalogue> {
  let warehouse = await openEmpty(warehouses);
  const columns = new Map<string, readonly TypedColumn[]>();
  const keys = new Map<string, readonly string[]>();
  const made = new Set<string>();
  const make = async (what: string, statement: string): Promise<void> => {
    if (made.has(what)) return;
    made.add(what);
    await warehouse.run(statement);
  };
  const shadow: ShadowCatalogue = {
    get warehouse() {
      return warehouse;
    },
    cache,
    columns,
    keys,
    declare: (relation, declared, key) => {
      columns.set(relation, declared);
      if (key !== undefined) keys.set(relation, key);
    },
    tables: async (relations) => {
      for (const relation of relations) {
        const list = columns.get(relation)?.map((column) => `${quoteName(column.name)} ${column.type}`);
        if (list === undefined) continue;
        const { schema, name } = parseId(relation);
        await make(schema, `CREATE SCHEMA ${quoteName(schema)}`);
        await make(relation, `CREATE TABLE ${quoteName(schema)}.${quoteName(name)} (${list.join(', ')})`);
      }
    },
    reopen: async () => {
      warehouse.close();
      made.clear();
      warehouse = await openEmpty(warehouses);
    },
    close: () => warehouse.close(),
  };
  shadow.declare('calendar.dates', [{ name: 'date', type: 'DATE' }], ['date']);
  return shadow;
}

async function openEmpty(warehouses: Warehouses): Promise<Warehouse> {
  const warehouse = await warehouses.open({ work: 'compile' }).catch((error: unknown) => {
    const over = overLimit(error, 'compile');
    if (over === undefined) throw error;
    throw problemError('EWS2121', `binding ${over.words}`, { hint: over.hint });
  });
  // A static pivot with a long IN list would otherwise be bound to an operator of its own.
  await warehouse.run('SET pivot_filter_threshold = 10000');
  await warehouse.run("CREATE MACRO as_of() AS CAST('2000-01-01' AS DATE)");
  return warehouse;
}

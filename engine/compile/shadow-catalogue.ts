import { openWarehouse, quoteName, type Warehouse } from '../warehouse/index.ts';
import type { TypedColumn } from './graph.ts';

/** An in-memory database of empty, typed tables: what definitions are bound against, without any data. */
export interface ShadowCatalogue {
  readonly warehouse: Warehouse;
  /** Every relation declared, with its columns. */
  readonly columns: ReadonlyMap<string, readonly TypedColumn[]>;
  /** The columns of which no two rows of a relation have the same values, where some are known. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Declares `schema.name`. */
  declare(relation: string, columns: readonly TypedColumn[], key?: readonly string[] | undefined): Promise<void>;
  close(): void;
}

/** Opens a catalogue that knows `calendar.dates(date)` and `as_of()`. */
export async function openShadowCatalogue(): Promise<ShadowCatalogue> {
  const warehouse = await openWarehouse();
  const schemas = new Set<string>();
  const keys = new Map<string, readonly string[]>();
  const declared = new Map<string, readonly TypedColumn[]>();
  const declare: ShadowCatalogue['declare'] = async (relation, columns, key) => {
    declared.set(relation, columns);
    if (key !== undefined) keys.set(relation, key);
    const [schema = '', name = ''] = relation.split('.');
    if (!schemas.has(schema)) {
      await warehouse.run(`CREATE SCHEMA ${quoteName(schema)}`);
      schemas.add(schema);
    }
    const list = columns.map((column) => `${quoteName(column.name)} ${column.type}`).join(', ');
    await warehouse.run(`CREATE TABLE ${quoteName(schema)}.${quoteName(name)} (${list})`);
  };
  // A static pivot with a long IN list would otherwise be bound to an operator of its own.
  await warehouse.run('SET pivot_filter_threshold = 10000');
  await warehouse.run("CREATE MACRO as_of() AS CAST('2000-01-01' AS DATE)");
  await declare('calendar.dates', [{ name: 'date', type: 'DATE' }], ['date']);
  return { warehouse, columns: declared, keys, declare, close: () => warehouse.close() };
}

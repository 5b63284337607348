import { IN_PROCESS, type Warehouses } from '../../engine/warehouse/index.ts';

const BOUND = ['run', 'columns', 'append', 'call', 'sandbox', 'close'] as const;

/** Warehouses that count how often one is opened, and which texts they are asked about. */
export function watchedWarehouses(): Warehouses & { readonly texts: string[]; readonly opened: () => number } {
  const texts: string[] = [];
  let count = 0;
  return {
    ...IN_PROCESS,
    texts,
    opened: () => count,
    open: async (options) => {
      count += 1;
      const warehouse = await IN_PROCESS.open(options);
      const rows: typeof warehouse.rows = (sql, parameters = []) => {
        const [text] = parameters;
        if (sql.includes('json_serialize_sql') && typeof text === 'string') {
          texts.push(...(text.startsWith('[') ? (JSON.parse(text) as string[]) : [text]));
        }
        return warehouse.rows(sql, parameters);
      };
      return Object.assign(Object.create(warehouse) as typeof warehouse, {
        ...Object.fromEntries(BOUND.map((name) => [name, warehouse[name].bind(warehouse)])),
        rows,
      });
    },
  };
}

/** Warehouses that wait, before each statement, for whoever is told of it and of the folder that they write into. */
export function heldWarehouses(before: (folder: string, sql: string) => Promise<void>): Warehouses {
  return {
    ...IN_PROCESS,
    open: async (options) => {
      const warehouse = await IN_PROCESS.open(options);
      const run: typeof warehouse.run = async (sql, parameters = []) => {
        await before(options.tempDirectory ?? 'nowhere', sql);
        return warehouse.run(sql, parameters);
      };
      return Object.assign(Object.create(warehouse) as typeof warehouse, {
        ...Object.fromEntries(BOUND.map((name) => [name, warehouse[name].bind(warehouse)])),
        rows: warehouse.rows.bind(warehouse),
        run,
      });
    },
  };
}

import type { CatalogueTable } from './catalogue.ts';
import { chanceOf } from './chance.ts';
import type { Database, Dataset, SeedOf } from './perturbation.ts';

/** Small tables of random values: a column's seed decides all of its values. */
export function randomTables(database: Database, tables: readonly CatalogueTable[], rows = 6): Dataset {
  const fill = async (names: readonly string[], seedOf: SeedOf, turn: number): Promise<void> => {
    for (const [number, table] of tables.entries()) {
      if (names.includes(table.name)) await database.run(filled(table, number, rows, { seedOf, turn }));
    }
  };
  return { database, fill };
}

/** Which values a table has, and in which order its rows stand. */
interface Filling {
  readonly seedOf: SeedOf;
  readonly turn: number;
}

/** The table, the `number`th of all, as a statement that makes it with so many rows. */
function filled(table: CatalogueTable, number: number, rows: number, { seedOf, turn }: Filling): string {
  const columns = Object.entries(table.columns).map(([name, { type, draw }], position) => {
    const chance = chanceOf(seedOf(`${table.name}.${name}`) * 100 + number * 10 + position);
    return { name: `"${name}"`, type, cells: Array.from({ length: rows }, (_, row) => draw(chance, row)) };
  });
  const order = Array.from({ length: rows }, (_, row) => (turn % 2 === 1 ? rows - 1 - row : row) + turn);
  const tuples = order.map((row) => `(${columns.map(({ cells }) => cells[row % rows]).join(', ')})`);
  const casts = columns.map(({ name, type }) => `${name}::${type} AS ${name}`);
  const names = columns.map(({ name }) => name);
  return `CREATE OR REPLACE TABLE ${table.name} AS
    SELECT ${casts.join(', ')} FROM (VALUES ${tuples.join(', ')}) v(${names.join(', ')})`;
}

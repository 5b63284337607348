import type { Chance } from './chance.ts';

/** How a value of a column is drawn, as a SQL literal; `row` is the row's number. */
type Draw = (chance: Chance, row: number) => string;

export interface CatalogueTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, { readonly type: string; readonly draw: Draw }>>;
}

const SMALL = 6;

const orNull =
  (draw: Draw): Draw =>
  (chance, row) =>
    chance.below(8) === 0 ? 'NULL' : draw(chance, row);
const integer = { type: 'INTEGER', draw: orNull((chance) => String(chance.below(SMALL))) };
const date = { type: 'DATE', draw: orNull((chance) => `'2000-01-0${1 + chance.below(SMALL)}'`) };
const area = { type: 'VARCHAR', draw: orNull((chance) => `'${'abc'.charAt(chance.below(3))}'`) };
const note = { type: 'VARCHAR', draw: orNull((chance) => `'${'12x'.charAt(chance.below(3))}'`) };
const tags = {
  type: 'INTEGER[]',
  draw: orNull((chance) => `[${Array.from({ length: chance.below(4) }, () => chance.below(SMALL)).join(', ')}]`),
};
const info = {
  type: 'STRUCT(p INTEGER, q INTEGER)',
  draw: orNull((chance) => `{'p': ${chance.below(SMALL)}, 'q': ${chance.below(SMALL)}}`),
};
// Unique, so that a scalar subquery that looks it up finds at most one row.
const id = { type: 'INTEGER', draw: ((chance, row) => String((row + chance.offset) % SMALL)) satisfies Draw };

/** The relations that the cases read: small domains, so that joins meet and the queries' constants bite. */
export const TABLES: readonly CatalogueTable[] = [
  { name: 'fred.unrate', columns: { date, value: integer, area, rev: integer } },
  { name: 'fred.payems', columns: { date, value: integer, area, rev: integer } },
  { name: 'lab.wide', columns: { id, lo: integer, hi: integer, tags, info, note } },
];

/** The statements that create them, empty, with the view and the macro that the cases use. */
export const CATALOGUE: readonly string[] = [
  'CREATE SCHEMA fred',
  'CREATE SCHEMA lab',
  ...TABLES.map(({ name, columns }) => {
    const typed = Object.entries(columns).map(([column, { type }]) => `${column} ${type}`);
    return `CREATE TABLE ${name} (${typed.join(', ')})`;
  }),
  'CREATE VIEW lab.high AS SELECT value, area FROM fred.unrate WHERE rev > 1',
  "CREATE MACRO as_of() AS DATE '2000-01-04'",
];

import type { ColumnEdge } from '../../edge.ts';
import type { QueryLineage } from '../query-lineage.ts';
import { type CatalogueTable, TABLES } from './catalogue.ts';
import { chanceOf } from './chance.ts';

/** What the oracle needs of a database. */
export interface Database {
  run(sql: string): Promise<void>;
  columns(sql: string): Promise<readonly { readonly name: string; readonly values: readonly unknown[] }[]>;
}

/** An output that changed although nothing changed that it is said to depend on. `rows` stands for their number. */
export interface Leak {
  readonly output: string;
  readonly seed: number;
}

const ROWS = 6;

/**
 * The dynamic oracle: fills the tables at random, changes every column outside an output's static answer at once,
 * reruns the query and compares the output's multiset. Any change is a column that the lineage misses.
 */
export async function findLeak(
  database: Database,
  sql: string,
  lineage: QueryLineage,
  seeds: readonly number[],
): Promise<Leak | undefined> {
  for (const seed of seeds) {
    await fill(database, lineage.reads, () => seed);
    const before = await outputs(database, sql);
    for (const [answer, members] of answersOf(lineage)) {
      // Columns of the answer keep their values; all others get those of another seed.
      await fill(database, lineage.reads, (column) => (answer.includes(`|${column}|`) ? seed : -seed));
      const after = await outputs(database, sql);
      const changed = members.filter((member) => before[member] !== after[member]);
      if (changed.length === 0) continue;
      const unstable = await orderDependent(database, sql, lineage, seed);
      const leaked = changed.find((member) => !unstable.has(member));
      if (leaked !== undefined) return { output: lineage.columns[leaked]?.column ?? 'rows', seed };
    }
  }
  return undefined;
}

/**
 * The placebo: the outputs that also differ between the same rows in another order. They show how DuckDB breaks ties,
 * not what the query says.
 */
async function orderDependent(
  database: Database,
  sql: string,
  lineage: QueryLineage,
  seed: number,
): Promise<ReadonlySet<number>> {
  const results: (readonly string[])[] = [];
  for (let turn = 0; turn < ROWS; turn++) {
    await fill(database, lineage.reads, () => seed, turn);
    results.push(await outputs(database, sql));
  }
  const [first = []] = results;
  return new Set([...first.keys()].filter((output) => results.some((result) => result[output] !== first[output])));
}

/** The lineage without its edges of one subtype: what a walker that forgot the rule would answer. */
export function without(lineage: QueryLineage, subtype: ColumnEdge['subtype']): QueryLineage {
  const remaining = (edges: readonly ColumnEdge[]): readonly ColumnEdge[] =>
    edges.filter((edge) => edge.subtype !== subtype);
  return {
    ...lineage,
    columns: lineage.columns.map((column) => ({ ...column, edges: remaining(column.edges) })),
    rows: remaining(lineage.rows),
  };
}

/** Outputs by the columns that they may depend on; the last output is the number of rows. */
function answersOf(lineage: QueryLineage): ReadonlyMap<string, readonly number[]> {
  const answers = new Map<string, number[]>();
  const edges = [...lineage.columns.map((column) => [...column.edges, ...lineage.rows]), lineage.rows];
  edges.forEach((list, output) => {
    const names = new Set(list.map(({ from }) => `|${from.relation}.${from.column}|`));
    const answer = [...names].sort().join('');
    answers.set(answer, [...(answers.get(answer) ?? []), output]);
  });
  return answers;
}

type SeedOf = (column: string) => number;

async function fill(database: Database, names: readonly string[], seedOf: SeedOf, turn = 0): Promise<void> {
  for (const [number, table] of TABLES.entries()) {
    if (names.includes(table.name)) await database.run(filled(table, number, seedOf, turn));
  }
}

/** `turn` puts the same rows into another order. */
function filled(table: CatalogueTable, number: number, seedOf: SeedOf, turn: number): string {
  const columns = Object.entries(table.columns).map(([name, { type, draw }], position) => {
    const chance = chanceOf(seedOf(`${table.name}.${name}`) * 100 + number * 10 + position);
    return { name, type, cells: Array.from({ length: ROWS }, (_, row) => draw(chance, row)) };
  });
  const order = Array.from({ length: ROWS }, (_, row) => (turn % 2 === 1 ? ROWS - 1 - row : row) + turn);
  const tuples = order.map((row) => `(${columns.map(({ cells }) => cells[row % ROWS]).join(', ')})`);
  const casts = columns.map(({ name, type }) => `${name}::${type} AS ${name}`);
  const names = columns.map(({ name }) => name);
  return `CREATE OR REPLACE TABLE ${table.name} AS
    SELECT ${casts.join(', ')} FROM (VALUES ${tuples.join(', ')}) v(${names.join(', ')})`;
}

/** Each output's values as a sorted text, and the number of rows. */
async function outputs(database: Database, sql: string): Promise<readonly string[]> {
  const columns = await database.columns(sql);
  const rows = columns[0]?.values.length ?? 0;
  return [...columns.map((column) => column.values.map(written).sort().join('\n')), String(rows)];
}

/** Sums of floats differ in their last digits with the order of the rows. */
function written(value: unknown): string {
  return typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(9) : String(value);
}

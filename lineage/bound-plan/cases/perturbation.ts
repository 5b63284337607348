import type { ColumnEdge } from '../../edge.ts';
import type { QueryLineage } from '../query-lineage.ts';

/** What the oracle needs of a database. */
export interface Database {
  run(sql: string): Promise<void>;
  columns(sql: string): Promise<readonly { readonly name: string; readonly values: readonly unknown[] }[]>;
}

/** By `schema.table.column`. */
export type SeedOf = (column: string) => number;

/** Tables that the oracle may fill anew. */
export interface Dataset {
  readonly database: Database;
  /** Gives each column of `relations` the values of its seed; each `turn` puts the same rows into another order. */
  fill(relations: readonly string[], seedOf: SeedOf, turn: number): Promise<void>;
}

/** An output that changed although nothing changed that it is said to depend on. `rows` stands for their number. */
export interface Leak {
  readonly output: string;
  readonly seed: number;
}

const TURNS = 6;

/**
 * The dynamic oracle: fills the tables, changes every column outside an output's static answer at once, reruns the
 * query and compares the output's multiset. Any change is a column that the lineage misses.
 */
export async function findLeak(
  data: Dataset,
  sql: string,
  lineage: QueryLineage,
  seeds: readonly number[],
): Promise<Leak | undefined> {
  for (const seed of seeds) {
    await data.fill(lineage.reads, () => seed, 0);
    const before = await outputs(data.database, sql);
    for (const [answer, members] of answersOf(lineage)) {
      // Columns of the answer keep their values; all others get those of another seed.
      await data.fill(lineage.reads, (column) => (answer.includes(`|${column}|`) ? seed : -seed), 0);
      const after = await outputs(data.database, sql);
      const changed = members.filter((member) => before[member] !== after[member]);
      if (changed.length === 0) continue;
      const unstable = await orderDependent(data, sql, lineage, seed);
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
  data: Dataset,
  sql: string,
  lineage: QueryLineage,
  seed: number,
): Promise<ReadonlySet<number>> {
  const results: (readonly string[])[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    await data.fill(lineage.reads, () => seed, turn);
    results.push(await outputs(data.database, sql));
  }
  const [first = []] = results;
  return new Set([...first.keys()].filter((output) => results.some((result) => result[output] !== first[output])));
}

/** The lineage without its edges of one subtype: what a walker that forgot the rule would answer. */
export function withoutSubtype(lineage: QueryLineage, subtype: ColumnEdge['subtype']): QueryLineage {
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

/** Each output's values as a sorted text, and the number of rows. */
async function outputs(database: Database, sql: string): Promise<readonly string[]> {
  const columns = await database.columns(sql);
  const [first] = columns;
  if (first === undefined) throw new Error(`${sql} has no column`);
  return [...columns.map(({ values }) => values.map(written).sort().join('\n')), String(first.values.length)];
}

/** Sums of floats differ in their last digits with the order of the rows. */
function written(value: unknown): string {
  return typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(9) : String(value);
}

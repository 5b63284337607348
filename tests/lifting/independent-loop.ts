import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import type { Day } from '../../engine/calendar/index.ts';
import type { QueryUnderTest } from '../../engine/feature-store/definition.fixture.ts';
import type { TestSource } from '../../engine/feature-store/vintages.fixture.ts';
import type { Scalar } from '../../engine/warehouse/index.ts';
import type { DataSet } from './data-set.ts';
import { knownRows } from './known-rows.ts';
import type { Bag, Results } from './result-rows.ts';
import { rollOf } from './roll.ts';

/** What the independent loop makes of a query: its rows on every date, or the words with which DuckDB refuses it. */
export type LoopOutcome =
  | { readonly kind: 'rows'; readonly results: Results }
  | { readonly kind: 'fails'; readonly why: string };

export interface IndependentLoop {
  evaluate(shape: QueryUnderTest): Promise<LoopOutcome>;
  close(): void;
}

/**
 * Shuffled rows show what depends on an order that nothing fixes; in stored order a query without one has an answer.
 */
export type RowOrder = 'shuffled' | 'stored';

/** Two optimizers of DuckDB 1.5.5 that give wrong rows on plain tables. */
const HARMFUL = 'top_n_window_elimination,join_filter_pushdown';

/**
 * The definition of evaluation as of a date, with none of the engine's code: for every decision date a database of its
 * own whose plain tables hold what is known on it, in an order of their own, and where `as_of()` is that date. A query
 * runs there as it was written, on one date after the other; a group that it reads is its own query's rows.
 */
export async function openIndependentLoop(data: DataSet, order: RowOrder = 'shuffled'): Promise<IndependentLoop> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const days: { readonly date: Day; readonly connection: DuckDBConnection }[] = [];
  for (const [index, date] of data.dates.entries()) {
    const connection = await instance.connect();
    await connection.run(
      `SET disabled_optimizers = '${HARMFUL}'; SET debug_window_mode = 'separate'; SET TimeZone = 'UTC'`,
    );
    await connection.run(`ATTACH ':memory:' AS day_${index}; USE day_${index}`);
    await connection.run(tablesOn(data, date, order));
    days.push({ date, connection });
  }
  return {
    evaluate: async (shape) => {
      try {
        return { kind: 'rows', results: await resultsOn(days, shape) };
      } catch (error) {
        return { kind: 'fails', why: error instanceof Error ? error.message : String(error) };
      }
    },
    close: () => {
      for (const { connection } of days) connection.closeSync();
      instance.closeSync();
    },
  };
}

/** The statements that make a database of what is known on a date. */
function tablesOn({ sources, dates, seed }: DataSet, date: Day, order: RowOrder): string {
  const known: readonly TestSource[] = [
    ...sources,
    {
      name: 'calendar.dates',
      columns: [{ name: 'date', type: 'DATE' }],
      rows: dates.map((each) => [each, each, '9999-12-31']),
    },
  ];
  const schemas = new Set(['features', ...known.map(({ name }) => name.split('.')[0])]);
  return [
    `CREATE MACRO as_of() AS DATE '${date}'`,
    ...[...schemas].map((schema) => `CREATE SCHEMA ${schema}`),
    ...known.flatMap((source, index) => {
      const columns = source.columns.map(({ name, type }) => `"${name}" ${type}`).join(', ');
      const rows = knownRows(source, date);
      const shuffled = order === 'stored' ? rows : rollOf(seed, index, Date.parse(date) / 86_400_000).shuffled(rows);
      const tuples = shuffled.map((row) => `(${row.map(literal).join(', ')})`);
      return [
        `CREATE TABLE ${source.name} (${columns})`,
        ...(tuples.length === 0 ? [] : [`INSERT INTO ${source.name} VALUES ${tuples.join(', ')}`]),
      ];
    }),
  ].join(';\n');
}

async function resultsOn(
  days: readonly { readonly date: Day; readonly connection: DuckDBConnection }[],
  { sql, groups = {} }: QueryUnderTest,
): Promise<Results> {
  const byDate = new Map<string, Bag>();
  let columns: Results['columns'] = [];
  for (const { date, connection } of days) {
    for (const [name, text] of Object.entries(groups)) {
      await connection.run(`CREATE OR REPLACE TABLE ${name} AS ${text}`);
    }
    const reader = await connection.runAndReadAll(sql);
    const types = reader.columnTypes();
    columns = reader.columnNames().map((name, index) => ({ name, type: String(types[index]) }));
    byDate.set(
      date,
      reader.getRows().map((row) => row.map(plain)),
    );
  }
  return { columns, byDate };
}

function plain(value: DuckDBValue): Scalar {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return String(value);
}

function literal(scalar: Scalar): string {
  return typeof scalar === 'string' ? `'${scalar.replaceAll("'", "''")}'` : String(scalar ?? 'NULL');
}

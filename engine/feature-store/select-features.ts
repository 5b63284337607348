import type { Day } from '../calendar/index.ts';
import { hasErrors, type Problem } from '../diagnostics/index.ts';
import { parquetRows, qualifiedNames, quoteName, quoteText, type Warehouse } from '../warehouse/index.ts';
import type { Evaluated } from './evaluated.ts';
import {
  bothViolations,
  datedAfter,
  datedAfterProblems,
  duplicateProblems,
  duplicates,
  type Violation,
} from './row-problems.ts';
import { workTable } from './session.ts';

/** What of a group's contract decides which of its rows are its features. */
export interface FeatureContract {
  readonly keys: readonly string[];
  readonly columns: readonly { readonly name: string; readonly asKnown?: 'last_value' }[];
  readonly ttlDays?: number;
}

export interface Selected {
  /**
   * Qualified table `(as_of, keys..., date, columns..., <column>__date)`, sorted by `as_of` and keys; the last ones for
   * `last_value` columns only. Empty when `problems` has errors.
   */
  readonly table: string;
  readonly problems: readonly Problem[];
}

/** What was taken of some dates, in a file. */
export interface HandedOver {
  readonly file: string;
  readonly types: string;
  readonly late: Violation | undefined;
  readonly twice: Violation | undefined;
}

/** Takes a group's results, a run of dates after the other, and keeps of each only what its features are made of. */
export interface FeatureSelection {
  take(part: Evaluated): Promise<void>;
  /** Writes what it has taken to a parquet file. */
  handOver(file: string): Promise<HandedOver>;
  /**
   * Takes what another warehouse took of later dates. False, with nothing taken, where its values would not come back
   * as they were.
   */
  takeOver(handed: HandedOver): Promise<boolean>;
  /** `evaluated` names the dates that were taken. */
  finish(evaluated: Evaluated, decisionDates: readonly Day[]): Promise<Selected>;
}

/**
 * A group's features on every decision date: per key the row with the greatest date; `last_value` columns their last
 * non-NULL value and its date. A value more than `ttlDays` older than the decision date becomes NULL. Without keys
 * there is a row for every decision date, before the first publication of NULLs; with keys one for each key seen on
 * this decision date or an earlier one. Rows whose date is NULL are passed over. Problems: EWS3001 (date after the
 * decision date), EWS3002 (several rows for a key and date).
 */
export function featureSelection(warehouse: Warehouse, name: string, contract: FeatureContract): FeatureSelection {
  const { keys } = contract;
  const latest = workTable(`${name}/latest`);
  let taken = 0;
  let late: Violation | undefined;
  let twice: Violation | undefined;
  return {
    async take(part) {
      late = bothViolations(late, await datedAfter(warehouse, part, keys));
      twice = bothViolations(twice, await duplicates(warehouse, part, keys));
      const target = taken === 0 ? `CREATE OR REPLACE TABLE ${latest} AS` : `INSERT INTO ${latest}`;
      await warehouse.run(`${target} ${latestRows(part, contract)}`);
      taken += 1;
    },
    async handOver(file) {
      const from = `SELECT * FROM ${latest}`;
      await warehouse.run(`COPY (${from}) TO ${quoteText(file)} (FORMAT parquet)`);
      return { file, types: await typesOf(warehouse, from), late, twice };
    },
    async takeOver(handed) {
      const from = `SELECT * FROM ${parquetRows(handed.file)}`;
      if ((await typesOf(warehouse, from)) !== handed.types) return false;
      await warehouse.run(`INSERT INTO ${latest} ${from}`);
      late = bothViolations(late, handed.late);
      twice = bothViolations(twice, handed.twice);
      return true;
    },
    async finish({ dates }, decisionDates) {
      if (taken === 0) throw new Error(`nothing was taken of ${name}`);
      const problems = [...datedAfterProblems(name, late), ...duplicateProblems(name, twice, keys)];
      const table = workTable(`${name}/features`);
      await warehouse.run(
        `CREATE OR REPLACE TABLE ${table} AS
         WITH decisions AS (
           SELECT t, __t FROM ${dates}
           WHERE t IN (SELECT unnest(string_split(nullif($1, ''), ','))::DATE)${hasErrors(problems) ? ' AND false' : ''}
         ),
         latest AS (SELECT * FROM ${latest}),
         spine AS (${keys.length === 0 ? 'SELECT t, __t FROM decisions' : keysSeen(keys)})
         SELECT ${outputColumns(contract).join(', ')}
         FROM spine s LEFT JOIN latest l ON ${['l.__t = s.__t', ...keys.map(sameKey('l', 's'))].join(' AND ')}
         ORDER BY ${['s.t', ...qualifiedNames('s', keys)].join(', ')}`,
        [decisionDates.join(',')],
      );
      return { table, problems };
    },
  };
}

/** Names and types of a query's columns, as one text. */
async function typesOf(warehouse: Warehouse, query: string): Promise<string> {
  const columns = await warehouse.columns(`${query} LIMIT 0`);
  return JSON.stringify(columns.map(({ name, type }) => [name, type]));
}

/** Per evaluated date and key: the last row, and the last known value of the columns that ask for it. */
function latestRows(evaluated: Evaluated, { keys, columns }: FeatureContract): string {
  const values = columns.flatMap(({ name, asKnown }) => {
    const column = `e.${quoteName(name)}`;
    if (asKnown === undefined) return [`arg_max_null(${column}, e.date) AS ${quoteName(name)}`];
    const known = `FILTER (WHERE ${column} IS NOT NULL)`;
    return [
      `arg_max(${column}, e.date) ${known} AS ${quoteName(name)}`,
      `max(e.date) ${known} AS ${quoteName(`${name}__date`)}`,
    ];
  });
  const by = ['e.__t', ...qualifiedNames('e', keys)].join(', ');
  const selected = [by, 'max(e.date)::DATE AS date', ...values].join(', ');
  return `SELECT ${selected} FROM ${evaluated.table} e WHERE e.date IS NOT NULL GROUP BY ${by}`;
}

/** Every decision date with every key that some decision date up to it has shown. */
function keysSeen(keys: readonly string[]): string {
  const names = qualifiedNames('l', keys).join(', ');
  return `SELECT d.t, d.__t, ${qualifiedNames('k', keys).join(', ')} FROM decisions d
    JOIN (SELECT ${names}, min(f.t) AS since FROM latest l JOIN decisions f USING (__t) GROUP BY ${names}) k
      ON k.since <= d.t`;
}

function outputColumns({ keys, columns, ttlDays }: FeatureContract): readonly string[] {
  const fresh = (value: string, date: string): string =>
    ttlDays === undefined ? value : `CASE WHEN s.t - ${date} <= ${ttlDays} THEN ${value} END`;
  const values = columns.map(({ name, asKnown }) => {
    const date = asKnown === undefined ? 'l.date' : `l.${quoteName(`${name}__date`)}::DATE`;
    return `${fresh(`l.${quoteName(name)}`, date)} AS ${quoteName(name)}`;
  });
  const dates = columns.flatMap(({ name, asKnown }) => {
    const date = quoteName(`${name}__date`);
    return asKnown === undefined ? [] : [`l.${date}::DATE AS ${date}`];
  });
  return ['s.t AS as_of', ...qualifiedNames('s', keys), 'l.date', ...values, ...dates];
}

function sameKey(left: string, right: string): (key: string) => string {
  return (key) => `${left}.${quoteName(key)} IS NOT DISTINCT FROM ${right}.${quoteName(key)}`;
}

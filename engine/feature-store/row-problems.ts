import type { Problem, ProblemCode } from '../diagnostics/index.ts';
import { quoteName, type Row, type Warehouse } from '../warehouse/index.ts';
import type { Evaluated } from './evaluated.ts';

/** Rows dated after the date on which they are used: the query looks ahead, or its dates are not period starts. */
export async function datedAfter(
  warehouse: Warehouse,
  evaluated: Evaluated,
  keys: readonly string[],
): Promise<Problem[]> {
  const found = await warehouse.rows(
    `SELECT d.t AS as_of, ${list(['date', ...keys], 'e')}, count(*) OVER () AS n
     FROM (SELECT __t, min(t) AS t FROM ${evaluated.dates} GROUP BY __t) d JOIN ${evaluated.table} e USING (__t)
     WHERE e.date > d.t ORDER BY ALL LIMIT 1`,
  );
  return found.map((row) =>
    problem('EWS3001', evaluated, row, `has ${times(row)} dated after the decision date`, {
      hint: 'a row is dated by the first day of the period that it describes; shift or filter the date',
    }),
  );
}

/** Several rows for one key and date as of one date; rows without a date are not looked at. */
export async function duplicates(
  warehouse: Warehouse,
  evaluated: Evaluated,
  keys: readonly string[],
): Promise<Problem[]> {
  const by = list(['__t', 'date', ...keys], 'e');
  const found = await warehouse.rows(
    `SELECT * RENAME (__t AS as_of), count(*) OVER () AS n
     FROM (SELECT ${by} FROM ${evaluated.table} e WHERE e.date IS NOT NULL GROUP BY ${by} HAVING count(*) > 1)
     ORDER BY ALL LIMIT 1`,
  );
  const unit = keys.length === 0 ? 'date' : `(${[...keys, 'date'].join(', ')})`;
  return found.map((row) =>
    problem('EWS3002', evaluated, row, `has ${times(row)} of several rows for one ${unit}`, {
      hint:
        keys.length === 0 ? 'declare keys, or aggregate to one row per date' : 'aggregate to one row per key and date',
    }),
  );
}

/** Label rows whose date is not a decision date, so that no feature vector meets them. */
export async function offCalendar(
  warehouse: Warehouse,
  evaluated: Evaluated,
  keys: readonly string[],
  decisionDates: readonly string[],
): Promise<Problem[]> {
  const found = await warehouse.rows(
    `SELECT e.__t AS as_of, ${list(['date', ...keys], 'e')}, count(*) OVER () AS n FROM ${evaluated.table} e
     WHERE e.date IS NULL OR e.date NOT IN (SELECT unnest(string_split(nullif($1, ''), ','))::DATE) ORDER BY ALL LIMIT 1`,
    [decisionDates.join(',')],
  );
  return found.map((row) =>
    problem('EWS3011', evaluated, row, `has ${times(row)} for a date that is not a decision date`, {
      hint: 'read the dates FROM calendar.dates',
    }),
  );
}

function problem(
  code: ProblemCode,
  evaluated: Evaluated,
  example: Row,
  what: string,
  rest: Pick<Problem, 'hint'>,
): Problem {
  const { n: _, ...row } = example;
  const words = Object.entries(row).map(([name, value]) => `${name} ${value}`);
  return {
    code,
    severity: 'error',
    message: `${evaluated.name} ${what}`,
    notes: [`for example ${words.join(', ')}`],
    ...rest,
  };
}

function times(row: Row): string {
  return Number(row['n']) === 1 ? 'a case' : `${row['n']} cases`;
}

function list(names: readonly string[], alias: string): string {
  return names.map((name) => `${alias}.${quoteName(name)}`).join(', ');
}

import type { Day } from '../calendar/index.ts';
import { type Problem, type ProblemCode, problem } from '../diagnostics/index.ts';
import { qualifiedNames, type Row, type Warehouse } from '../warehouse/index.ts';
import type { Evaluated } from './evaluated.ts';

/** Rows that break a contract: how many, and the first of them. */
export interface Violation {
  readonly cases: number;
  readonly example: Row;
}

/** Rows dated after the date on which they are used: the query looks ahead, or its dates are not period starts. */
export async function datedAfter(
  warehouse: Warehouse,
  evaluated: Evaluated,
  keys: readonly string[],
): Promise<Violation | undefined> {
  const found = await warehouse.rows(
    `SELECT d.t AS as_of, ${qualifiedNames('e', ['date', ...keys]).join(', ')}, count(*) OVER () AS n
     FROM (SELECT __t, min(t) AS t FROM ${evaluated.dates} GROUP BY __t) d JOIN ${evaluated.table} e USING (__t)
     WHERE e.date > d.t ORDER BY ALL LIMIT 1`,
  );
  return violationOf(found);
}

/** Several rows for one key and date as of one date; rows without a date are not looked at. */
export async function duplicates(
  warehouse: Warehouse,
  evaluated: Evaluated,
  keys: readonly string[],
): Promise<Violation | undefined> {
  const by = qualifiedNames('e', ['__t', 'date', ...keys]).join(', ');
  const found = await warehouse.rows(
    `SELECT * RENAME (__t AS as_of), count(*) OVER () AS n
     FROM (SELECT ${by} FROM ${evaluated.table} e WHERE e.date IS NOT NULL GROUP BY ${by} HAVING count(*) > 1)
     ORDER BY ALL LIMIT 1`,
  );
  return violationOf(found);
}

/** Violations of two runs of dates, the earlier ones first. */
export function bothViolations(earlier: Violation | undefined, later: Violation | undefined): Violation | undefined {
  if (earlier === undefined || later === undefined) return earlier ?? later;
  return { cases: earlier.cases + later.cases, example: earlier.example };
}

export function datedAfterProblems(name: string, violation: Violation | undefined): readonly Problem[] {
  return problems('EWS3001', name, violation, {
    what: (cases) => `has ${cases} dated after the decision date`,
    hint: 'a row is dated by the first day of the period that it describes; shift or filter the date',
  });
}

export function duplicateProblems(
  name: string,
  violation: Violation | undefined,
  keys: readonly string[],
): readonly Problem[] {
  const unit = keys.length === 0 ? 'date' : `(${[...keys, 'date'].join(', ')})`;
  return problems('EWS3002', name, violation, {
    what: (cases) => `has ${cases} of several rows for one ${unit}`,
    hint:
      keys.length === 0 ? 'declare keys, or aggregate to one row per date' : 'aggregate to one row per key and date',
  });
}

/** Label rows whose date is not a decision date, so that no feature vector meets them. */
export async function offCalendar(
  warehouse: Warehouse,
  evaluated: Evaluated,
  keys: readonly string[],
  decisionDates: readonly Day[],
): Promise<readonly Problem[]> {
  const found = await warehouse.rows(
    `SELECT e.__t AS as_of, ${qualifiedNames('e', ['date', ...keys]).join(', ')}, count(*) OVER () AS n
     FROM ${evaluated.table} e
     WHERE e.date IS NULL OR e.date NOT IN (SELECT unnest(string_split(nullif($1, ''), ','))::DATE)
     ORDER BY ALL LIMIT 1`,
    [decisionDates.join(',')],
  );
  return problems('EWS3011', evaluated.name, violationOf(found), {
    what: (cases) => `has ${cases} for a date that is not a decision date`,
    hint: 'read the dates FROM calendar.dates',
  });
}

function violationOf([row]: readonly Row[]): Violation | undefined {
  if (row === undefined) return undefined;
  const { n, ...example } = row;
  return { cases: Number(n), example };
}

function problems(
  code: ProblemCode,
  name: string,
  violation: Violation | undefined,
  { what, hint }: { readonly what: (cases: string) => string; readonly hint: string },
): readonly Problem[] {
  if (violation === undefined) return [];
  const { cases, example } = violation;
  const words = Object.entries(example).map(([column, value]) => `${column} ${value}`);
  return [
    problem(code, `${name} ${what(cases === 1 ? 'a case' : `${cases} cases`)}`, {
      notes: [`for example ${words.join(', ')}`],
      hint,
    }),
  ];
}

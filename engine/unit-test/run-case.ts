import { hasErrors, type Problem, ProblemError, problem } from '../diagnostics/index.ts';
import {
  compareEvaluated,
  compressLabels,
  type Evaluated,
  evaluateLifted,
  evaluateLoop,
  featureSelection,
  loadCalendar,
  prepareSession,
} from '../feature-store/index.ts';
import { type GivenObservations, takeGiven, takeTyped } from '../ingest/index.ts';
import { overLimit, qualifiedNames, quoteName, type Row, type Warehouse } from '../warehouse/index.ts';
import { compareRows, type RowDifference } from './compare-rows.ts';
import { knownRows } from './known-rows.ts';
import type { Closeness, PlaceInTest, TextRow, UnitCase, UnitFinding } from './unit-case.ts';
import { rowProblem, tooManyProblem } from './words.ts';

/** Findings of one test that are told; the others are counted. */
const TOLD = 20;

/**
 * Runs a case in a fresh warehouse: takes its rows as ingesting would, evaluates the query by the lifted form and by
 * the loop, which must agree, and compares what comes out with what is expected. What a user can mend is a finding;
 * anything else, a limit that was reached among it, is thrown. `place`: where the expected rows are written.
 */
export async function runCase(warehouse: Warehouse, unit: UnitCase, place: string): Promise<readonly UnitFinding[]> {
  await prepareSession(warehouse);
  await loadCalendar(warehouse, unit.calendar);
  const given: GivenObservations[] = [];
  const refused: UnitFinding[] = [];
  for (const each of unit.given) {
    refused.push(
      ...(await findingsOf(['given', each.relation], async () => {
        const observations = each.observations();
        await takeGiven(warehouse, observations);
        given.push(observations);
        return [];
      })),
    );
  }
  if (refused.length > 0) return refused;
  await warehouse.sandbox([]);
  return findingsOf([], () => evaluated(warehouse, unit, { given, place }));
}

interface CaseRows {
  readonly given: readonly GivenObservations[];
  readonly place: string;
}

async function evaluated(
  warehouse: Warehouse,
  unit: UnitCase,
  { given, place }: CaseRows,
): Promise<readonly UnitFinding[]> {
  const loop = await evaluateLoop(warehouse, unit.plan, unit.asOf);
  const disagreement = await disagreementOf(warehouse, unit, loop);
  if (disagreement !== undefined) return [{ place: [], problem: disagreement }];
  const { table, problems, types } = await compared(warehouse, unit, loop);
  if (hasErrors(problems)) return problems.map((each) => ({ place: [], problem: each }));
  const got = await textRows(warehouse, `SELECT * FROM ${table}`, [...types.keys()]);
  const expected = await expectedRows(warehouse, unit, types);
  const differences = compareRows({
    identity: identityOf(unit),
    expected,
    got,
    closeness: (column) => closenessOf(unit, column, types.get(column)),
    ...(unit.subject.kind === 'label' ? { presence: 'y' } : {}),
  });
  const told = await Promise.all(
    differences.slice(0, TOLD).map(async (difference): Promise<UnitFinding> => {
      const day = String(difference.row['as_of']);
      const keys = Object.fromEntries(unit.keys.map((name) => [name, difference.row[name] ?? null]));
      const notes = await knownRows(warehouse, given, { day, keys });
      return { place: placeOf(difference, place), problem: rowProblem(unit, difference, notes) };
    }),
  );
  if (differences.length <= TOLD) return told;
  return [...told, { place: [place], problem: tooManyProblem(unit, differences.length - TOLD) }];
}

function placeOf(difference: RowDifference, place: string): PlaceInTest {
  return 'at' in difference ? [place, difference.at] : [place];
}

function identityOf({ subject, keys }: UnitCase): readonly string[] {
  return ['as_of', ...(subject.kind === 'group' ? [] : ['date']), ...keys];
}

/** A form that DuckDB refuses disagrees with the loop as well: both must give the same. */
async function disagreementOf(warehouse: Warehouse, unit: UnitCase, loop: Evaluated): Promise<Problem | undefined> {
  const { plan, asOf, name } = unit;
  if (plan.liftedSql === undefined) return undefined;
  const lifted = await evaluateLifted(warehouse, plan, asOf).catch((error: unknown) => {
    if (!isOfDuckDB(error)) throw error;
    return error;
  });
  const check =
    lifted instanceof Error
      ? { equal: false as const, reason: `DuckDB refuses the lifted form: ${summaryOf(lifted)}` }
      : await compareEvaluated(warehouse, lifted, loop, plan.exactness);
  if (check.equal) return undefined;
  const example = 'example' in check && check.example !== undefined ? [JSON.stringify(check.example)] : [];
  return problem('EWS3053', `unit test ${name}: ${check.reason}`, {
    notes: example,
    hint: 'the query is evaluated wrongly, by ews and not by its author: report it, with this test',
  });
}

interface Compared {
  readonly table: string;
  readonly problems: readonly Problem[];
  /** Column -> DuckDB's name of its type. */
  readonly types: ReadonlyMap<string, string>;
}

/** The rows that are compared, as a table or a query in brackets. */
async function compared(warehouse: Warehouse, unit: UnitCase, loop: Evaluated): Promise<Compared> {
  const { subject, plan, asOf, keys, calendar } = unit;
  const typed = async (table: string, problems: readonly Problem[]): Promise<Compared> => {
    const columns = await warehouse.columns(`SELECT * FROM ${table} LIMIT 0`);
    return { table, problems, types: new Map(columns.map(({ name, type }) => [name, type])) };
  };
  if (subject.kind === 'group') {
    const selection = featureSelection(warehouse, plan.name, subject.contract);
    await selection.take(loop);
    const { table, problems } = await selection.finish(loop, asOf);
    return typed(table, problems);
  }
  const names = loop.columns.map((column) => column.name);
  const whole = `(SELECT ${['d.t AS as_of', ...qualifiedNames('e', names)].join(', ')}
    FROM ${loop.dates} d JOIN ${loop.table} e USING (__t))`;
  if (subject.kind === 'query') return typed(whole, []);
  return typed(whole, (await compressLabels(warehouse, loop, keys, calendar)).problems);
}

/** What is expected, each value as its column's type writes it. */
async function expectedRows(
  warehouse: Warehouse,
  { name, expected }: UnitCase,
  types: ReadonlyMap<string, string>,
): Promise<readonly TextRow[]> {
  if (expected.length === 0) return [];
  const named = [...new Set(expected.flatMap((row) => Object.keys(row)))];
  const columns = named.map((column) => ({ name: column, type: types.get(column) ?? 'VARCHAR' }));
  const words = { relation: name, shownAs: `unit test ${name}, expected rows` };
  await takeTyped(warehouse, { rows: expected, decimal: '.', ...words }, { table: 'expected_rows', columns });
  const typed = await textRows(warehouse, 'SELECT * FROM expected_rows ORDER BY __row', named);
  return typed.map((row, at) => {
    const written = expected[at] ?? {};
    return Object.fromEntries(Object.entries(row).filter(([column]) => column in written));
  });
}

async function textRows(warehouse: Warehouse, sql: string, names: readonly string[]): Promise<readonly TextRow[]> {
  const texts = names.map((name) => `${quoteName(name)}::VARCHAR AS ${quoteName(name)}`);
  const rows = await warehouse.rows(`SELECT ${texts.join(', ')} FROM (${sql})`);
  return rows.map((row: Row) => Object.fromEntries(names.map((name) => [name, textOrNull(row[name])])));
}

function textOrNull(value: Row[string] | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function closenessOf({ tolerance }: UnitCase, column: string, type: string | undefined): Closeness | undefined {
  const own = tolerance.columns[column];
  if (own !== undefined) return own;
  return type === 'DOUBLE' || type === 'FLOAT' ? tolerance.floats : undefined;
}

/** What the work finds, or the problems that it ends with: DuckDB's own words of a query that fails on its rows too. */
async function findingsOf(
  place: PlaceInTest,
  work: () => Promise<readonly UnitFinding[]>,
): Promise<readonly UnitFinding[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map((each) => ({ place, problem: each }));
    if (!isOfDuckDB(error)) throw error;
    return [{ place, problem: problem('EWS3003', `the query fails on the rows that are given: ${summaryOf(error)}`) }];
  }
}

function isOfDuckDB(error: unknown): error is Error {
  if (!(error instanceof Error) || error.name === 'AbortError' || overLimit(error, 'data') !== undefined) return false;
  return /\bError: /.test(error.message);
}

function summaryOf(error: Error): string {
  const [summary = error.message] = error.message.split('\n');
  return summary;
}

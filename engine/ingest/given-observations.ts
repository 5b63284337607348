import { END_OF_TIME_SQL } from '../bitemporal/index.ts';
import type { Day } from '../calendar/index.ts';
import { hasErrors, type Problem } from '../diagnostics/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { columnChecks } from './column-checks.ts';
import { convertStaged, loadFile } from './load-file.ts';
import { type LoadInput, serveObservations } from './load-observations.ts';
import type { ReadDays } from './read-days.ts';
import { readDeclaredFile } from './read-file.ts';
import { readSnapshot } from './read-snapshot.ts';
import { readVintages } from './read-vintages.ts';
import type { ColumnSpec, FileRequest, SeriesSpec } from './request.ts';
import { checkRows } from './row-checks.ts';
import { namesSql } from './shape.ts';
import { fail, fileProblem, type GivenRows, type StagedFile } from './staged-file.ts';
import { hasGrammar } from './value-grammar.ts';

/** How a relation that is given was declared, as far as that says what its rows mean. */
export type GivenDeclaration =
  | {
      readonly kind: 'series';
      readonly source: string;
      readonly series: SeriesSpec;
      readonly completeThrough?: Day | undefined;
    }
  | { readonly kind: 'table'; readonly request: FileRequest };

/** Rows that stand for what a connector would have read for a relation. */
export interface GivenObservations extends GivenRows {
  /** `fred.unrate`. */
  readonly relation: string;
  /** What messages call them. */
  readonly shownAs: string;
  readonly declaration: GivenDeclaration;
  /** They are those of a file, which writes dates as the files of its source do; else dates are YYYY-MM-DD. */
  readonly isOfFile: boolean;
  readonly columns: LoadInput['columns'];
  readonly serving: Pick<LoadInput, 'prehistory' | 'state'>;
}

/** The columns by which a row says itself from when to when it was known, both days included. */
const SINCE = 'realtime_start';
const UNTIL = 'realtime_end';

/** No day on which it is read bounds what a row may say: what comes after a test's days may be given, to be unseen. */
const READ_ON = '9999-12-30';

/**
 * Makes `obs."<relation>"` of rows as ingesting them would, by the same checks: a row that says when it was known is a
 * version, one that does not is known after its declared lag. Errors are thrown as one ProblemError.
 */
export async function takeGiven(warehouse: Warehouse, given: GivenObservations): Promise<void> {
  const isTimed = (row: GivenRows['rows'][number]): boolean => (row[SINCE] ?? row[UNTIL] ?? null) !== null;
  const { rows, declaration } = given;
  const saysItself = declaration.kind === 'table' && declaration.request.knowledge.kind === 'column';
  const parts = saysItself
    ? [{ rows, timed: false }]
    : [true, false].map((timed) => ({ rows: rows.filter((row) => isTimed(row) === timed), timed }));
  const stored = namesSql(given.columns.map(({ name }) => name));
  const types = given.columns.map(({ name, type }) => `${namesSql([name])} ${type}`).join(', ');
  await warehouse.run(
    `CREATE OR REPLACE TABLE given_rows (${types}, realtime_start DATE, knowledge VARCHAR, realtime_end DATE)`,
  );
  for (const part of parts) {
    if (part.rows.length === 0) continue;
    await readPart(warehouse, { ...given, rows: part.rows }, part.timed);
    await refuseBoth(warehouse, given);
    const ended = part.timed || declaration.kind === 'table' ? '' : `, ${END_OF_TIME_SQL} AS realtime_end`;
    await warehouse.run(`
      INSERT INTO given_rows BY NAME
      SELECT ${stored}, realtime_start, knowledge, realtime_end FROM (SELECT *${ended} FROM incoming)`);
  }
  const { relation, columns, serving } = given;
  // A row that says since when it was known says that it was not known before.
  await serveObservations(warehouse, 'given_rows', { relation, columns, ...serving, isWhole: true });
}

/** Reads rows that all say when they were known, or of which none does, into the table `incoming`. */
async function readPart(warehouse: Warehouse, given: GivenObservations, timed: boolean): Promise<void> {
  const { relation, shownAs, rows, decimal, declaration } = given;
  const file: StagedFile = { path: '', shownAs, relation, format: 'rows', given: { rows, decimal } };
  if (declaration.kind === 'table') {
    // Rows that are given have the declared names, each a period of its own, however the source's files write both.
    const { dateFormat, periodsInColumns: _, ...plain } = declaration.request;
    const request = given.isOfFile && dateFormat !== undefined ? { ...plain, dateFormat } : plain;
    const asked = timed ? withVersions(request) : request;
    await readDeclaredFile(warehouse, file, asked, readDays(request.completeThrough));
    return;
  }
  const { source, series, completeThrough } = declaration;
  const of = rows.map((row) => ({ ...row, series_id: series.seriesId }));
  const named = { ...file, given: { rows: of, decimal } };
  const request = { source, series: [series], prehistory: 'none' as const, file: '' };
  if (timed) await readVintages(warehouse, named, { ...request, kind: 'vintages' }, readDays(completeThrough));
  else await readSnapshot(warehouse, named, request, readDays(completeThrough));
}

function readDays(completeThrough: Day | undefined): ReadDays {
  return { ingestedOn: READ_ON, completeThrough };
}

/** A table whose rows are known after a lag, where its rows say themselves when. */
function withVersions(request: FileRequest): FileRequest {
  const days = [SINCE, UNTIL].map((name) => ({ name, type: 'DATE' }));
  return {
    ...request,
    columns: [...request.columns, ...days],
    knowledge: { kind: 'column', column: SINCE, endColumn: UNTIL },
  };
}

/** One period cannot be known after a lag and on the days that another row of it says. */
async function refuseBoth(warehouse: Warehouse, given: GivenObservations): Promise<void> {
  const { declaration, relation, shownAs } = given;
  const identity =
    declaration.kind === 'table' ? [...declaration.request.keys, declaration.request.dateColumn] : ['date'];
  const [found] = await warehouse.rows(
    `SELECT ${namesSql(identity)} FROM given_rows SEMI JOIN incoming USING (${namesSql(identity)}) LIMIT 1`,
  );
  if (found === undefined) return;
  const what = `${Object.values(found).join(', ')} is given with ${SINCE} and without`;
  const hint = `write ${SINCE} in every row of that period, or in none`;
  fail(fileProblem({ path: '', shownAs, relation, format: 'rows' }, 'EWS3004', what, hint));
}

/**
 * Makes a table of rows by the grammar of values that files are read by: `__row` from 1, and the columns. ProblemError
 * for a cell that is no value of its column's type.
 */
export async function takeTyped(
  warehouse: Warehouse,
  { rows, decimal, shownAs, relation }: Pick<GivenObservations, 'rows' | 'decimal' | 'shownAs' | 'relation'>,
  { table, columns }: { readonly table: string; readonly columns: readonly ColumnSpec[] },
): Promise<void> {
  const file: StagedFile = { path: '', shownAs, relation, format: 'rows', given: { rows, decimal } };
  const other = columns.find(({ type }) => !hasGrammar(type));
  if (other !== undefined) {
    const what = `column "${other.name}" is ${other.type}, of which no value can be written`;
    fail(fileProblem(file, 'EWS1030', what, 'leave the column out'));
  }
  const staged = await loadFile(warehouse, file, columns);
  const problems: readonly Problem[] = await checkRows(warehouse, file, staged.flatMap(columnChecks));
  if (hasErrors(problems)) fail(...problems);
  await convertStaged(warehouse, file, staged);
  await warehouse.run(`CREATE OR REPLACE TABLE ${table} AS SELECT * EXCLUDE (__line) FROM staged`);
}

import { END_OF_TIME_SQL } from '../bitemporal/index.ts';
import { hasErrors, type Problem } from '../diagnostics/index.ts';
import { quoteName, quoteText, type Warehouse } from '../warehouse/index.ts';
import { isPeriodDaySql, monthEndSql, periodEndSql, periodStartSql } from './calendar-period.ts';
import { columnChecks } from './column-checks.ts';
import { dateReading, type LoadedColumn } from './date-reading.ts';
import { wrongDay } from './declared-series.ts';
import { declarationFaults } from './file-declaration.ts';
import { halfOpenSql } from './half-open.ts';
import { convertStaged, loadFile } from './load-file.ts';
import { afterLagSql, knownFromSql } from './publication-lag.ts';
import { begunWhenKnown, knownByToday, periodHasBegun, type ReadDays } from './read-days.ts';
import type { ColumnSpec, FileRequest } from './request.ts';
import { checkRows, type RowCheck } from './row-checks.ts';
import { namesSql, tableShape } from './shape.ts';
import { fail, type StagedFile } from './staged-file.ts';

/**
 * Reads a file into the table `incoming`: the declared columns, realtime_start, knowledge, and, where the file itself
 * says when rows became known, realtime_end. Returns warnings; errors are thrown as one ProblemError. Without `days` it
 * is an earlier file, whose days were judged when it was ingested.
 */
export async function readDeclaredFile(
  warehouse: Warehouse,
  file: StagedFile,
  request: FileRequest,
  days: ReadDays | undefined,
): Promise<readonly Problem[]> {
  const faults = declarationFaults(file, request);
  if (faults.length > 0) fail(...faults);
  const columns = request.columns.map((column) => loadedColumn(request, column));
  const staged = await loadFile(warehouse, file, columns);
  const typing = await checkRows(warehouse, file, staged.flatMap(columnChecks));
  if (hasErrors(typing)) fail(...typing);
  await convertStaged(warehouse, file, staged);
  await warehouse.run(`
    CREATE OR REPLACE TABLE staged AS
    SELECT *, ${endSql(request)} AS __end
    FROM (SELECT *, ${startSql(request)} AS __start FROM staged)`);
  const problems = await checkRows(warehouse, file, [
    ...rowChecks(request),
    ...(days === undefined ? [] : dayChecks(request, days)),
  ]);
  if (hasErrors(problems)) fail(...problems);

  const shape = tableShape(request);
  const published =
    request.knowledge.kind === 'column' ? `${quoteName(request.knowledge.column)} IS NOT NULL` : 'false';
  await warehouse.run(`
    CREATE OR REPLACE TABLE incoming AS
    SELECT ${namesSql(shape.columns.map(({ name }) => name))}, __start AS realtime_start,
      CASE WHEN ${published} THEN 'published' ELSE 'assumed' END AS knowledge,
      least(__end, coalesce(lead(__start) OVER (${versionsSql(request)}), __end)) AS realtime_end
    FROM staged`);
  return problems;
}

function loadedColumn(request: FileRequest, column: ColumnSpec): LoadedColumn {
  const nullable = isNullable(request, column);
  const { dateFormat, dated } = request;
  if (dateFormat === undefined || !/^DATE$/i.test(column.type)) return { ...column, nullable };
  const dates = dateReading(dateFormat, dated);
  // A period is when something was, never the day on which it became known.
  if (dates.form.unit !== 'day' && column.name !== request.dateColumn) return { ...column, nullable };
  return { ...column, nullable, dates };
}

function isNullable(request: FileRequest, column: ColumnSpec): boolean {
  const { knowledge } = request;
  if (column.name === request.dateColumn || request.keys.includes(column.name)) return false;
  if (knowledge.kind === 'column' && column.name === knowledge.column) return knowledge.otherwise !== undefined;
  const { nullable = true } = column;
  return nullable;
}

/** The first day on which a row was known. */
function startSql(request: FileRequest): string {
  const { knowledge, dateColumn } = request;
  const date = quoteName(dateColumn);
  if (knowledge.kind === 'lag') return knownFromSql({ ...request, lagDays: knowledge.lagDays }, date);
  const column = quoteName(knowledge.column);
  if (knowledge.otherwise === undefined) return column;
  const { lagDays = 0, lagMonths = 0 } = knowledge.otherwise;
  return `coalesce(${column}, ${afterLagSql(monthEndSql(date, lagMonths), lagDays)})`;
}

/** The first day on which a row was no longer known, as far as its own cell says. */
function endSql({ knowledge }: FileRequest): string {
  if (knowledge.kind !== 'column' || knowledge.endColumn === undefined) return END_OF_TIME_SQL;
  const last = quoteName(knowledge.endColumn);
  return `CASE WHEN ${last} IS NULL THEN ${END_OF_TIME_SQL} ELSE ${halfOpenSql(last)} END`;
}

function versionsSql({ keys, dateColumn }: FileRequest): string {
  return `PARTITION BY ${namesSql([...keys, dateColumn])} ORDER BY __start, __row`;
}

/** That its days make sense on the day on which the file is read. */
function dayChecks(request: FileRequest, days: ReadDays): readonly RowCheck[] {
  const { knowledge, dateColumn, projections } = request;
  const shown = shownRow(request);
  const start = periodStartSql(request, quoteName(dateColumn));
  const begun = periodHasBegun(days, { start, shown, of: 'true' });
  const ofPeriods = projections === true ? [] : [begun];
  if (knowledge.kind !== 'column') return ofPeriods;
  const checks = [...ofPeriods, knownByToday(days, { column: knowledge.column, shown })];
  if (projections === true) return checks;
  return [...checks, begunWhenKnown({ known: quoteName(knowledge.column), start, shown, of: 'true' })];
}

/** SQL for what messages call a row. */
function shownRow({ keys, dateColumn }: FileRequest): string {
  return [...keys, dateColumn].map((name) => `${quoteName(name)}::VARCHAR`).join(` || ', ' || `);
}

function rowChecks(request: FileRequest): readonly RowCheck[] {
  const { knowledge, keys, dateColumn } = request;
  const date = quoteName(dateColumn);
  const identity = [...keys, dateColumn];
  const shown = shownRow(request);
  const versioned = knowledge.kind === 'column';
  const unit = `${identity.join(', ')}${versioned ? `, ${knowledge.column}` : ''}`;
  const checks: RowCheck[] = [
    {
      fault: `row_number() OVER (PARTITION BY ${namesSql(identity)}${versioned ? ', __start' : ''} ORDER BY __row) > 1`,
      shown,
      say: (value) => `a second row for ${value}`,
      hint: `one row for each (${unit}) is allowed: remove one, or declare the columns that tell them apart as keys`,
    },
    {
      fault: `NOT ${isPeriodDaySql(request, date)}`,
      shown: `${quoteText(`${dateColumn} `)} || ${date}`,
      ...wrongDay(request, 'the source'),
      severity: 'warning',
    },
  ];
  if (!versioned) return checks;
  checks.push({
    fault: `__start < ${periodEndSql(request, date)} AND ${quoteName(knowledge.column)} IS NOT NULL`,
    shown: `__start::VARCHAR || ' before the end of ' || ${shown}`,
    say: (value) => `known on ${value}`,
    hint: 'a value known before its period has ended is a forecast: correct the date, or the frequency',
    severity: 'warning',
  });
  if (knowledge.endColumn === undefined) return checks;
  const next = `lead(__start) OVER (${versionsSql(request)})`;
  checks.push({
    fault: `__end <= __start OR __end > coalesce(${next}, __end)`,
    shown: `${shown} || ' from ' || __start`,
    say: (value) => `the version of ${value} ends before it starts, or after the next one starts`,
    hint: `${knowledge.endColumn} is the last day on which a version held`,
  });
  return checks;
}

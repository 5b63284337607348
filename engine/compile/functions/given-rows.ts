import { isDay } from '../../calendar/index.ts';
import { at } from '../../presence/index.ts';
import type { CaseRow, CaseValue } from '../../project/index.ts';
import { quoteName, quoteText } from '../../warehouse/index.ts';

/** A column of the rows that a case gives; its type follows from its values. */
interface GivenColumn {
  readonly name: string;
  readonly type: 'BOOLEAN' | 'DOUBLE' | 'DATE' | 'VARCHAR';
}

/** The columns of rows: those that the first of them names. */
function columnsOfRows(rows: readonly CaseRow[]): readonly GivenColumn[] {
  return Object.keys(at(rows, 0)).map((name) => ({ name, type: typeOf(rows.map((row) => row[name])) }));
}

function typeOf(values: readonly (CaseValue | undefined)[]): GivenColumn['type'] {
  const given = values.filter((value) => value !== null && value !== undefined);
  if (given.every((value) => typeof value === 'number')) return 'DOUBLE';
  if (given.every((value) => typeof value === 'boolean')) return 'BOOLEAN';
  return given.every((value) => typeof value === 'string' && isDay(value)) ? 'DATE' : 'VARCHAR';
}

/** The rows as a query in brackets, with a first column that numbers them where one is wanted. */
export function rowsText(rows: readonly CaseRow[], numbered?: string): string {
  const columns = columnsOfRows(rows);
  const lines = rows.map((row, index) => {
    const cells = columns.map(({ name, type }) => valueText(row[name] ?? null, type));
    return `(${[...(numbered === undefined ? [] : [String(index)]), ...cells].join(', ')})`;
  });
  const names = [...(numbered === undefined ? [] : [numbered]), ...columns.map(({ name }) => name)].map(quoteName);
  return `(SELECT * FROM (VALUES ${lines.join(', ')}) AS given(${names.join(', ')}))`;
}

/** No row, of the types of the rows. */
export function emptyText(rows: readonly CaseRow[]): string {
  const columns = columnsOfRows(rows).map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteName(name)}`);
  return `(SELECT ${columns.join(', ')})`;
}

function valueText(value: CaseValue, type: GivenColumn['type']): string {
  return value === null ? `CAST(NULL AS ${type})` : `CAST(${constantText(value)} AS ${type})`;
}

/** A value as SQL writes it. */
export function constantText(value: CaseValue): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? quoteText(value) : JSON.stringify(value);
}

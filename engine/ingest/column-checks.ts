import { quoteName } from '../warehouse/index.ts';
import type { ColumnSpec } from './request.ts';
import type { RowCheck } from './staged-file.ts';

const INTEGER_TYPE = /^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER)$/i;
const FLOAT_TYPE = /^(DOUBLE|FLOAT|REAL)$/i;
const TYPE_NAME = /^[A-Z][A-Z0-9_ ]*(\(\s*\d+\s*(,\s*\d+\s*)?\))?$/i;

/** SQL for a staged column as its declared type; NULL where it does not convert (see `columnChecks`). */
export function typedSql(column: ColumnSpec): string {
  if (!TYPE_NAME.test(column.type)) throw new Error(`not the name of a type: ${column.type}`);
  return `TRY_CAST(${quoteName(column.name)} AS ${column.type})`;
}

/** That every cell has the declared type, without loss, and is there when it must be. */
export function columnChecks(column: ColumnSpec): readonly RowCheck[] {
  const name = quoteName(column.name);
  const text = `CAST(${name} AS VARCHAR)`;
  const typed = typedSql(column);
  const article = /^[AEIOU]/i.test(column.type) ? 'an' : 'a';
  const wrong = [
    `${typed} IS NULL`,
    // DuckDB would round 12.7 to 13, and take nan, inf and 'infinity' for numbers and dates.
    ...(INTEGER_TYPE.test(column.type) ? [`NOT regexp_full_match(trim(${text}), '[+-]?\\d+(\\.0*)?')`] : []),
    ...(FLOAT_TYPE.test(column.type) || /^DATE$/i.test(column.type) ? [`NOT isfinite(${typed})`] : []),
  ].join(' OR ');
  const checks: RowCheck[] = [
    {
      fault: `${name} IS NOT NULL AND (${wrong})`,
      shown: `left(${text}, 60)`,
      say: (value) => `column "${column.name}" holds ${JSON.stringify(value)}, which is not ${article} ${column.type}`,
      hint: /^DATE$/i.test(column.type) ? 'write dates as YYYY-MM-DD' : 'correct the cell, or the declared type',
    },
  ];
  if (column.nullable === false) {
    checks.push({
      fault: `${name} IS NULL`,
      shown: `''`,
      say: () => `column "${column.name}" is empty`,
      hint: 'fill the cell, or declare the column nullable',
    });
  }
  return checks;
}

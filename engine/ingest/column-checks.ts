import { dateForm, dayOf, PERIOD_FORMS } from '../calendar/index.ts';
import { quoteName } from '../warehouse/index.ts';
import { looksLikeDecimalComma, looksMissing } from './csv/cells-of-others.ts';
import type { DateReading } from './date-reading.ts';
import type { RowCheck } from './row-checks.ts';
import { conversionOf, DECIMAL_TYPE, FLOAT_TYPE, INTEGER_TYPE, type StagedColumn } from './value-grammar.ts';

/** That every cell has the declared type, without loss, and is there when it must be. */
export function columnChecks(column: StagedColumn): readonly RowCheck[] {
  const name = quoteName(column.name);
  const { faults } = conversionOf(column);
  const found = column.fileType === 'VARCHAR' ? '' : ` (${column.fileType})`;
  const type =
    column.dates === undefined
      ? `${/^[AEIOU]/i.test(column.type) ? 'an' : 'a'} ${column.type}`
      : `a date as date_format has it, ${column.dates.format}`;
  const check = (fault: string | undefined, what: string, hint: RowCheck['hint']): readonly RowCheck[] => {
    if (fault === undefined) return [];
    const say = (value: string): string => `column "${column.name}" holds ${JSON.stringify(value)}${found}, ${what}`;
    return [{ fault, shown: `left(CAST(${name} AS VARCHAR), 60)`, say, hint }];
  };
  const cells = [
    ...check(faults.unlike, `which is not ${type}`, (value) => hintFor(column, value)),
    ...check(faults.beyond, `which is beyond what ${type} holds`, 'correct the cell, or declare a wider type'),
    ...check(faults.inexact, `which ${type} does not hold exactly`, INEXACT),
  ];
  return column.nullable === false ? [...cells, isThere(column.name)] : cells;
}

function isThere(column: string): RowCheck {
  return {
    fault: `${quoteName(column)} IS NULL`,
    shown: `''`,
    say: () => `column "${column}" is empty`,
    hint: 'fill the cell, or declare the column nullable',
  };
}

const INEXACT =
  'declare a type that holds it: BIGINT, HUGEINT, DECIMAL(p,s), DOUBLE, or VARCHAR for a code; ' +
  'a number that may be rounded is written with an exponent';

/** What helps somebody whose cell is not written as a value of the column's type. */
function hintFor(column: StagedColumn, value: string): string {
  const { type } = column;
  if (/^\s|\s$/.test(value)) return 'remove the spaces around it';
  if (FLOAT_TYPE.test(type) || INTEGER_TYPE.test(type) || DECIMAL_TYPE.test(type)) return hintForNumber(column, value);
  if (looksMissing(value)) return ifMissing(column, value);
  if (column.dates !== undefined) return hintForForm(column.dates, value);
  if (type === 'DATE') return hintForDate(value);
  if (type === 'TIMESTAMP') return 'write it as YYYY-MM-DD HH:MM:SS, without a zone';
  if (type.startsWith('TIMESTAMP')) return 'write it as YYYY-MM-DD HH:MM:SS+00:00, with its zone';
  if (type === 'BOOLEAN') return 'write true or false, or 1 or 0';
  return 'correct the cell, or the declared type';
}

function hintForDate(value: string): string {
  const format = likelyFormat(value);
  return format === undefined
    ? 'write dates as YYYY-MM-DD; a day has no zone, and no time but midnight'
    : `write dates as YYYY-MM-DD, or declare how they are written: date_format: ${format}`;
}

/** What to declare for a text that is a date of another form, where the text leaves no doubt or names the doubt. */
function likelyFormat(value: string): string | undefined {
  const period = PERIOD_FORMS.find((word) => isWritten(word, value));
  if (period !== undefined) return period;
  const [, sign] = /^\d{1,2}([-/.])\d{1,2}[-/.]\d{4}$/.exec(value) ?? [];
  if (sign === undefined) return undefined;
  const [dayFirst, monthFirst] = [`%d${sign}%m${sign}%Y`, `%m${sign}%d${sign}%Y`];
  if (!isWritten(monthFirst, value)) return `"${dayFirst}"`;
  if (!isWritten(dayFirst, value)) return `"${monthFirst}"`;
  return `"${dayFirst}" or "${monthFirst}": by this cell nobody can tell whether the day or the month comes first`;
}

function isWritten(format: string, value: string): boolean {
  const form = dateForm(format);
  return form !== undefined && dayOf(value, form, 'start') !== undefined;
}

function hintForForm({ form }: DateReading, value: string): string {
  const other = likelyFormat(value);
  return `write it as ${form.example}${other === undefined ? '' : `, or declare date_format: ${other}`}`;
}

function hintForNumber(column: StagedColumn, value: string): string {
  if (/^[+-]?(nan|inf|infinity)$/i.test(value)) return `only finite numbers are values; ${ifMissing(column, value)}`;
  if (looksMissing(value)) return ifMissing(column, value);
  if (column.format === 'csv' && column.decimal === '.' && looksLikeDecimalComma(value)) {
    return 'if the comma is the decimal mark, declare decimal: ","; thousands have no mark between them';
  }
  if (column.decimal === ',' && value.includes('.')) {
    return 'the source declares decimal: ","; thousands have no mark between them';
  }
  if (/^[+-]?[\d.,]+ ?%$/.test(value)) return 'take the % away, and declare it as the unit of the column: unit: "%"';
  if (/^[+-]?\d{1,3}([ ',._]\d{3})+([.,]\d+)?$/.test(value)) return 'thousands have no mark between them';
  return 'a number is digits, a decimal mark and an exponent, nothing else: correct the cell, or the declared type';
}

function ifMissing({ format }: StagedColumn, value: string): string {
  if (format !== 'csv') return 'write NULL for what is missing';
  const quoted = JSON.stringify(value);
  return `if ${quoted} means missing, declare nulls: [${quoted}], or leave the cell empty`;
}

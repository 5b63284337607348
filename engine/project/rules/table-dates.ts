import { dateForm, type Frequency, monthsOf } from '../../calendar/index.ts';
import { didYouMean, type Problem } from '../../diagnostics/index.ts';
import type { FileTable } from '../source-definitions.ts';
import { problemAtKey, problemAtValue, type Sketch, type SourceEntry } from './rule.ts';

function* fileTables(sketch: Sketch): Iterable<{ source: SourceEntry; table: FileTable }> {
  for (const source of sketch.sources) {
    if (source.definition.connector !== 'file') continue;
    for (const table of source.definition.tables) yield { source, table };
  }
}

/** Months in a period of a frequency; less than one is 0. */
const MONTHS: Readonly<Record<Frequency, number>> = {
  daily: 0,
  weekly: 0,
  biweekly: 0,
  monthly: 1,
  quarterly: 3,
  semiannual: 6,
  annual: 12,
  '5-year': 60,
};

/** Dates that are written as longer periods than the rows are of would put several rows on one day. */
export function* dateFormatsTellPeriodsApart(sketch: Sketch): Iterable<Problem> {
  for (const { source, table } of fileTables(sketch)) {
    const form = table.dateFormat === undefined ? undefined : dateForm(table.dateFormat);
    if (form === undefined || monthsOf(form) <= MONTHS[table.frequency]) continue;
    const message = `a date written as a ${form.unit} cannot tell ${table.frequency} rows apart`;
    yield problemAtValue(source, ['tables', table.name, 'date_format'], {
      code: 'EWS1011',
      message,
      hint: 'correct the frequency, or the form of the dates',
    });
  }
}

/** Of a table with a column for each period, its date is the columns' names, and its value their cells. */
export function* periodsInColumnsAreColumns(sketch: Sketch): Iterable<Problem> {
  for (const { source, table } of fileTables(sketch)) {
    const { periodsInColumns: periods, dateColumn, keys, columns, knowledge } = table;
    if (periods === undefined) continue;
    const place = ['tables', table.name, 'periods_in_columns'];
    const names = columns.map(({ name }) => name);
    if (periods.date !== dateColumn) {
      const message = `the periods are the date of the observation, and that is "${dateColumn}"`;
      yield problemAtValue(source, [...place, 'date'], { code: 'EWS1011', message, hint: `write ${dateColumn}` });
    }
    const known = knowledge.kind === 'column' ? [knowledge.column, knowledge.until] : [];
    if (!names.includes(periods.value)) {
      const message = `table "${table.name}" declares no column "${periods.value}"`;
      const hint = didYouMean(periods.value, names) ?? `declare it: ${periods.value}: { type: DOUBLE, ... }`;
      yield problemAtValue(source, [...place, 'value'], { code: 'EWS1010', message, hint });
    } else if ([dateColumn, ...keys, ...known].includes(periods.value)) {
      const message = `"${periods.value}" takes the cells of the periods, so it is no date and no key`;
      yield problemAtValue(source, [...place, 'value'], {
        code: 'EWS1011',
        message,
        hint: 'name the column that holds the values',
      });
    }
    for (const { name, header } of columns) {
      if (header === undefined || (name !== periods.date && name !== periods.value)) continue;
      const message = `"${name}" is made of the columns that are periods, so the file has no name for it`;
      yield problemAtKey(source, ['tables', table.name, 'columns', name, 'header'], {
        code: 'EWS1011',
        message,
        hint: 'remove it',
      });
    }
  }
}

/** Two columns that read one would be one value under two names. */
export function* headersAreReadOnce(sketch: Sketch): Iterable<Problem> {
  for (const { source, table } of fileTables(sketch)) {
    const first = new Map<string, string>();
    for (const { name, header = name } of table.columns) {
      const twin = first.get(header);
      if (twin === undefined) {
        first.set(header, name);
        continue;
      }
      const message = `"${twin}" and "${name}" both read the file's column "${header}"`;
      yield problemAtKey(source, ['tables', table.name, 'columns', name], {
        code: 'EWS1007',
        message,
        hint: 'remove one of the two, or correct its header',
      });
    }
  }
}

import { isDay } from '../../calendar/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { FORMATS } from '../../ingest/formats/index.ts';
import type { FileShape } from '../schemas/source.ts';
import { problemAtKey, problemAtValue, type Sketch, type SourceEntry } from './rule.ts';

type TableShape = FileShape['tables'][string];

const CSV_KEYS = ['delimiter', 'decimal', 'nulls', 'encoding'] as const;

function* tableShapes(sketch: Sketch): Iterable<{ source: SourceEntry; name: string; table: TableShape }> {
  for (const source of sketch.sources) {
    if (source.shape.connector !== 'file') continue;
    for (const [name, table] of Object.entries(source.shape.tables)) yield { source, name, table };
  }
}

/** Other formats say themselves how their values are written. */
export function* csvKeysAreOfCsv(sketch: Sketch): Iterable<Problem> {
  for (const { source, name, table } of tableShapes(sketch)) {
    if (FORMATS[table.format].hasDialect) continue;
    for (const key of CSV_KEYS.filter((option) => table[option] !== undefined)) {
      const message = `"${key}" says how a CSV file is written, but "${name}" is ${table.format}`;
      yield problemAtKey(source, ['tables', name, key], { code: 'EWS1011', message, hint: 'remove it' });
    }
  }
}

export function* delimitersAreNoDecimalMarks(sketch: Sketch): Iterable<Problem> {
  for (const { source, name, table } of tableShapes(sketch)) {
    const { delimiter = ',', decimal = '.' } = table;
    if (!FORMATS[table.format].hasDialect || delimiter !== decimal) continue;
    const message = `"${decimal}" cannot stand both between cells and within numbers`;
    const hint =
      table.delimiter === undefined ? 'the delimiter is a comma by default; write delimiter: ";"' : undefined;
    yield problemAtValue(source, ['tables', name, 'decimal'], {
      code: 'EWS1011',
      message,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

/** A text that means missing in one row and something in another would lose values without a word. */
export function* missingTextsAreNoValues(sketch: Sketch): Iterable<Problem> {
  for (const { source, name, table } of tableShapes(sketch)) {
    for (const [i, text] of (table.nulls ?? []).entries()) {
      const value = meaningOf(text, table.decimal ?? '.');
      if (value === undefined) continue;
      const message = `"${text}" is ${value}, so it cannot mean missing`;
      const hint =
        'remove it, and let the SQL that reads the column say which of its values means missing: nullif(...)';
      yield problemAtValue(source, ['tables', name, 'nulls', i], { code: 'EWS1011', message, hint });
    }
  }
}

function meaningOf(text: string, decimal: '.' | ','): string | undefined {
  const number = new RegExp(`^[+-]?(\\d+([${decimal}]\\d*)?|[${decimal}]\\d+)([eE][+-]?\\d+)?$`);
  if (number.test(text)) return 'a number';
  if (isDay(text.slice(0, 10))) return 'a date';
  return /^(true|false)$/i.test(text) ? 'true or false' : undefined;
}

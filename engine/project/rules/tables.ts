import { KNOWLEDGE_COLUMNS, RAW_COLUMN } from '../../bitemporal/index.ts';
import { didYouMean, type Problem } from '../../diagnostics/index.ts';
import type { YamlPath } from '../problem-at.ts';
import type { FileTable } from '../source-definitions.ts';
import { problemAtKey, problemAtValue, type Sketch, type SourceEntry } from './rule.ts';

const TYPES = new Set(
  (
    'BOOLEAN TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT ' +
    'FLOAT DOUBLE VARCHAR DATE TIMESTAMP TIMESTAMPTZ'
  ).split(' '),
);
const DECIMAL = /^DECIMAL\((\d{1,2}), ?(\d{1,2})\)$/;
const ALIASES: Readonly<Record<string, string>> = {
  BOOL: 'BOOLEAN',
  DATETIME: 'TIMESTAMP',
  FLOAT8: 'DOUBLE',
  INT: 'INTEGER',
  NUMERIC: 'DECIMAL(18,3)',
  REAL: 'FLOAT',
  STRING: 'VARCHAR',
  TEXT: 'VARCHAR',
};

/** Up to 38 digits, of which up to all are decimals. */
function isDecimal(type: string): boolean {
  const [, precision, scale] = DECIMAL.exec(type) ?? [];
  return (
    precision !== undefined && Number(precision) >= 1 && Number(precision) <= 38 && Number(scale) <= Number(precision)
  );
}

/** The engine adds these to every observation. */
const ENGINE_COLUMNS = new Set<string>([...KNOWLEDGE_COLUMNS, RAW_COLUMN, 'as_of']);

/** Where a file's own knowledge columns are called so, as FRED's are, the engine's take their place. */
function mayTakeEngineName({ knowledge }: FileTable, name: string): boolean {
  if (name === 'as_of' || name === RAW_COLUMN) return false;
  return knowledge.kind === 'column' && (name === knowledge.column || name === knowledge.until);
}

function* tablesOf(sketch: Sketch): Iterable<{ source: SourceEntry; table: FileTable }> {
  for (const source of sketch.sources) {
    if (source.definition.connector !== 'file') continue;
    for (const table of source.definition.tables) yield { source, table };
  }
}

export function* tableColumnsAreUsable(sketch: Sketch): Iterable<Problem> {
  for (const { source, table } of tablesOf(sketch)) {
    for (const { name, type } of table.columns) {
      const path = ['tables', table.name, 'columns', name];
      if (ENGINE_COLUMNS.has(name) && !mayTakeEngineName(table, name)) {
        const message = `a column cannot be called "${name}": the engine adds one of that name`;
        yield problemAtKey(source, path, { code: 'EWS1006', message });
      }
      if (TYPES.has(type) || isDecimal(type)) continue;
      const alias = ALIASES[type];
      const hint = alias === undefined ? didYouMean(type, TYPES) : `write ${alias}`;
      yield problemAtValue(source, [...path, 'type'], {
        code: 'EWS1004',
        message: `"${type}" is no column type`,
        hint: hint ?? `types are ${[...TYPES].join(', ')} and DECIMAL(p,s) with s up to p up to 38`,
      });
    }
  }
}

/** A column that a table names for what it is to say. */
interface Role {
  readonly column: string;
  /** Where the table names it. */
  readonly path: YamlPath;
  /** The type that it must have; undefined where any will do. */
  readonly type: 'DATE' | undefined;
}

function rolesOf({ dateColumn, keys, knowledge }: FileTable): readonly Role[] {
  const roles: Role[] = [{ column: dateColumn, path: ['date'], type: 'DATE' }];
  for (const [i, column] of keys.entries()) roles.push({ column, path: ['keys', i], type: undefined });
  if (knowledge.kind !== 'column') return roles;
  const { column, until } = knowledge;
  roles.push({ column, path: ['knowledge', 'column'], type: 'DATE' });
  if (until !== undefined) roles.push({ column: until, path: ['knowledge', 'until'], type: 'DATE' });
  return roles;
}

export function* tableRolesAreDeclaredColumns(sketch: Sketch): Iterable<Problem> {
  for (const { source, table } of tablesOf(sketch)) {
    const columns = new Map(table.columns.map(({ name, type }) => [name, type]));
    for (const { column, path, type } of rolesOf(table)) {
      const found = columns.get(column);
      const place = ['tables', table.name, ...path];
      if (found === undefined) {
        const message = `table "${table.name}" declares no column "${column}"`;
        const hint = didYouMean(column, columns.keys()) ?? `its columns are ${[...columns.keys()].join(', ')}`;
        yield problemAtValue(source, place, { code: 'EWS1010', message, hint });
      } else if (type !== undefined && found !== type) {
        const message = `"${column}" says when something was, so it must be a DATE, but it is declared ${found}`;
        yield problemAtValue(source, place, {
          code: 'EWS1011',
          message,
          hint: `declare ${column}: { type: DATE, ... }`,
        });
      }
    }
  }
}

export function* tableKeysAreNotDates(sketch: Sketch): Iterable<Problem> {
  for (const { source, table } of tablesOf(sketch)) {
    const i = table.keys.indexOf(table.dateColumn);
    if (i < 0) continue;
    const message = `"${table.dateColumn}" is the date of the observation, so it cannot be a key as well`;
    yield problemAtValue(source, ['tables', table.name, 'keys', i], {
      code: 'EWS1011',
      message,
      hint: 'remove it from keys',
    });
  }
}

/** Either every row says when it became known, or a lag says so for all of them. */
export function* knowledgeIsAColumnOrALag(sketch: Sketch): Iterable<Problem> {
  for (const source of sketch.sources) {
    if (source.shape.connector !== 'file') continue;
    for (const [name, { knowledge }] of Object.entries(source.shape.tables)) {
      const path = ['tables', name, 'knowledge'];
      const { column, until, lag, otherwise } = knowledge;
      if ((column === undefined) === (lag === undefined)) {
        const message = `"tables.${name}.knowledge" needs either a column or a lag`;
        yield problemAtKey(source, path, {
          code: 'EWS1011',
          message,
          hint: 'write { column: announced_at } or { lag: 30 }',
        });
      } else if (column === undefined && otherwise !== undefined) {
        const message = 'otherwise says what to assume where the column is empty, and there is no column';
        yield problemAtKey(source, [...path, 'otherwise'], { code: 'EWS1011', message, hint: 'remove it' });
      } else if (column === undefined && until !== undefined) {
        const message = 'until says when a version ended, and there is no column that says when it began';
        yield problemAtKey(source, [...path, 'until'], { code: 'EWS1011', message, hint: 'add column, or remove it' });
      } else if (column !== undefined && until === column) {
        const message = `"${column}" cannot be both the first and the last day of a version`;
        yield problemAtValue(source, [...path, 'until'], {
          code: 'EWS1011',
          message,
          hint: 'name the column with its last day',
        });
      }
    }
  }
}

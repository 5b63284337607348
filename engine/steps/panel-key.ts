import { at, first } from '../presence/index.ts';
import type { ResultColumn } from '../warehouse/index.ts';
import { columnValues } from './column-values.ts';

/**
 * One text for a key: its value, or of several columns the JSON array of their values as text, which no two keys share.
 */
export function keyText(values: readonly string[]): string {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : JSON.stringify(values);
}

/** The values of a key's columns, by name: what `keyText` was made of. */
export function keyValues(text: string, names: readonly string[]): Readonly<Record<string, string>> {
  const values: readonly string[] = names.length === 1 ? [text] : JSON.parse(text);
  return Object.fromEntries(names.map((name, i) => [name, at(values, i)]));
}

/** The key of every row of a result; undefined where there are no key columns. */
export function keyTexts(columns: readonly ResultColumn[], names: readonly string[]): readonly string[] | undefined {
  if (names.length === 0) return undefined;
  const keys = names.map((name) => columnValues(columns, name).map(String));
  return first(keys).map((_, row) => keyText(keys.map((values) => at(values, row))));
}

/** A row's key, to be spread into what is said of it. */
export function keyOfRow(keys: readonly string[] | undefined, row: number): { readonly key?: string } {
  const key = keys?.[row];
  return key === undefined ? {} : { key };
}

/** A row's key columns by name, to be spread into the row; nothing without a key. */
export function keysOfRow(row: { readonly key?: string }, names: readonly string[]): Readonly<Record<string, string>> {
  return row.key === undefined ? {} : keyValues(row.key, names);
}

/** Columns of a table of decision dates, with a panel's keys, as text, after the date. */
export function keyedColumns(
  columns: Readonly<Record<string, string>> & { readonly as_of: string },
  names: readonly string[],
): Readonly<Record<string, string>> {
  const { as_of, ...others } = columns;
  return { as_of, ...Object.fromEntries(names.map((name) => [name, 'VARCHAR'])), ...others };
}

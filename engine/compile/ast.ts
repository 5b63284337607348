import type { Json, JsonObject } from '../warehouse/index.ts';

/** Reading and building nodes of DuckDB's AST JSON (`json_serialize_sql`). */

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(node: JsonObject, key: string): JsonObject | undefined {
  const value = node[key];
  return isObject(value) ? value : undefined;
}

export function objectsAt(node: JsonObject, key: string): readonly JsonObject[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textAt(node: JsonObject, key: string): string {
  const value = node[key];
  return typeof value === 'string' ? value : '';
}

export function textsAt(node: JsonObject, key: string): readonly string[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A query: SELECT, set operation or recursive CTE. Only these carry a CTE map. */
export function isQueryNode(node: JsonObject): boolean {
  return 'cte_map' in node;
}

export interface CteEntry {
  readonly name: string;
  readonly entry: JsonObject;
  /** The CTE's query node. */
  readonly node: JsonObject;
  readonly aliases: readonly string[];
}

/** The query's own CTEs, in the order written: each sees the ones before it. */
export function ctesOf(query: JsonObject): readonly CteEntry[] {
  const map = objectAt(query, 'cte_map');
  return map === undefined ? [] : objectsAt(map, 'map').flatMap(toCte);
}

function toCte(pair: JsonObject): readonly CteEntry[] {
  const entry = objectAt(pair, 'value');
  const node = entry && objectAt(objectAt(entry, 'query') ?? {}, 'node');
  if (entry === undefined || node === undefined) return [];
  return [{ name: textAt(pair, 'key'), entry, node, aliases: textsAt(entry, 'aliases') }];
}

/** `schema.table` of a base table in lower case, or just the table when no schema is written. */
export function relationName(baseTable: JsonObject): string {
  const schema = textAt(baseTable, 'schema_name').toLowerCase();
  const table = textAt(baseTable, 'table_name').toLowerCase();
  return schema === '' ? table : `${schema}.${table}`;
}

/** The name by which a table reference's columns are qualified. */
export function aliasOf(tableRef: JsonObject): string {
  return textAt(tableRef, 'alias') || textAt(tableRef, 'table_name');
}

/** The name that an item of a select list gets, as written; undefined for an expression without an alias. */
export function selectedName(item: JsonObject): string | undefined {
  const alias = textAt(item, 'alias');
  return alias === '' ? textsAt(item, 'column_names').at(-1) : alias;
}

/** Calls `visit` for every object below and including `value`, parents first. */
export function walk(value: Json, visit: (node: JsonObject) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
    return;
  }
  if (!isObject(value)) return;
  visit(value);
  for (const child of Object.values(value)) walk(child, visit);
}

/** Whether something holds of an object at or below `value`. */
export function someNode(value: Json, holds: (node: JsonObject) => boolean): boolean {
  if (Array.isArray(value)) return value.some((item: Json) => someNode(item, holds));
  if (!isObject(value)) return false;
  return holds(value) || Object.values(value).some((child) => someNode(child, holds));
}

/** The conditions that must all hold; none where there is no condition. */
export function conjunctsOf(condition: JsonObject | undefined): readonly JsonObject[] {
  if (condition === undefined) return [];
  if (condition['type'] !== 'CONJUNCTION_AND') return [condition];
  return objectsAt(condition, 'children').flatMap(conjunctsOf);
}

/** Levels of a tree that every walk of it can take. */
const SHALLOW = 300;

/** Whether a tree is nested so deeply that walks of it may run out of stack. */
export function isDeep(value: Json, left = SHALLOW): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  if (Array.isArray(value)) return value.some((item: Json) => isDeep(item, left - 1));
  const node = value as JsonObject;
  for (const key in node) {
    const item = node[key];
    if (typeof item === 'object' && isDeep(item, left - 1)) return true;
  }
  return false;
}

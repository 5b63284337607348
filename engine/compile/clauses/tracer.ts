import { type Json, type JsonObject, markedNumber } from '../../warehouse/index.ts';
import { isObject, isQueryNode } from '../ast.ts';
import type { ColumnSites } from './clause-site.ts';
import type { Outline } from './outline.ts';
import type { ClauseScope, TracedQuery } from './scope.ts';

/** What the parts of a tracer share. */
export interface ClauseTracer {
  readonly outline: Outline;
  /** Columns of a relation of the catalogue, `schema.table`; undefined where there is none. */
  columnsOf(relation: string): readonly string[] | undefined;
  isAggregate(name: string): boolean;
  /** Offset in the text of a byte of it. */
  offsetOf(byte: number): number;
  query(node: JsonObject, scope: ClauseScope): TracedQuery;
  value(expression: JsonObject, scope: ClauseScope): ColumnSites;
}

/** Where a node itself stands; undefined for one whose place DuckDB does not keep. */
export function textOffsetOf(node: JsonObject, tracer: ClauseTracer): number | undefined {
  const byte = markedNumber(node['query_location']);
  return byte === undefined || byte > Number.MAX_SAFE_INTEGER ? undefined : tracer.offsetOf(byte);
}

/** Where the first part of an expression stands that is written on its own level, not in a subquery of it. */
export function firstPlace(value: Json | undefined, tracer: ClauseTracer): number | undefined {
  if (Array.isArray(value)) return least(value.map((item) => firstPlace(item, tracer)));
  if (!isObject(value) || isQueryNode(value)) return undefined;
  // The parts of a named window stand in the WINDOW clause.
  const members = value['class'] === 'WINDOW' ? [value['children'] ?? null] : Object.values(value);
  const parts = members.map((part) => (typeof part === 'object' ? firstPlace(part, tracer) : undefined));
  return least([textOffsetOf(value, tracer), ...parts]);
}

function least(places: readonly (number | undefined)[]): number | undefined {
  const found = places.filter((place) => place !== undefined);
  return found.length === 0 ? undefined : Math.min(...found);
}

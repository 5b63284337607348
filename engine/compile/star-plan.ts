import type { JsonObject } from '../warehouse/index.ts';
import { isObject, objectsAt, textAt } from './ast.ts';

/**
 * A query within another that takes all of its columns: the plan of that has their names, which the plan of the query
 * itself lacks, so that DuckDB need not be asked to describe it. The break ends a comment.
 */
export function starAround(sql: string): string {
  return `SELECT * FROM (${sql}\n)`;
}

export interface StarPlan {
  /** The plan of the query itself. */
  readonly plan: JsonObject;
  readonly names: readonly string[];
}

/** Undefined where the star does not say for certain how the columns are called: DuckDB must describe the query. */
export function readStarPlan(around: JsonObject): StarPlan | undefined {
  const [plan, ...others] = objectsAt(around, 'children');
  if (around['type'] !== 'LOGICAL_PROJECTION' || !isObject(plan ?? null) || others.length > 0) return undefined;
  const columns = objectsAt(around, 'expressions');
  // A column of NULLs gets its type where the result ends, which for the query alone is within.
  const isColumn = (column: JsonObject, index: number): boolean =>
    column['expression_class'] === 'BOUND_REF' && column['index'] === index;
  if (plan === undefined || !columns.every(isColumn)) return undefined;
  const names = columns.map((column) => textAt(column, 'alias'));
  return names.includes('') || hasTwins(names) ? undefined : { plan, names };
}

/** Of two columns that are called alike the star calls the second `a_1`. */
function hasTwins(names: readonly string[]): boolean {
  const known = new Set(names.map((name) => name.toLowerCase()));
  return (
    known.size < names.length || [...known].some((name) => known.has(name.replace(/_\d+$/, '')) && /_\d+$/.test(name))
  );
}

/** Which names of fields and values within a type are quoted, only DuckDB knows. */
export function isPlainType(type: string): boolean {
  return !/STRUCT|UNION|ENUM/.test(type);
}

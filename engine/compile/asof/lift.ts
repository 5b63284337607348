import type { Json, JsonObject } from '../../warehouse/index.ts';
import { isObject, objectAt } from '../ast.ts';
import type { LiftOutcome } from './lift-outcome.ts';
import { reachOf } from './reach.ts';
import type { AsOfRelation } from './relation.ts';
import { CannotLift, rewriteStatement } from './rewrite/index.ts';

/** An aggregate without GROUP BY names its rows twice, and so does one around it: nesting must not explode. */
const MOST_NODES = 50_000;

/**
 * One statement that evaluates the query as of every date of `__asof.__dates(__t)` at once, or the reason why it must
 * run once per date.
 */
export function lift(statement: JsonObject, relations: ReadonlyMap<string, AsOfRelation>): LiftOutcome {
  const node = objectAt(statement, 'node');
  if (node === undefined) throw new Error('not a statement of json_serialize_sql');
  try {
    const { node: rewritten, exactness } = rewriteStatement(node, relations);
    if (countObjects(rewritten) > MOST_NODES) throw new CannotLift('its set-based form is too long');
    const lifted = { kind: 'lifted', statement: { ...statement, node: rewritten }, exactness } as const;
    const reachDays = exactness === 'bits' ? reachOf(statement, relations) : undefined;
    return reachDays === undefined ? lifted : { ...lifted, reachDays };
  } catch (error) {
    if (error instanceof CannotLift) return { kind: 'loop', reason: error.message };
    throw error;
  }
}

function countObjects(value: Json): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countObjects(item), 0);
  return isObject(value) ? 1 + countObjects(Object.values(value)) : 0;
}

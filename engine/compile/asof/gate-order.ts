import type { JsonObject } from '../../warehouse/index.ts';
import { objectAt, objectsAt, textAt } from '../ast.ts';
import { byteOf, type ProblemAtByte, type UnplacedFinding } from './problem-at-byte.ts';
import { isUngrouped } from './rewrite/index.ts';

/** A judgement with its place, where that is another than the query's. */
type PlacedOrNot = UnplacedFinding & Partial<Pick<ProblemAtByte, 'at'>>;

/**
 * Judges what picks rows: LIMIT and DISTINCT ON keep the first ones, and without ORDER BY any may come first. An
 * aggregate without GROUP BY has one row to pick from.
 */
export function judgeOrder(query: JsonObject): readonly PlacedOrNot[] {
  const modifiers = objectsAt(query, 'modifiers');
  if (modifiers.some(({ type }) => type === 'ORDER_MODIFIER')) return [];
  if (query['type'] === 'SELECT_NODE' && isUngrouped(query)) return [];
  return modifiers.flatMap((modifier) => {
    const [target] = objectsAt(modifier, 'distinct_on_targets');
    if (target !== undefined) return [unordered('DISTINCT ON', target)];
    return textAt(modifier, 'type').startsWith('LIMIT') ? [unordered('LIMIT', objectAt(modifier, 'limit'))] : [];
  });
}

function unordered(what: string, near: JsonObject | undefined): PlacedOrNot {
  const at = near && byteOf(near);
  return {
    code: 'EWS2114',
    ...(at === undefined ? {} : { at }),
    message: `${what} without ORDER BY keeps whatever rows come first`,
    hint: 'add ORDER BY columns that tell the rows apart, such as the date and the keys',
  };
}

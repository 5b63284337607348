import type { JsonObject } from '../../warehouse/index.ts';
import { textAt } from '../ast.ts';
import { AS_OF } from './allowed-functions.ts';

export function isAsOf(node: JsonObject): boolean {
  return node['class'] === 'FUNCTION' && textAt(node, 'function_name').toLowerCase() === AS_OF;
}

/**
 * Where `as_of()` is replaced, on one of two roads. A lifted query has no such call left: the rewriting of its
 * expressions (rewrite/expressions.ts) puts in the place of each the decision date of the row at hand, under the name
 * that the call had. In the loop the text stays as its author wrote it, and `as_of()` is a macro that reads the date
 * whose turn it is: `prepareSession` in engine/feature-store/session.ts defines it. A label's window is tried out in
 * a world with a macro of its own (outcome-window/made-up-world.ts), and what is only bound has one whose day is
 * never asked (shadow-catalogue.ts).
 */
export function replaceAsOf(call: JsonObject, date: JsonObject): JsonObject {
  return { ...date, alias: textAt(call, 'alias') };
}

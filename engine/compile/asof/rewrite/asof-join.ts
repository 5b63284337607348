import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { isObject, objectAt, objectsAt, textAt, textsAt } from '../../ast.ts';
import { CannotLift } from './cannot-lift.ts';
import { and, constant, equals, isNull, whenThenElse } from './nodes.ts';
import { SNAPSHOTS } from './scope.ts';

/**
 * Over all dates an ASOF join also compares the decision date for equality, and with an equality DuckDB 1.5 (65 rows
 * and more) matches a NULL as if it were the latest date. Conditions get a guard that lets no NULL match; USING, which has no
 * room for one, is lifted only where the left column cannot be NULL. `join` is already rewritten.
 */
export function guardAsofJoin(join: JsonObject): JsonObject {
  if (textAt(join, 'ref_type') !== 'ASOF') return join;
  const using = textsAt(join, 'using_columns').at(-1);
  if (using !== undefined) {
    if (neverNull(objectAt(join, 'left'), using)) return join;
    throw new CannotLift(`ASOF JOIN USING whose left "${using}" may be NULL cannot be lifted; ON can`);
  }
  const condition = objectAt(join, 'condition');
  const inequality = condition && [condition, ...objectsAt(condition, 'children')].find(isInequality);
  const left = inequality && objectAt(inequality, 'left');
  const right = inequality && objectAt(inequality, 'right');
  if (condition === undefined || left === undefined || right === undefined) {
    throw new CannotLift('an ASOF JOIN without a plain comparison cannot be lifted');
  }
  const guard = equals(
    whenThenElse(isNull(left), constant(0), constant(2)),
    whenThenElse(isNull(right), constant(1), constant(2)),
  );
  return { ...join, condition: and(condition, guard) };
}

function isInequality(node: JsonObject): boolean {
  return node['class'] === 'COMPARISON' && /^COMPARE_(GREATER|LESS)THAN/.test(textAt(node, 'type'));
}

/** Functions of a date that are NULL only for NULL. */
const STRICT = new Set(['date_trunc', 'last_day', 'add', '+', '-', 'to_months', 'to_days', 'to_years', 'trunc']);

/** Whether a relation's column comes straight from the date of observations, which is never NULL. */
function neverNull(ref: JsonObject | undefined, column: string): boolean {
  if (ref === undefined) return false;
  if (ref['type'] === 'BASE_TABLE') {
    // Its one alias is the date's; more may give the name to another column.
    const renamed = textsAt(ref, 'column_name_alias').length > 1;
    return textAt(ref, 'schema_name') === SNAPSHOTS && !renamed && column.toLowerCase() === 'date';
  }
  if (ref['type'] === 'JOIN') {
    const kept = textAt(ref, 'join_type') === 'INNER' || textAt(ref, 'join_type') === 'LEFT';
    const shared = textsAt(ref, 'using_columns').some((name) => name.toLowerCase() === column.toLowerCase());
    return kept && shared && neverNull(objectAt(ref, 'left'), column);
  }
  const node = objectAt(objectAt(ref, 'subquery') ?? {}, 'node');
  if (node?.['type'] !== 'SELECT_NODE' || textsAt(ref, 'column_name_alias').length > 1) return false;
  if (Array.isArray(node['group_sets']) && node['group_sets'].length > 1) return false;
  const from = objectAt(node, 'from_table');
  for (const item of objectsAt(node, 'select_list')) {
    if (item['class'] === 'STAR') return plainStar(item) && neverNull(from, column);
    const name = textAt(item, 'alias') || textsAt(item, 'column_names').at(-1);
    if (name?.toLowerCase() === column.toLowerCase()) return strict(item, from);
  }
  return false;
}

function strict(expression: Json | undefined, from: JsonObject | undefined): boolean {
  if (!isObject(expression)) return false;
  switch (expression['class']) {
    case 'COLUMN_REF': {
      const names = textsAt(expression, 'column_names');
      const unambiguous = names.length === 1 || from?.['type'] !== 'JOIN';
      return unambiguous && neverNull(from, names.at(-1) ?? '');
    }
    case 'CONSTANT':
      return objectAt(expression, 'value')?.['is_null'] === false;
    case 'CAST':
      return expression['try_cast'] !== true && strict(expression['child'], from);
    case 'FUNCTION':
      return (
        STRICT.has(textAt(expression, 'function_name').toLowerCase()) &&
        objectsAt(expression, 'children').every((child) => strict(child, from))
      );
    default:
      return false;
  }
}

function plainStar(star: JsonObject): boolean {
  return textAt(star, 'relation_name') === '' && objectsAt(star, 'replace_list').length === 0;
}

import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { conjunctsOf, isObject, objectAt, objectsAt, textAt, textsAt } from '../../ast.ts';
import { AS_OF } from '../allowed-functions.ts';
import { type FromRelations, isSure } from './from-relations.ts';

/** What an expression may lean on beside the columns of its FROM clause. */
export interface ExpressionContext extends FromRelations {
  /** Groups of a GROUP BY have a row at least; all rows of a query without one may be none. */
  readonly inGroups: boolean;
  /** Only one unnest() stands there: shorter ones of several are filled with NULL. */
  readonly oneUnnest: boolean;
}

/** Functions that are NULL where an argument is, and nowhere else. */
const STRICT = new Set(
  `+ - * abs ceil date_part date_trunc day floor last_day lower make_date month quarter round to_days to_months
  to_weeks to_years trim trunc upper year`.split(/\s+/),
);

/** Functions that are NULL where all arguments are. */
const ANY = new Set(['coalesce', 'greatest', 'least']);

const NUMBERING = new Set(['row_number', 'rank', 'dense_rank', 'count', 'count_star']);
const EXTREMES = new Set(['min', 'max']);
const SERIES = new Set(['range', 'generate_series']);

const PLAIN_TYPES =
  /^(?:DATE|TIMESTAMP.*|BOOLEAN|VARCHAR|DOUBLE|FLOAT|DECIMAL|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/;

/** Comparisons that are NULL where a side is. */
export const COMPARISONS = new Set(
  `COMPARE_EQUAL COMPARE_NOTEQUAL COMPARE_LESSTHAN COMPARE_GREATERTHAN COMPARE_LESSTHANOREQUALTO
  COMPARE_GREATERTHANOREQUALTO`.split(/\s+/),
);

/** Whether the text shows that an expression is never NULL. */
export function neverNull(expression: Json | undefined, place: ExpressionContext): boolean {
  if (!isObject(expression)) return false;
  const all = (parts: readonly JsonObject[]): boolean => parts.every((part) => neverNull(part, place));
  switch (expression['class']) {
    case 'COLUMN_REF':
      return isSure(place, textsAt(expression, 'column_names'));
    case 'CONSTANT':
      return isPlainConstant(objectAt(expression, 'value') ?? {});
    case 'PARAMETER':
      return true;
    case 'CAST':
      return isPlainCast(expression) && neverNull(expression['child'], place);
    case 'FUNCTION':
      return callNeverNull(expression, place);
    case 'WINDOW':
      return NUMBERING.has(textAt(expression, 'function_name').toLowerCase());
    case 'CONJUNCTION':
      return all(objectsAt(expression, 'children'));
    case 'COMPARISON':
      return (
        !COMPARISONS.has(textAt(expression, 'type')) || sidesOf(expression).every((side) => neverNull(side, place))
      );
    case 'BETWEEN':
      return ['input', 'lower', 'upper'].every((key) => neverNull(expression[key], place));
    case 'CASE':
      return (
        objectsAt(expression, 'case_checks').every((check) => neverNull(check['then_expr'], place)) &&
        neverNull(expression['else_expr'], place)
      );
    case 'OPERATOR':
      return operatorNeverNull(expression, place);
    default:
      return expression['class'] === 'SUBQUERY' && expression['subquery_type'] === 'EXISTS';
  }
}

/** A text may say infinity, of which a part such as the year is NULL. */
function isPlainConstant(value: JsonObject): boolean {
  return value['is_null'] === false && !/^\s*[+-]?inf/i.test(textAt(value, 'value'));
}

function isPlainCast(cast: JsonObject): boolean {
  return cast['try_cast'] !== true && PLAIN_TYPES.test(textAt(objectAt(cast, 'cast_type') ?? {}, 'id'));
}

function callNeverNull(call: JsonObject, place: ExpressionContext): boolean {
  const name = textAt(call, 'function_name').toLowerCase();
  const children = objectsAt(call, 'children');
  const [first] = children;
  if (name === AS_OF || name === 'count' || name === 'count_star') return true;
  if (name === 'unnest') return place.oneUnnest && first !== undefined && isSeries(first);
  if (EXTREMES.has(name)) {
    return place.inGroups && children.length === 1 && !isObject(call['filter']) && neverNull(first, place);
  }
  if (ANY.has(name)) return children.some((child) => neverNull(child, place));
  // NULL || x is NULL of texts, but not of lists.
  return (STRICT.has(name) || name === '||') && children.every((child) => neverNull(child, place));
}

/** A series holds no NULL, and where a bound is NULL it holds nothing. */
export function isSeries(expression: JsonObject): boolean {
  return expression['class'] === 'FUNCTION' && SERIES.has(textAt(expression, 'function_name').toLowerCase());
}

function operatorNeverNull(operator: JsonObject, place: ExpressionContext): boolean {
  const children = objectsAt(operator, 'children');
  switch (operator['type']) {
    case 'OPERATOR_IS_NULL':
    case 'OPERATOR_IS_NOT_NULL':
      return true;
    case 'OPERATOR_COALESCE':
      return children.some((child) => neverNull(child, place));
    case 'OPERATOR_NOT':
    case 'COMPARE_IN':
    case 'COMPARE_NOT_IN':
      return children.every((child) => neverNull(child, place));
    default:
      return false;
  }
}

export function sidesOf(comparison: JsonObject): readonly JsonObject[] {
  return ['left', 'right'].map((key) => objectAt(comparison, key) ?? {});
}

/** The columns that are not NULL in the rows for which a condition is true. */
export function columnsShown(condition: JsonObject | undefined): readonly (readonly string[])[] {
  return conjunctsOf(condition).flatMap((conjunct) => {
    switch (conjunct['class']) {
      case 'COMPARISON':
        return COMPARISONS.has(textAt(conjunct, 'type')) ? sidesOf(conjunct).flatMap(columnsBehind) : [];
      case 'BETWEEN':
        return columnsBehind(objectAt(conjunct, 'input') ?? {});
      case 'OPERATOR': {
        const shows = conjunct['type'] === 'OPERATOR_IS_NOT_NULL' || conjunct['type'] === 'COMPARE_IN';
        return shows ? objectsAt(conjunct, 'children').slice(0, 1).flatMap(columnsBehind) : [];
      }
      default:
        return [];
    }
  });
}

/** The columns of which one NULL makes the whole expression NULL. */
function columnsBehind(expression: JsonObject): readonly (readonly string[])[] {
  switch (expression['class']) {
    case 'COLUMN_REF':
      return [textsAt(expression, 'column_names')];
    case 'CAST':
      return columnsBehind(objectAt(expression, 'child') ?? {});
    case 'FUNCTION': {
      const strict = STRICT.has(textAt(expression, 'function_name').toLowerCase());
      return strict ? objectsAt(expression, 'children').flatMap(columnsBehind) : [];
    }
    default:
      return [];
  }
}

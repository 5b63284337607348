import type { Json, JsonObject } from '../../warehouse/index.ts';
import { isObject, objectAt, objectsAt, textAt, textsAt } from '../ast.ts';
import { type ClauseSite, type ColumnSites, mergeSites, NOTHING, throughSite } from './clause-site.ts';
import { type ClauseScope, referred } from './scope.ts';
import type { Stretch } from './token-list.ts';
import { type ClauseTracer, firstPlace, textOffsetOf } from './tracer.ts';

/** What the value of an expression depends on, and through which parts of it. */
export function tracedValue(expression: JsonObject, scope: ClauseScope, tracer: ClauseTracer): ColumnSites {
  switch (expression['class']) {
    case 'COLUMN_REF':
      return referred(textsAt(expression, 'column_names'), scope);
    case 'STAR':
      return mergeSites(...(scope.fromClauses[0] ?? []).flatMap(({ columns }) => columns.map(({ trace }) => trace)));
    case 'CONSTANT':
      return NOTHING;
    case 'CASE':
      return choice(expression, scope, tracer);
    case 'OPERATOR':
      return expression['type'] === 'OPERATOR_COALESCE'
        ? firstKnown(expression, scope, tracer)
        : all(expression['children'], scope, tracer);
    case 'FUNCTION':
      return call(expression, scope, tracer);
    case 'WINDOW':
      return windowed(expression, scope, tracer);
    case 'SUBQUERY':
      return subquery(expression, scope, tracer);
    case 'LAMBDA':
      return lambda(expression, scope, tracer);
    default:
      return all(Object.values(expression), scope, tracer);
  }
}

/** All expressions at and below a value, together. */
function all(value: Json | undefined, scope: ClauseScope, tracer: ClauseTracer): ColumnSites {
  if (Array.isArray(value)) return mergeSites(...value.map((item) => all(item, scope, tracer)));
  if (!isObject(value)) return NOTHING;
  if (typeof value['class'] === 'string') return tracer.value(value, scope);
  return mergeSites(...Object.values(value).map((part) => all(part, scope, tracer)));
}

/** The conditions of a CASE decide, and the values that it may take are taken over. */
function choice(expression: JsonObject, scope: ClauseScope, tracer: ClauseTracer): ColumnSites {
  const checks = objectsAt(expression, 'case_checks');
  const tested = all(
    checks.map((check) => check['when_expr'] ?? null),
    scope,
    tracer,
  );
  const taken = all(
    [...checks.map((check) => check['then_expr'] ?? null), expression['else_expr'] ?? null],
    scope,
    tracer,
  );
  const place = textOffsetOf(expression, tracer);
  const stretch = place === undefined ? around(expression, ['IF', 'IFF'], tracer) : tracer.outline.choice(place);
  return mergeSites(taken, throughSite(tested, { subtypes: ['CONDITIONAL'], stretch }));
}

function firstKnown(expression: JsonObject, scope: ClauseScope, tracer: ClauseTracer): ColumnSites {
  const children = objectsAt(expression, 'children');
  const stretch = around(expression, ['COALESCE', 'IFNULL'], tracer);
  // A lone one stands for several: *COLUMNS(...).
  const tested = all(children.length === 1 ? children : children.slice(0, -1), scope, tracer);
  return mergeSites(all(children, scope, tracer), throughSite(tested, { subtypes: ['CONDITIONAL'], stretch }));
}

function around(expression: JsonObject, names: readonly string[], tracer: ClauseTracer): Stretch | undefined {
  const place = firstPlace(expression, tracer);
  return place === undefined ? undefined : tracer.outline.callAround(place, names);
}

/** What a call's value depends on: its arguments, and what the FILTER and ORDER BY of an aggregate decide by. */
function call(expression: JsonObject, scope: ClauseScope, tracer: ClauseTracer): ColumnSites {
  const args = all(expression['children'], scope, tracer);
  const place = textOffsetOf(expression, tracer);
  // Some functions are macros of DuckDB's own, made of CASE.
  const name = textAt(expression, 'function_name').toUpperCase();
  const chosen = MACROS.has(name) && place !== undefined ? [choosing(args, place, name, tracer)] : [];
  return mergeSites(
    args,
    ...chosen,
    clause(FILTER, expression['filter'], scope, tracer),
    clause(ORDER, expression['order_bys'], scope, tracer),
  );
}

/** How many rows a call such as unnest(...) makes of one is decided by its arguments. */
export function multiplied(expression: JsonObject, args: ColumnSites, tracer: ClauseTracer): ColumnSites {
  const place = textOffsetOf(expression, tracer);
  return throughSite(args, {
    subtypes: ['JOIN'],
    stretch: place === undefined ? undefined : tracer.outline.call(place),
  });
}

const MACROS = new Set(['NULLIF', 'IFNULL', 'NVL']);

function choosing(args: ColumnSites, place: number, name: string, tracer: ClauseTracer): ColumnSites {
  return throughSite(args, {
    subtypes: ['CONDITIONAL'],
    stretch: tracer.outline.callAround(place + name.length + 1, [name]),
  });
}

/** The clauses that may stand in the brackets of a call, and what they decide. */
const FILTER = { keyword: 'WHERE', subtypes: ['FILTER'] } as const;
const ORDER = { keyword: 'ORDER', subtypes: ['SORT'] } as const;

function clause(
  { keyword, subtypes }: typeof FILTER | typeof ORDER,
  value: Json | undefined,
  scope: ClauseScope,
  tracer: ClauseTracer,
): ColumnSites {
  const place = firstPlace(value, tracer);
  const stretch = place === undefined ? undefined : tracer.outline.clause(place, [keyword]);
  return throughSite(all(value, scope, tracer), { subtypes, stretch });
}

function windowed(expression: JsonObject, scope: ClauseScope, tracer: ClauseTracer): ColumnSites {
  const [first, ...others] = objectsAt(expression, 'children');
  const place = textOffsetOf(expression, tracer);
  const over: ClauseSite = {
    subtypes: ['WINDOW'],
    stretch: place === undefined ? undefined : tracer.outline.over(place),
  };
  const argument = first ?? null;
  const isAggregate = expression['type'] === 'WINDOW_AGGREGATE';
  const taken = isAggregate ? expression['children'] : argument;
  // How far to look, or how many parts to make, is no value that is taken over.
  const decisive = ['partitions', 'orders', 'start_expr', 'end_expr', 'offset_expr'].map(
    (key) => expression[key] ?? null,
  );
  if (!isAggregate) decisive.push(...others);
  if (NUMBERING.has(String(expression['type']))) decisive.push(argument);
  return mergeSites(
    all(taken, scope, tracer),
    all(expression['default_expr'], scope, tracer),
    throughSite(all(decisive, scope, tracer), over),
    clause(FILTER, expression['filter_expr'], scope, tracer),
    clause(ORDER, expression['arg_orders'], scope, tracer),
  );
}

const NUMBERING = new Set(['WINDOW_NTILE']);

/** A value, or whether there is one, by the rows of a query of its own. */
function subquery(expression: JsonObject, scope: ClauseScope, tracer: ClauseTracer): ColumnSites {
  const node = objectAt(objectAt(expression, 'subquery') ?? {}, 'node');
  if (node === undefined) return NOTHING;
  const { columns, rows } = tracer.query(node, scope);
  const tested = all(expression['child'], scope, tracer);
  const values = mergeSites(...columns.map(({ trace }) => trace));
  const place = textOffsetOf(expression, tracer);
  // DuckDB makes a CASE of ARRAY(...), so that no row gives an empty list.
  const list = place === undefined ? undefined : tracer.outline.callAround(place + 1, ['ARRAY']);
  const listed =
    list === undefined ? NOTHING : throughSite(values, { subtypes: ['CONDITIONAL', 'SORT'], stretch: list });
  return mergeSites(tested, rows, values, listed);
}

/** One parameter stands by itself, several in brackets. */
function parametersOf(lambdaExpression: JsonObject): readonly JsonObject[] {
  const left = objectAt(lambdaExpression, 'lhs');
  if (left === undefined) return [];
  return left['class'] === 'COLUMN_REF' ? [left] : objectsAt(left, 'children');
}

/** Its parameters hide columns of the same name. */
function lambda(expression: JsonObject, scope: ClauseScope, tracer: ClauseTracer): ColumnSites {
  const columns = parametersOf(expression)
    .flatMap((parameter) => textsAt(parameter, 'column_names'))
    .map((name) => ({ name: name.toLowerCase(), trace: NOTHING }));
  const within: ClauseScope = { ...scope, fromClauses: [[{ alias: '', schema: '', columns }], ...scope.fromClauses] };
  return all(expression['expr'], within, tracer);
}

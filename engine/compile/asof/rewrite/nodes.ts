import { type Json, type JsonObject, markedNumber } from '../../../warehouse/index.ts';
import { objectAt, textAt } from '../../ast.ts';

/** 2^64-1, DuckDB's "no position", as `parseLossless` marks it. */
const NOWHERE = '\u0001#18446744073709551615';

export function columnRef(names: readonly string[], alias = ''): JsonObject {
  return { class: 'COLUMN_REF', type: 'COLUMN_REF', alias, query_location: NOWHERE, column_names: names };
}

export function star(relation: string, except: readonly string[] = []): JsonObject {
  return {
    class: 'STAR',
    type: 'STAR',
    alias: '',
    query_location: NOWHERE,
    relation_name: relation,
    exclude_list: except,
    replace_list: [],
    columns: false,
    expr: null,
    qualified_exclude_list: [],
    rename_list: [],
  };
}

export function equals(left: JsonObject, right: JsonObject): JsonObject {
  return compared('COMPARE_EQUAL', left, right);
}

export function compared(type: string, left: JsonObject, right: JsonObject): JsonObject {
  return { class: 'COMPARISON', type, alias: '', query_location: NOWHERE, left, right };
}

export function firstOf(children: readonly JsonObject[]): JsonObject {
  return { class: 'OPERATOR', type: 'OPERATOR_COALESCE', alias: '', query_location: NOWHERE, children };
}

export function isNull(child: JsonObject): JsonObject {
  return { class: 'OPERATOR', type: 'OPERATOR_IS_NULL', alias: '', query_location: NOWHERE, children: [child] };
}

export function constant(value: number): JsonObject {
  const integer = { type: { id: 'INTEGER', type_info: null }, is_null: false, value };
  return { class: 'CONSTANT', type: 'VALUE_CONSTANT', alias: '', query_location: NOWHERE, value: integer };
}

export function textConstant(text: string): JsonObject {
  const value = { type: { id: 'VARCHAR', type_info: null }, is_null: false, value: text };
  return { class: 'CONSTANT', type: 'VALUE_CONSTANT', alias: '', query_location: NOWHERE, value };
}

export function whenThenElse(when: JsonObject, then: JsonObject, otherwise: JsonObject): JsonObject {
  const check = { when_expr: when, then_expr: then };
  return {
    class: 'CASE',
    type: 'CASE_EXPR',
    alias: '',
    query_location: NOWHERE,
    case_checks: [check],
    else_expr: otherwise,
  };
}

export function and(left: JsonObject, right: JsonObject): JsonObject {
  return { class: 'CONJUNCTION', type: 'CONJUNCTION_AND', alias: '', query_location: NOWHERE, children: [left, right] };
}

export function callOf(name: string, children: readonly JsonObject[]): JsonObject {
  return {
    class: 'FUNCTION',
    type: 'FUNCTION',
    alias: '',
    query_location: NOWHERE,
    function_name: name,
    schema: '',
    children,
    filter: null,
    order_bys: { type: 'ORDER_MODIFIER', orders: [] },
    distinct: false,
    is_operator: false,
    export_state: false,
    catalog: '',
  };
}

export function booleanConstant(value: boolean): JsonObject {
  const type = { id: 'BOOLEAN', type_info: null };
  return {
    class: 'CONSTANT',
    type: 'VALUE_CONSTANT',
    alias: '',
    query_location: NOWHERE,
    value: { type, is_null: false, value },
  };
}

/** `row_number() OVER (PARTITION BY partition ORDER BY orders)`. */
export function rowNumber(partition: JsonObject, orders: readonly JsonObject[]): JsonObject {
  return {
    class: 'WINDOW',
    type: 'WINDOW_ROW_NUMBER',
    alias: '',
    query_location: NOWHERE,
    function_name: 'row_number',
    schema: '',
    catalog: '',
    children: [],
    partitions: [partition],
    orders,
    start: 'UNBOUNDED_PRECEDING',
    end: 'CURRENT_ROW_RANGE',
    start_expr: null,
    end_expr: null,
    offset_expr: null,
    default_expr: null,
    ignore_nulls: false,
    filter_expr: null,
    exclude_clause: 'NO_OTHER',
    distinct: false,
    arg_orders: [],
  };
}

/** A whole number that is written out, as in `GROUP BY 1` or `LIMIT 3`. */
export function ordinalOf(expression: JsonObject): number | undefined {
  const value = expression['class'] === 'CONSTANT' ? objectAt(expression, 'value') : undefined;
  if (value === undefined || value['is_null'] === true) return undefined;
  const number = markedNumber(value['value']);
  const whole = textAt(objectAt(value, 'type') ?? {}, 'id').includes('INT');
  return whole && number !== undefined && Number.isSafeInteger(number) ? number : undefined;
}

export function baseTable(schema: string, table: string, alias: string, columns: readonly string[] = []): JsonObject {
  return {
    type: 'BASE_TABLE',
    alias,
    sample: null,
    query_location: NOWHERE,
    schema_name: schema,
    table_name: table,
    column_name_alias: columns,
    catalog_name: '',
    at_clause: null,
  };
}

export function selectNode(selectList: readonly JsonObject[], from: JsonObject, where: JsonObject | null): JsonObject {
  return {
    type: 'SELECT_NODE',
    modifiers: [],
    cte_map: { map: [] },
    select_list: selectList,
    from_table: from,
    where_clause: where,
    group_expressions: [],
    group_sets: [],
    aggregate_handling: 'STANDARD_HANDLING',
    having: null,
    sample: null,
    qualify: null,
  };
}

/** `(node) AS alias(columns)` in a FROM clause. */
export function subqueryRef(node: Json, alias: string, columnAliases: readonly string[] = []): JsonObject {
  return {
    type: 'SUBQUERY',
    alias,
    sample: null,
    query_location: NOWHERE,
    subquery: { node, named_param_map: [] },
    column_name_alias: columnAliases,
  };
}

export function leftJoin(left: JsonObject, right: JsonObject, condition: JsonObject): JsonObject {
  return joined('LEFT', left, right, condition);
}

/** An inner join on `true`, which prints the same wherever it stands, while a comma binds weaker than other joins. */
export function crossJoin(left: JsonObject, right: JsonObject): JsonObject {
  return joined('INNER', left, right, booleanConstant(true));
}

function joined(kind: string, left: JsonObject, right: JsonObject, condition: JsonObject): JsonObject {
  return {
    type: 'JOIN',
    alias: '',
    sample: null,
    query_location: NOWHERE,
    left,
    right,
    condition,
    join_type: kind,
    ref_type: 'REGULAR',
    using_columns: [],
    delim_flipped: false,
    duplicate_eliminated_columns: [],
  };
}

/** An entry of a query's map of CTEs. */
export function cteEntry(name: string, node: JsonObject, materialized: 'ALWAYS' | 'DEFAULT'): JsonObject {
  const query = { node, named_param_map: [] };
  return { key: name, value: { aliases: [], query, materialized: `CTE_MATERIALIZE_${materialized}`, key_targets: [] } };
}

/**
 * A text that stays as it is, but for comma joins: DuckDB prints one on the left of an outer join without parentheses,
 * which reads back as another tree.
 */
export function plainJoins(value: JsonObject): JsonObject {
  const changed = (child: Json): Json => {
    if (Array.isArray(child)) return child.map(changed);
    return typeof child === 'object' && child !== null ? plainJoins(child as JsonObject) : child;
  };
  const copy = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, changed(child)]));
  const comma = value['type'] === 'JOIN' && value['ref_type'] === 'CROSS';
  return comma ? { ...copy, ref_type: 'REGULAR', condition: booleanConstant(true) } : copy;
}

/** `left, right`: the right one may name columns of the left. */
export function commaJoin(left: JsonObject, right: JsonObject): JsonObject {
  return { ...crossJoin(left, right), condition: null, ref_type: 'CROSS' };
}

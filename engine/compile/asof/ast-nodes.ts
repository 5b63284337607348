import type { Json, JsonObject } from '../../warehouse/index.ts';

/** 2^64-1, DuckDB's "no position", as `parseLossless` marks it. */
const NOWHERE = '\u0001#18446744073709551615';

export function columnRef(names: readonly string[], alias = ''): JsonObject {
  return { class: 'COLUMN_REF', type: 'COLUMN_REF', alias, query_location: NOWHERE, column_names: names };
}

export function star(relation: string): JsonObject {
  return {
    class: 'STAR',
    type: 'STAR',
    alias: '',
    query_location: NOWHERE,
    relation_name: relation,
    exclude_list: [],
    replace_list: [],
    columns: false,
    expr: null,
    qualified_exclude_list: [],
    rename_list: [],
  };
}

export function equals(left: JsonObject, right: JsonObject): JsonObject {
  return { class: 'COMPARISON', type: 'COMPARE_EQUAL', alias: '', query_location: NOWHERE, left, right };
}

/** `child IS NOT NULL`. */
export function isNotNull(child: JsonObject, alias = ''): JsonObject {
  return { class: 'OPERATOR', type: 'OPERATOR_IS_NOT_NULL', alias, query_location: NOWHERE, children: [child] };
}

export function isNull(child: JsonObject): JsonObject {
  return { ...isNotNull(child), type: 'OPERATOR_IS_NULL' };
}

export function constant(value: number): JsonObject {
  const integer = { type: { id: 'INTEGER', type_info: null }, is_null: false, value };
  return { class: 'CONSTANT', type: 'VALUE_CONSTANT', alias: '', query_location: NOWHERE, value: integer };
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

/** `count(*)`. */
export function countStar(): JsonObject {
  return {
    class: 'FUNCTION',
    type: 'FUNCTION',
    alias: '',
    query_location: NOWHERE,
    function_name: 'count_star',
    schema: '',
    children: [],
    filter: null,
    order_bys: { type: 'ORDER_MODIFIER', orders: [] },
    distinct: false,
    is_operator: false,
    export_state: false,
    catalog: '',
  };
}

export function trueConstant(alias = ''): JsonObject {
  const value = { type: { id: 'BOOLEAN', type_info: null }, is_null: false, value: true };
  return { class: 'CONSTANT', type: 'VALUE_CONSTANT', alias, query_location: NOWHERE, value };
}

export function baseTable(schema: string, table: string, alias: string): JsonObject {
  return {
    type: 'BASE_TABLE',
    alias,
    sample: null,
    query_location: NOWHERE,
    schema_name: schema,
    table_name: table,
    column_name_alias: [],
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
export function subqueryRef(node: Json, alias: string, columnAliases: readonly string[] = [], sample: Json = null) {
  return {
    type: 'SUBQUERY',
    alias,
    sample,
    query_location: NOWHERE,
    subquery: { node, named_param_map: [] },
    column_name_alias: columnAliases,
  } satisfies JsonObject;
}

export function leftJoin(left: JsonObject, right: JsonObject, condition: JsonObject): JsonObject {
  return {
    type: 'JOIN',
    alias: '',
    sample: null,
    query_location: NOWHERE,
    left,
    right,
    condition,
    join_type: 'LEFT',
    ref_type: 'REGULAR',
    using_columns: [],
    delim_flipped: false,
    duplicate_eliminated_columns: [],
  };
}

import type { JsonObject } from '../../warehouse/index.ts';

/**
 * The AST nodes of DuckDB 1.5 that a definition may contain, each with its known fields: what is not here is refused,
 * never skipped. Expressions are listed by `class`, everything else by `type`.
 */
const EXPRESSION = 'class type alias query_location';
const TABLE_REF = 'type alias sample query_location';
const QUERY = 'type modifiers cte_map';
const WINDOW_FRAME = 'start end start_expr end_expr offset_expr exclude_clause';
const WINDOW_CALL = 'default_expr ignore_nulls filter_expr distinct arg_orders';
const JOIN_INTERNAL = 'delim_flipped duplicate_eliminated_columns';
const GROUPING = 'group_expressions group_sets aggregate_handling';

const FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    CASE: `${EXPRESSION} case_checks else_expr`,
    CAST: `${EXPRESSION} child cast_type try_cast`,
    COLUMN_REF: `${EXPRESSION} column_names`,
    BETWEEN: `${EXPRESSION} input lower upper`,
    COMPARISON: `${EXPRESSION} left right`,
    CONJUNCTION: `${EXPRESSION} children`,
    CONSTANT: `${EXPRESSION} value`,
    FUNCTION: `${EXPRESSION} function_name schema children filter order_bys distinct is_operator export_state catalog`,
    LAMBDA: `${EXPRESSION} lhs expr`,
    OPERATOR: `${EXPRESSION} children`,
    PARAMETER: `${EXPRESSION} identifier`,
    POSITIONAL_REFERENCE: `${EXPRESSION} index`,
    STAR: `${EXPRESSION} relation_name exclude_list replace_list columns expr qualified_exclude_list rename_list`,
    SUBQUERY_EXPRESSION: `${EXPRESSION} subquery_type subquery child comparison_type`,
    WINDOW: `${EXPRESSION} function_name schema catalog children partitions orders ${WINDOW_FRAME} ${WINDOW_CALL}`,
    BASE_TABLE: `${TABLE_REF} schema_name table_name column_name_alias catalog_name at_clause`,
    EMPTY: TABLE_REF,
    EXPRESSION_LIST: `${TABLE_REF} expected_names expected_types values`,
    JOIN: `${TABLE_REF} left right condition join_type ref_type using_columns ${JOIN_INTERNAL}`,
    PIVOT: `${TABLE_REF} source aggregates unpivot_names pivots groups column_name_alias include_nulls`,
    SUBQUERY: `${TABLE_REF} subquery column_name_alias`,
    TABLE_FUNCTION: `${TABLE_REF} function column_name_alias with_ordinality`,
    SELECT_NODE: `${QUERY} select_list from_table where_clause ${GROUPING} having sample qualify`,
    SET_OPERATION_NODE: `${QUERY} setop_type left right setop_all`,
    RECURSIVE_CTE_NODE: `${QUERY} cte_name union_all left right aliases key_targets`,
    DISTINCT_MODIFIER: 'type distinct_on_targets',
    LIMIT_MODIFIER: 'type limit offset',
    LIMIT_PERCENT_MODIFIER: 'type limit offset',
    ORDER_MODIFIER: 'type orders',
    ORDER_DEFAULT: 'type null_order expression',
    ASCENDING: 'type null_order expression',
    DESCENDING: 'type null_order expression',
  }).map(([kind, fields]) => [kind, new Set(fields.split(' '))]),
);

/** Fields of the objects that only hold others: statements, CTE entries, CASE branches, pivot columns. */
const CONTAINER = new Set(
  `node named_param_map map key value aliases query materialized key_targets when_expr then_expr pivot_expressions
  unpivot_names entries pivot_enum values star_expr alias identifier
  catalog schema table column`.split(/\s+/),
);

const OPERATORS = new Set(
  `OPERATOR_IS_NULL OPERATOR_IS_NOT_NULL OPERATOR_NOT OPERATOR_COALESCE OPERATOR_NULLIF OPERATOR_UNPACK
  STRUCT_EXTRACT ARRAY_EXTRACT ARRAY_SLICE ARRAY_CONSTRUCTOR GROUPING_FUNCTION COMPARE_IN COMPARE_NOT_IN`.split(/\s+/),
);

/** Plain words for constructs that people may try. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['SHOW_REF', 'SHOW, DESCRIBE or SUMMARIZE'],
  ['DEFAULT', 'DEFAULT'],
  ['COLLATE', 'COLLATE'],
  ['OPERATOR_TRY', 'TRY'],
]);

/** What is unknown about a node (fields below it not included); undefined when it may stand. */
export function unknownConstruct(node: JsonObject): string | undefined {
  const label = node['class'] ?? node['type'];
  if (typeof label !== 'string') return unknownField(node, CONTAINER, 'node');
  const kind = node['class'] === 'SUBQUERY' ? 'SUBQUERY_EXPRESSION' : label;
  const fields = FIELDS.get(kind);
  if (fields === undefined) return NAMES.get(label) ?? label;
  const operator = node['class'] === 'OPERATOR' ? String(node['type']) : '';
  if (operator !== '' && !OPERATORS.has(operator)) return NAMES.get(operator) ?? operator;
  return unknownField(node, fields, label);
}

function unknownField(node: JsonObject, fields: ReadonlySet<string>, label: string): string | undefined {
  const field = Object.keys(node).find((key) => !fields.has(key));
  return field === undefined ? undefined : `${field} of ${label}`;
}

import { type Dependency, fromColumn, merge, NOTHING, through } from './dependency.ts';
import { dependencyOf, referredColumn } from './expression.ts';
import {
  bindingName,
  childAt,
  isNode,
  listUnder,
  nodeAt,
  nodesUnder,
  numbersOf,
  numberUnder,
  operatorName,
  type PlanNode,
  requiredNode,
  textsOf,
  textUnder,
  UnknownPlan,
} from './plan-json.ts';
import { boundTo, columnAt, kept, type PlanColumn, type PlanRelation, relation, typedColumns } from './relation.ts';
import { typeName } from './type-name.ts';
import type { Walk } from './walk.ts';

// Table functions whose rows follow from their arguments alone.
const GENERATORS = new Set(['generate_series', 'json_each', 'json_tree', 'range', 'repeat', 'repeat_row', 'unnest']);

/** LOGICAL_GET: a table, or a table function. */
export function get(node: PlanNode, walk: Walk): PlanRelation {
  const filters = nodeAt(node, 'table_filters');
  if (filters !== undefined && listUnder(filters, 'filters').length > 0) {
    throw new UnknownPlan(operatorName(node), 'filters inside the scan: the plan is not the unoptimised one');
  }
  const source = nodeAt(node, 'function_data');
  if (source !== undefined && 'table' in source) return table(node, source, walk);
  const name = textUnder(node, 'name');
  if (!GENERATORS.has(name))
    throw new UnknownPlan(`${operatorName(node)} ${name}`, 'no lineage rule for this function');
  return nodesUnder(node, 'children').length === 0
    ? relation(scanned(node, () => NOTHING))
    : generated(node, walk.relation(childAt(node, 0)));
}

function table(node: PlanNode, source: PlanNode, walk: Walk): PlanRelation {
  const name = `${textUnder(source, 'schema')}.${textUnder(source, 'table')}`;
  walk.reads.add(name);
  return relation(scanned(node, (column) => fromColumn(walk.columnRef(name, column))));
}

/** A function called for each row of its input: its columns, then the projected ones of the input. */
function generated(node: PlanNode, child: PlanRelation): PlanRelation {
  const count = listUnder(node, 'input_table_types').length;
  const given = merge(...child.columns.slice(0, count).map((column) => column.value));
  const made = scanned(node, () => through(given, 'TRANSFORMATION'));
  const passed = numbersOf(node, 'projected_input').map((position) => columnAt(node, child.columns, position));
  return relation([...made, ...passed], merge(child.rows, through(given, 'JOIN')));
}

function scanned(node: PlanNode, valueAt: (column: string) => Dependency): readonly PlanColumn[] {
  const names = textsOf(node, 'names');
  const types = listUnder(node, 'returned_types');
  const table = numberUnder(node, 'table_index');
  const columns = nodesUnder(node, 'column_indexes').map((entry, position): PlanColumn => {
    const index = numberUnder(entry, 'index');
    const name = names[index];
    const binding = `${table}.${position}`;
    if (name === undefined) {
      // DuckDB numbers its virtual columns from 2^63 on; a scan of no column at all also asks for one.
      const unavailable = 'such as rowid: a physical position, which no definition may depend on';
      return { type: 'BIGINT', value: NOTHING, binding, unavailable };
    }
    return { type: typeName(types[index]), value: valueAt(name), binding };
  });
  return kept(node, 'projection_ids', columns);
}

/** LOGICAL_DUMMY_SCAN: the one row of a SELECT without FROM. */
export function dummyScan(node: PlanNode): PlanRelation {
  return relation(boundTo(node, 'table_index', [{ type: 'INTEGER', value: NOTHING }]), NOTHING, true);
}

/** LOGICAL_CHUNK_GET: rows that the plan itself holds. */
export function chunkGet(node: PlanNode): PlanRelation {
  return relation(typedColumns(node, 'chunk_types', () => NOTHING));
}

/** LOGICAL_EMPTY_RESULT. */
export function emptyResult(node: PlanNode): PlanRelation {
  const types = listUnder(node, 'return_types');
  return relation(
    nodesUnder(node, 'bindings').map((binding, index) => ({
      type: typeName(types[index]),
      value: NOTHING,
      binding: bindingName(binding),
    })),
  );
}

/** LOGICAL_EXPRESSION_GET: VALUES. */
export function expressionGet(node: PlanNode, walk: Walk): PlanRelation {
  const child = walk.relation(childAt(node, 0));
  const tuples = listUnder(node, 'expressions').map((tuple) => {
    if (!Array.isArray(tuple) || !tuple.every(isNode)) throw new UnknownPlan(operatorName(node), 'a row is not a list');
    return tuple;
  });
  const cells = (index: number): readonly PlanNode[] => tuples.flatMap((tuple) => tuple.slice(index, index + 1));
  const columns = typedColumns(node, 'expr_types', (index) =>
    merge(...cells(index).map((cell) => dependencyOf(cell, child.columns, walk))),
  ).map((column, index): PlanColumn => {
    const [key, ...others] = new Set(cells(index).map((cell) => referredColumn(cell, child.columns)?.repeats));
    return { ...column, repeats: others.length === 0 ? key : undefined };
  });
  return relation(columns, child.rows, child.single && tuples.length === 1);
}

/** LOGICAL_UNNEST: the child's columns, then one for each list; a row becomes as many as its longest list is long. */
export function unnest(node: PlanNode, walk: Walk): PlanRelation {
  const child = walk.relation(childAt(node, 0));
  const unnested = nodesUnder(node, 'expressions').map((expression) => ({
    type: typeName(requiredNode(expression, 'return_type')),
    value: dependencyOf(expression, child.columns, walk),
  }));
  const lists = merge(...unnested.map((column) => column.value));
  const columns = [...child.columns, ...boundTo(node, 'unnest_index', unnested)];
  return relation(columns, merge(child.rows, through(lists, 'JOIN')));
}

import {
  childAt,
  listUnder,
  nodeAt,
  nodesUnder,
  numbersOf,
  numberUnder,
  operatorName,
  type PlanNode,
  textsOf,
  textUnder,
  UnknownPlan,
} from '../bound-plan/plan-json.ts';
import {
  BY_NOTHING,
  boundTo,
  columnAt,
  type Digest,
  type Digested,
  type DigestedColumn,
  type DigestWalk,
  keptAt,
  marked,
} from './digested.ts';
import { partDigest } from './expression-digest.ts';

/** LOGICAL_GET: a table's columns by their names, or a function's by their positions. */
export function digestGet(node: PlanNode, walk: DigestWalk): Digested {
  const source = nodeAt(node, 'function_data');
  if (source !== undefined && 'table' in source) {
    const name = `${textUnder(source, 'schema')}.${textUnder(source, 'table')}`;
    const rows = walk.hash(JSON.stringify(['rows of', name]));
    const value = (column: string): Digest => walk.hash(JSON.stringify(['column', name, column]));
    const key = walk.keys.get(name)?.map(value);
    return { columns: scanned(node, value), rows, single: false, key };
  }
  const child = nodesUnder(node, 'children').length === 0 ? undefined : walk.digested(childAt(node, 0));
  const input = child?.columns ?? [];
  const given = input.slice(0, listUnder(node, 'input_table_types').length).map(({ value }) => value);
  const { name, parameters, named_parameters: named, function_data: data } = node;
  const call = walk.hash(
    JSON.stringify([partDigest([name, parameters, named, data], input, walk), given, child?.rows]),
  );
  const made = scanned(node, (_, index) => walk.hash(JSON.stringify([call, index])));
  const passed = numbersOf(node, 'projected_input').map((position) => columnAt(node, input, position));
  return { columns: [...made, ...passed], rows: call, single: false };
}

function scanned(node: PlanNode, valueAt: (column: string, index: number) => Digest): readonly DigestedColumn[] {
  const names = textsOf(node, 'names');
  const table = numberUnder(node, 'table_index');
  const columns = nodesUnder(node, 'column_indexes').map((entry, position): DigestedColumn => {
    const index = numberUnder(entry, 'index');
    return { value: valueAt(names[index] ?? 'none', index), binding: `${table}.${position}` };
  });
  return keptAt(node, 'projection_ids', columns);
}

/** LOGICAL_DELIM_GET: the outer columns of the nearest enclosing correlated subquery; one row for each invocation. */
export function digestDelimGet(node: PlanNode, walk: DigestWalk): Digested {
  const outer = walk.outer.at(-1);
  if (outer === undefined) throw new UnknownPlan(operatorName(node), 'not inside a correlated subquery');
  const values = listUnder(node, 'chunk_types').map((_, index) => columnAt(node, outer, index));
  // The subquery may read the relation of the outer query too.
  const columns = marked(walk, ['outer'], values).map(({ value }) => value);
  return { columns: boundTo(node, 'table_index', columns), rows: BY_NOTHING, single: true };
}

/** LOGICAL_DUMMY_SCAN. */
export function digestDummyScan(node: PlanNode, walk: DigestWalk): Digested {
  return { columns: boundTo(node, 'table_index', [walk.hash('no column')]), rows: BY_NOTHING, single: true };
}

/** LOGICAL_EXPRESSION_GET: VALUES. A column is its cells, top to bottom. */
export function digestExpressionGet(node: PlanNode, walk: DigestWalk): Digested {
  const child = walk.digested(childAt(node, 0));
  const tuples = listUnder(node, 'expressions').map((tuple) => (Array.isArray(tuple) ? tuple : []));
  const values = listUnder(node, 'expr_types').map((_, index) =>
    partDigest(
      tuples.map((tuple) => tuple[index]),
      child.columns,
      walk,
    ),
  );
  const rows = walk.hash(JSON.stringify(['values', tuples.length, child.rows]));
  return { columns: boundTo(node, 'table_index', values), rows, single: child.single && tuples.length === 1 };
}

/** LOGICAL_UNNEST: the child's columns, then one for each list. */
export function digestUnnest(node: PlanNode, walk: DigestWalk): Digested {
  const child = walk.digested(childAt(node, 0));
  const lists = listUnder(node, 'expressions').map((list) => partDigest(list, child.columns, walk));
  return {
    columns: [...child.columns, ...boundTo(node, 'unnest_index', lists)],
    rows: walk.hash(JSON.stringify(['unnest', child.rows, lists])),
    single: false,
  };
}

import {
  childAt,
  nodeAt,
  nodesUnder,
  numberUnder,
  type PlanNode,
  requiredNode,
  textUnder,
} from '../bound-plan/plan-json.ts';
import {
  beside,
  boundTo,
  columnAt,
  type Digest,
  type Digested,
  type DigestedColumn,
  type DigestWalk,
  keptAt,
  marked,
  rulesOf,
} from './digested.ts';
import { digestOfAll, expressionDigest, partDigest } from './expression-digest.ts';

/** LOGICAL_COMPARISON_JOIN, LOGICAL_ASOF_JOIN and LOGICAL_ANY_JOIN. */
export function join(node: PlanNode, walk: DigestWalk): Digested {
  return joined(node, walk.digested(childAt(node, 0)), walk.digested(childAt(node, 1)), walk);
}

/** LOGICAL_DELIM_JOIN: the right side is a correlated subquery, in which LOGICAL_DELIM_GET stands for outer columns. */
export function digestDelimJoin(node: PlanNode, walk: DigestWalk): Digested {
  const left = walk.digested(childAt(node, 0));
  const keys = nodesUnder(node, 'duplicate_eliminated_columns');
  walk.outer.push(keys.map((key) => columnAt(node, left.columns, numberUnder(key, 'index'))));
  const right = walk.digested(childAt(node, 1));
  walk.outer.pop();
  return joined(node, left, right, walk);
}

/** LOGICAL_CROSS_PRODUCT and LOGICAL_POSITIONAL_JOIN. */
export function digestProduct(node: PlanNode, walk: DigestWalk): Digested {
  return beside(walk, textUnder(node, 'type'), walk.digested(childAt(node, 0)), walk.digested(childAt(node, 1)));
}

/** LOGICAL_EXCEPT and LOGICAL_INTERSECT: joins of whole rows, whose values are the left side's. */
export function digestExceptOrIntersect(node: PlanNode, walk: DigestWalk): Digested {
  const [left, right] = [walk.digested(childAt(node, 0)), walk.digested(childAt(node, 1))];
  const rows = walk.hash(JSON.stringify([rulesOf(node), rowsOf(left), rowsOf(right)]));
  return { columns: boundTo(node, 'table_index', values(left)), rows, single: false };
}

/** LOGICAL_UNION: rows of all, position by position. */
export function digestUnion(node: PlanNode, walk: DigestWalk): Digested {
  const parts = nodesUnder(node, 'children').map((child) => walk.digested(child));
  const columns = (parts[0]?.columns ?? []).map((_, index) =>
    walk.hash(JSON.stringify(['union', parts.map((part) => columnAt(node, part.columns, index).value)])),
  );
  const kept = node['setop_all'] === true ? parts.map(({ rows }) => rows) : parts.map(rowsOf);
  const rows = walk.hash(JSON.stringify([rulesOf(node), kept]));
  return { columns: boundTo(node, 'table_index', columns), rows, single: false };
}

/** LOGICAL_RECURSIVE_CTE: each column feeds every other one in the next round, so all change together. */
export function digestRecursion(node: PlanNode, walk: DigestWalk): Digested {
  const anchor = walk.digested(childAt(node, 0));
  const round = anchor.columns.map((_, index) => walk.hash(JSON.stringify(['round', index])));
  const assumed: Digested = { columns: boundTo(node, 'table_index', round), rows: walk.hash('round'), single: false };
  walk.ctes.set(numberUnder(node, 'table_index'), assumed);
  const step = walk.digested(childAt(node, 1));
  const keys = partDigest(rulesOf(node), assumed.columns, walk);
  const whole = walk.hash(JSON.stringify(['recursion', rowsOf(anchor), rowsOf(step), keys]));
  const columns = anchor.columns.map((_, index) => walk.hash(JSON.stringify([whole, index])));
  return { columns: boundTo(node, 'table_index', columns), rows: whole, single: false };
}

function conditionsOf(node: PlanNode, left: Digested, right: Digested, walk: DigestWalk): readonly Digest[] {
  const both = [...left.columns, ...right.columns];
  const compared = nodesUnder(node, 'conditions').map((condition) =>
    walk.hash(
      JSON.stringify([
        condition['comparison'],
        expressionDigest(requiredNode(condition, 'left'), left.columns, walk),
        expressionDigest(requiredNode(condition, 'right'), right.columns, walk),
      ]),
    ),
  );
  const others = [nodeAt(node, 'predicate'), nodeAt(node, 'condition')].filter((condition) => condition !== undefined);
  return [...compared, ...others.map((condition) => expressionDigest(condition, both, walk))];
}

function joined(node: PlanNode, left: Digested, right: Digested, walk: DigestWalk): Digested {
  const type = textUnder(node, 'join_type');
  const conditions = conditionsOf(node, left, right, walk);
  const matched = walk.hash(JSON.stringify([node['type'], type, digestOfAll(conditions), right.rows]));
  const kept = (side: 'left' | 'right', columns: readonly DigestedColumn[]): readonly DigestedColumn[] =>
    keptAt(node, `${side}_projection_map`, columns);
  switch (type) {
    case 'SINGLE':
      // A scalar subquery gives each row of the left one value, and decides about no row.
      return {
        ...left,
        columns: [...kept('left', left.columns), ...kept('right', marked(walk, [matched], right.columns))],
      };
    case 'MARK': {
      const mark = { value: matched, binding: `${numberUnder(node, 'mark_index')}.0` };
      return { ...left, columns: [...kept('left', left.columns), mark] };
    }
    case 'SEMI':
    case 'ANTI':
      return {
        columns: kept('left', left.columns),
        rows: walk.hash(JSON.stringify([left.rows, matched])),
        single: false,
      };
    default: {
      // A side with at most one match for each row of the left is looked up: it decides about no row.
      if (type === 'LEFT' && matchesOnce(node, right, walk)) {
        return {
          ...left,
          columns: [...kept('left', left.columns), ...kept('right', marked(walk, [matched], right.columns))],
        };
      }
      // A side that may be missing has values by what matched.
      const mark = (side: 'left' | 'right', missing: boolean): readonly string[] =>
        missing ? [side, matched] : [side];
      const columns = [
        ...kept('left', marked(walk, mark('left', type === 'RIGHT' || type === 'OUTER'), left.columns)),
        ...kept('right', marked(walk, mark('right', type === 'LEFT' || type === 'OUTER'), right.columns)),
      ];
      return { columns, rows: walk.hash(JSON.stringify([left.rows, matched])), single: false };
    }
  }
}

/** An ASOF join finds the nearest row alone; an equality with all columns of a key finds one row or none. */
function matchesOnce(node: PlanNode, right: Digested, walk: DigestWalk): boolean {
  if (node['type'] === 'LOGICAL_ASOF_JOIN') return true;
  const compared = nodesUnder(node, 'conditions')
    .filter(({ comparison }) => comparison === 'COMPARE_EQUAL')
    .map((condition) => expressionDigest(withoutWidening(requiredNode(condition, 'right')), right.columns, walk));
  return right.key?.every((digest) => compared.includes(digest)) ?? false;
}

/** A date as a timestamp is still one of a key: no two dates are the same timestamp. */
function withoutWidening(expression: PlanNode): PlanNode {
  const from = nodeAt(expression, 'child');
  const widens =
    expression['type'] === 'OPERATOR_CAST' && typeOf(expression) === 'TIMESTAMP' && from && typeOf(from) === 'DATE';
  return widens ? from : expression;
}

function typeOf(expression: PlanNode): unknown {
  return nodeAt(expression, 'return_type')?.['id'];
}

/** Whole rows: their values and which there are. */
function rowsOf(part: Digested): string {
  return JSON.stringify([values(part), part.rows]);
}

function values({ columns }: Digested): readonly Digest[] {
  return columns.map(({ value }) => value);
}

import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { type ColumnEdge, type ColumnRef, compareEdges, type EdgeKind, SUBTYPES } from '../edge.ts';
import { firstUnseen, planParts } from './completeness.ts';
import { type Dependency, fromColumn, grew, merge, NOTHING, sortedEdges, through } from './dependency.ts';
import type { PlanNode } from './plan-json.ts';

const DIRECT = ['IDENTITY', 'TRANSFORMATION', 'AGGREGATION'];

/** The same by lists of edges and the words of the rules, without bits. */
const BY_LISTS = {
  through: (edges: readonly ColumnEdge[], step: (typeof SUBTYPES)[number], masking: boolean): readonly ColumnEdge[] =>
    distinct(
      edges.map((edge) => {
        const isStronger = DIRECT.includes(step) && DIRECT.indexOf(step) > DIRECT.indexOf(edge.subtype);
        const takes = !DIRECT.includes(step) || (edge.type === 'DIRECT' && isStronger);
        const subtype = takes ? step : edge.subtype;
        const kind = { type: DIRECT.includes(subtype) ? 'DIRECT' : 'INDIRECT', subtype } as EdgeKind;
        return { from: edge.from, ...kind, masking: edge.masking || masking };
      }),
    ),
  merge: (...parts: readonly (readonly ColumnEdge[])[]): readonly ColumnEdge[] => distinct(parts.flat()),
};

/** Of like edges one, which shows the values if one of them does. */
function distinct(edges: readonly ColumnEdge[]): readonly ColumnEdge[] {
  const isLike = (one: ColumnEdge, other: ColumnEdge): boolean => compareEdges(one, other) === 0;
  const firsts = edges.filter((edge, index) => edges.findIndex((other) => isLike(edge, other)) === index);
  return firsts.map((edge) => ({
    ...edge,
    masking: edges.filter((other) => isLike(edge, other)).every((other) => other.masking),
  }));
}

const COLUMNS: readonly ColumnRef[] = [
  { relation: 'fred.a', column: 'value' },
  { relation: 'fred.a', column: 'date' },
  { relation: 'fred.b', column: 'value' },
];

function pick<Item>(items: readonly Item[]): Item {
  return items[randomInt(items.length)] as Item;
}

it('3,000 random ways from columns to a value have the edges that lists of edges have', () => {
  type Both = readonly [Dependency, readonly ColumnEdge[]];
  const known: Both[] = [
    [NOTHING, []],
    ...COLUMNS.map((from): Both => [fromColumn(from), [{ from, type: 'DIRECT', subtype: 'IDENTITY', masking: false }]]),
  ];
  let masked = 0;
  for (let round = 0; round < 3000; round += 1) {
    const [one, other] = [pick(known), pick(known)];
    const [step, masking] = [pick(SUBTYPES), randomInt(4) === 0];
    const made: Both =
      randomInt(2) === 0
        ? [merge(one[0], other[0]), BY_LISTS.merge(one[1], other[1])]
        : [through(one[0], step, masking), BY_LISTS.through(one[1], step, masking)];
    const edges = sortedEdges(made[0]);
    expect(edges).toEqual(made[1].toSorted(compareEdges));
    const union = merge(one[0], made[0]);
    const isMore = JSON.stringify(sortedEdges(union)) !== JSON.stringify(sortedEdges(one[0]));
    expect(grew(one[0], union)).toBe(isMore);
    masked += edges.filter((edge) => edge.masking).length;
    known[known.length < 60 ? known.length : 4 + randomInt(56)] = made;
  }
  expect(masked).toBeGreaterThan(100);
});

it('the first part of 500 random plans that was not seen is the first of all parts in their order', () => {
  const plan = (depth: number): unknown => {
    const kinds: readonly (() => unknown)[] = [
      () => randomInt(9),
      () => null,
      () => [plan(depth - 1), plan(depth - 1)],
      () => ({ type: 'LOGICAL_X', children: [plan(depth - 1)], function_data: { hidden: plan(depth - 1) } }),
      () => ({ expression_class: 'BOUND_REF', left: plan(depth - 1), right: plan(depth - 1) }),
      () => ({ id: 'DOUBLE', type_info: plan(depth - 1) }),
    ];
    return depth === 0 ? 'leaf' : pick(kinds)();
  };
  let unseen = 0;
  for (let round = 0; round < 500; round += 1) {
    const root = { type: 'LOGICAL_PROJECTION', children: [plan(6), plan(6)] };
    const parts = [...planParts(root)];
    const seen = new Set<PlanNode>(parts.filter(() => randomInt(8) > 0));
    const [expected] = parts.filter((part) => !seen.has(part));
    expect(firstUnseen(root, seen)).toBe(expected);
    if (expected !== undefined) unseen += 1;
  }
  expect(unseen).toBeGreaterThan(50);
});

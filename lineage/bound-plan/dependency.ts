import { type ColumnEdge, type ColumnRef, compareEdges, type EdgeKind, type EdgeSubtype, SUBTYPES } from '../edge.ts';

/**
 * What one value, or the existence of rows, depends on: of each column the subtypes of its edges as bits, in the order
 * of `SUBTYPES`, and in as many higher bits those of them that show the values (are not masking). Columns are compared
 * as objects: a walk has one for each.
 */
export type Dependency = ReadonlyMap<ColumnRef, number>;

export const NOTHING: Dependency = new Map();

const NONE = 0;
const COUNT = SUBTYPES.length;
const ALL = 2 ** COUNT - 1;
const bitOf = (subtype: EdgeSubtype): number => 1 << SUBTYPES.indexOf(subtype);
const IDENTITY = bitOf('IDENTITY');
const TRANSFORMATION = bitOf('TRANSFORMATION');
const AGGREGATION = bitOf('AGGREGATION');
const DIRECT = IDENTITY | TRANSFORMATION | AGGREGATION;

/** @param from the one object of its walk that stands for this column. */
export function fromColumn(from: ColumnRef): Dependency {
  return new Map([[from, IDENTITY | (IDENTITY << COUNT)]]);
}

/** The dependencies of several things together. Where one of two like edges shows the values, the union shows them. */
export function merge(...parts: readonly Dependency[]): Dependency {
  let first: Dependency | undefined;
  let union: Map<ColumnRef, number> | undefined;
  for (const part of parts) {
    if (part.size === 0 || part === first) continue;
    if (first === undefined) {
      first = part;
      continue;
    }
    union ??= new Map(first);
    for (const [from, bits] of part) union.set(from, bits | (union.get(from) ?? NONE));
  }
  return union ?? first ?? NOTHING;
}

/**
 * The dependency of what takes `dependency` through a step. A direct step only strengthens direct edges; an
 * indirect step makes every edge its own: the step nearest to the output names the path.
 */
export function through(dependency: Dependency, step: EdgeSubtype, masking = false): Dependency {
  if (dependency.size === 0 || (step === 'IDENTITY' && !masking)) return dependency;
  const taken = new Map<ColumnRef, number>();
  for (const [from, bits] of dependency) {
    const shown = masking ? NONE : composed(bits >> COUNT, step);
    taken.set(from, composed(bits & ALL, step) | (shown << COUNT));
  }
  return taken;
}

/** Whether `next`, which includes `previous`, says anything more. */
export function grew(previous: Dependency, next: Dependency): boolean {
  return previous.size !== next.size || [...next].some(([from, bits]) => previous.get(from) !== bits);
}

export function sortedEdges(dependency: Dependency): readonly ColumnEdge[] {
  const edges: ColumnEdge[] = [];
  for (const [from, bits] of dependency) {
    for (const subtype of SUBTYPES) {
      const bit = bitOf(subtype);
      if ((bits & bit) === 0) continue;
      edges.push({ from, ...kindOf(subtype), masking: (bits & (bit << COUNT)) === 0 });
    }
  }
  return edges.length < 2 ? edges : edges.sort(compareEdges);
}

/** Edges of these subtypes after a step. */
function composed(kinds: number, step: EdgeSubtype): number {
  if (kinds === NONE) return NONE;
  switch (step) {
    case 'IDENTITY':
      return kinds;
    case 'TRANSFORMATION':
      return (kinds & IDENTITY) === 0 ? kinds : (kinds & ~IDENTITY) | TRANSFORMATION;
    case 'AGGREGATION':
      return (kinds & DIRECT) === 0 ? kinds : (kinds & ~DIRECT) | AGGREGATION;
    default:
      return bitOf(step);
  }
}

function kindOf(subtype: EdgeSubtype): EdgeKind {
  switch (subtype) {
    case 'IDENTITY':
    case 'TRANSFORMATION':
    case 'AGGREGATION':
      return { type: 'DIRECT', subtype };
    default:
      return { type: 'INDIRECT', subtype };
  }
}

import { type ColumnEdge, type ColumnRef, compareEdges, type EdgeKind, type EdgeSubtype } from '../edge.ts';

/** What one value, or the existence of rows, depends on. One edge per column and subtype. */
export type Dependency = ReadonlyMap<string, ColumnEdge>;

export const NOTHING: Dependency = new Map();

export function fromColumn(from: ColumnRef): Dependency {
  return collect([{ from, type: 'DIRECT', subtype: 'IDENTITY', masking: false }]);
}

/** The dependencies of several things together. Where one of two like edges shows the values, the union shows them. */
export function merge(...parts: readonly Dependency[]): Dependency {
  const filled = parts.filter((part) => part.size > 0);
  const [first] = filled;
  if (first === undefined) return NOTHING;
  return filled.length === 1 ? first : collect(filled.flatMap((part) => [...part.values()]));
}

/**
 * The dependency of what takes `dependency` through a step. A direct step only strengthens direct edges; an
 * indirect step makes every edge its own: the step nearest to the output names the path.
 */
export function through(dependency: Dependency, step: EdgeSubtype, masking = false): Dependency {
  if (dependency.size === 0 || (step === 'IDENTITY' && !masking)) return dependency;
  return collect(
    [...dependency.values()].map((edge) => ({
      from: edge.from,
      ...compose(edge, step),
      masking: edge.masking || masking,
    })),
  );
}

/** Whether `next`, which includes `previous`, says anything more. */
export function grew(previous: Dependency, next: Dependency): boolean {
  if (previous.size !== next.size) return true;
  return [...next].some(([key, edge]) => previous.get(key)?.masking !== edge.masking);
}

export function sortedEdges(dependency: Dependency): readonly ColumnEdge[] {
  return [...dependency.values()].sort(compareEdges);
}

function collect(edges: readonly ColumnEdge[]): Dependency {
  const byKey = new Map<string, ColumnEdge>();
  for (const edge of edges) {
    const key = [edge.subtype, edge.from.relation, edge.from.column].join('\u0000');
    const same = byKey.get(key);
    byKey.set(key, same?.masking === true && !edge.masking ? edge : (same ?? edge));
  }
  return byKey;
}

function compose(inner: EdgeKind, step: EdgeSubtype): EdgeKind {
  switch (step) {
    case 'IDENTITY':
      return kindOf(inner);
    case 'TRANSFORMATION':
      return inner.subtype === 'IDENTITY' ? { type: 'DIRECT', subtype: 'TRANSFORMATION' } : kindOf(inner);
    case 'AGGREGATION':
      return inner.type === 'DIRECT' ? { type: 'DIRECT', subtype: 'AGGREGATION' } : kindOf(inner);
    default:
      return { type: 'INDIRECT', subtype: step };
  }
}

function kindOf(edge: EdgeKind): EdgeKind {
  return edge.type === 'DIRECT'
    ? { type: 'DIRECT', subtype: edge.subtype }
    : { type: 'INDIRECT', subtype: edge.subtype };
}

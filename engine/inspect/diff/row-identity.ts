import type { NodeKind } from '../../compile/index.ts';

/** The kinds of nodes whose stored rows are compared. */
export type TabularKind = Extract<NodeKind, 'feature' | 'label' | 'model'>;

export function isTabular(kind: NodeKind): kind is TabularKind {
  return kind === 'feature' || kind === 'label' || kind === 'model';
}

/**
 * The columns by which the stored rows of a node are told apart, the date first, by the order in which they are stored:
 * `(as_of, keys..., date, columns...)`, `(date, keys..., y, known_from, known_to)`, `(as_of, keys..., cutoff, ...)`.
 * Undefined where they are stored in no such order.
 */
export function rowIdentity(kind: TabularKind, columns: readonly string[]): readonly string[] | undefined {
  const { date, before, also } = STORED[kind];
  const end = columns.indexOf(before);
  if (columns[0] !== date || end < 0) return undefined;
  return also.every((name) => columns.includes(name)) ? [...columns.slice(0, end), ...also] : undefined;
}

/** The column that stands first, the one after the keys, and what tells rows apart besides. */
const STORED: Readonly<Record<TabularKind, { date: string; before: string; also: readonly string[] }>> = {
  feature: { date: 'as_of', before: 'date', also: [] },
  label: { date: 'date', before: 'y', also: ['known_from'] },
  model: { date: 'as_of', before: 'cutoff', also: [] },
};

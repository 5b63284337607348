import type { ColumnRef } from '../../../../lineage/index.ts';
import { type LostRows, someKeys } from '../../../cards/index.ts';
import { columnsBehind, type Graph, passesOn } from '../../../compile/index.ts';
import { at } from '../../../presence/index.ts';
import type { GroupKeys } from '../../../steps/index.ts';
import type { RowsByKey } from './read-inputs.ts';

/** A column of a source whose values become a key of a group, as they are. */
export interface KeySource extends ColumnRef {
  readonly group: GroupKeys;
  /** The position of the key among the group's. */
  readonly position: number;
}

export function keySources(graph: Graph, groups: readonly GroupKeys[]): readonly KeySource[] {
  return groups.flatMap((group) =>
    group.names.flatMap((column, position) =>
      columnsBehind(graph, { relation: group.group, column }, passesOn).map((ref) => ({ ...ref, group, position })),
    ),
  );
}

/** Rows of a source whose key never has a row in the group; null where all arrive. */
export function unreadSourceRows(
  { relation, group, position }: KeySource,
  { keys, withoutKey }: RowsByKey,
): LostRows | null {
  const arrived = new Set(group.keys.map(({ values }) => at(values, position)));
  const lost = keys.filter(({ key }) => !arrived.has(key));
  const count = lost.reduce((sum, each) => sum + each.rows, withoutKey);
  if (count === 0) return null;
  return {
    kind: 'lost_rows',
    relation,
    into: group.group,
    rows: count,
    of: keys.reduce((sum, each) => sum + each.rows, withoutKey),
    withoutKey,
    keys: someKeys(
      lost.map(({ key }) => key),
      keys.length,
    ),
  };
}

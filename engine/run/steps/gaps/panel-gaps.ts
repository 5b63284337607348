import { type KeysWithoutRows, type LostRows, someKeys } from '../../../cards/index.ts';
import type { ModelNode } from '../../../compile/index.ts';
import { idOf } from '../../../ids/index.ts';
import { present } from '../../../presence/index.ts';
import { type GroupKeys, keyText, keyValues } from '../../../steps/index.ts';
import type { EventMonth, LabelVersion, TrainingFrame } from '../../../training/index.ts';

export interface PanelKeys {
  readonly node: ModelNode;
  readonly frame: TrainingFrame;
  readonly labels: readonly LabelVersion[];
  readonly events: readonly EventMonth[];
  readonly groups: readonly GroupKeys[];
}

/**
 * Keys that the panel has, by its label or by a group with all of its keys, and that one of its groups, its label or
 * the group of its event never has a row of. A group with fewer keys lacks what the others have of these.
 */
export function keysWithoutRows(panel: PanelKeys): readonly KeysWithoutRows[] {
  const { node, frame, labels, events, groups } = panel;
  const names = node.label.keys;
  if (names.length === 0) return [];
  const labelled = new Set(labels.flatMap(({ key }) => key ?? []));
  const all = [...new Set([...labelled, ...(frame.keys ?? [])])].toSorted();
  const ofEvent = new Set(events.flatMap(({ key }) => key ?? []));
  const { event } = node.label;
  return [
    ...groups.flatMap(({ group, names: own, keys }) => {
      const has = new Set(keys.map(({ values }) => keyText(values)));
      return without(group, [...new Set(all.map((key) => partOf(key, names, own)))].toSorted(), has);
    }),
    ...without(idOf.label(node.label.name), all, labelled),
    ...(event === undefined ? [] : without(idOf.group(event.group), all, ofEvent)),
  ];
}

function without(relation: string, all: readonly string[], has: ReadonlySet<string>): readonly KeysWithoutRows[] {
  const keys = all.filter((key) => !has.has(key));
  return keys.length === 0 ? [] : [{ kind: 'keys_without_rows', relation, keys: someKeys(keys, all.length) }];
}

/** Of a key of the panel, that of a group with some of its columns. */
function partOf(key: string, names: readonly string[], own: readonly string[]): string {
  const values = keyValues(key, names);
  return keyText(own.map((name) => present(values[name], name)));
}

/** Rows of groups with fewer keys than the panel that none of its rows takes, because it has no such key. */
export function unreadGroupRows({ node, frame, groups }: PanelKeys): readonly LostRows[] {
  const names = node.label.keys;
  const keys = new Set(frame.keys);
  return groups.flatMap(({ group, names: own, keys: rows }): readonly LostRows[] => {
    const read = new Set([...keys].map((key) => partOf(key, names, own)));
    const lost = rows.filter(({ values }) => !read.has(keyText(values)));
    if (lost.length === 0) return [];
    const count = (some: typeof rows): number => some.reduce((sum, each) => sum + each.rows, 0);
    return [
      {
        kind: 'lost_rows',
        relation: group,
        into: node.id,
        rows: count(lost),
        of: count(rows),
        withoutKey: 0,
        keys: someKeys(
          lost.map(({ values }) => keyText(values)),
          rows.length,
        ),
      },
    ];
  });
}

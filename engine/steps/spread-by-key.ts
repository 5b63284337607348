import type { Day } from '../calendar/index.ts';
import { at, present } from '../presence/index.ts';
import type { ResultColumn } from '../warehouse/index.ts';
import { keyText, keyTexts, keyValues } from './panel-key.ts';

export interface KeyedRows {
  readonly rows: readonly ResultColumn[];
  /** Its key columns: some of the panel's, or none. */
  readonly keys: readonly string[];
}

/**
 * One value for every row of a frame, from the rows of a group that have the keys which the two share: `work` gets
 * those and the positions of the frame's rows that they serve, and returns a value for each. A group without keys
 * serves all.
 */
export function spreadByKey<T>(
  group: KeyedRows,
  frame: { readonly asOf: readonly Day[]; readonly keys?: readonly string[] },
  names: readonly string[],
  work: (rows: readonly ResultColumn[], positions: readonly number[]) => readonly T[],
): readonly T[] {
  const everyRow = frame.asOf.map((_, row) => row);
  const groupKeys = keyTexts(group.rows, group.keys);
  if (groupKeys === undefined) return work(group.rows, everyRow);
  const sharedKeys = present(frame.keys, 'the key of every row').map((key) => {
    const values = keyValues(key, names);
    return keyText(group.keys.map((name) => present(values[name], name)));
  });
  const rowsOf = positionsByText(groupKeys);
  const found = new Array<T>(everyRow.length);
  for (const [text, positions] of positionsByText(sharedKeys)) {
    // A group may have no row for a key of the frame.
    const rows = rowsOf.get(text) ?? [];
    const columns = group.rows.map((column) => ({ ...column, values: rows.map((row) => at(column.values, row)) }));
    const values = work(columns, positions);
    for (const [i, position] of positions.entries()) found[position] = at(values, i);
  }
  return found;
}

function positionsByText(texts: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const positions = new Map<string, number[]>();
  for (const [position, text] of texts.entries()) {
    const found = positions.get(text);
    if (found === undefined) positions.set(text, [position]);
    else found.push(position);
  }
  return positions;
}

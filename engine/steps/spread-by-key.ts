import type { ResultColumn } from '../warehouse/index.ts';
import { keyText, keyTexts, keyValues } from './panel-key.ts';

export interface KeyedRows {
  readonly rows: readonly ResultColumn[];
  /** Its key columns: some of the panel's, or none. */
  readonly keys: readonly string[];
}

/**
 * One value for every row of a frame, from the rows of a group that have the keys which the two share: `work` gets those
 * and the positions of the frame's rows that they serve, and returns a value for each. A group without keys serves all.
 */
export function spreadByKey<T>(
  group: KeyedRows,
  frame: { readonly asOf: readonly string[]; readonly keys?: readonly string[] },
  names: readonly string[],
  work: (rows: readonly ResultColumn[], positions: readonly number[]) => readonly T[],
): readonly T[] {
  const texts = keyTexts(group.rows, group.keys);
  const everyRow = frame.asOf.map((_, row) => row);
  if (texts === undefined) return work(group.rows, everyRow);
  const own = (row: number): string => {
    const values = keyValues(frame.keys?.[row] ?? '', names);
    return keyText(group.keys.map((key) => values[key] ?? ''));
  };
  const rowsOf = grouped(
    texts.map((_, row) => row),
    (row) => texts[row] ?? '',
  );
  const found = new Array<T>(everyRow.length);
  for (const [text, positions] of grouped(everyRow, own)) {
    const rows = rowsOf.get(text) ?? [];
    const columns = group.rows.map((each) => ({ ...each, values: rows.map((row) => each.values[row] ?? null) }));
    for (const [at, value] of work(columns, positions).entries()) found[positions[at] ?? 0] = value;
  }
  return found;
}

function grouped(rows: readonly number[], textOf: (row: number) => string): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const own = groups.get(textOf(row));
    if (own === undefined) groups.set(textOf(row), [row]);
    else own.push(row);
  }
  return groups;
}

import type { CsvRecord } from '../../../ingest/index.ts';
import { present } from '../../../presence/index.ts';

/** Whether some columns tell all rows apart, and else the first two that they do not. */
export type KeyTrial =
  | { readonly kind: 'unique' }
  | { readonly kind: 'twins'; readonly first: CsvRecord; readonly second: CsvRecord };

/** More columns than these tell rows apart in no table that is one. */
const [MOST_KEYS, MOST_CANDIDATES] = [3, 12];

/** The smallest set of candidate columns that with others tells all rows apart, those further left first. */
export function smallestKeys(
  rows: readonly CsvRecord[],
  always: readonly number[],
  candidates: readonly number[],
): readonly number[] | undefined {
  for (let size = 0; size <= MOST_KEYS; size++) {
    for (const set of subsets(candidates.slice(0, MOST_CANDIDATES), size)) {
      if (identityBy(rows, [...always, ...set]).kind === 'unique') return set;
    }
  }
  return undefined;
}

/** Whether no two rows have the same cells in some columns. */
export function identityBy(rows: readonly CsvRecord[], places: readonly number[]): KeyTrial {
  const seen = new Map<string, CsvRecord>();
  for (const row of rows) {
    const id = JSON.stringify(places.map((place) => present(row.cells[place])));
    const first = seen.get(id);
    if (first !== undefined) return { kind: 'twins', first, second: row };
    seen.set(id, row);
  }
  return { kind: 'unique' };
}

function* subsets(places: readonly number[], size: number): Generator<readonly number[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [i, place] of places.entries()) {
    for (const rest of subsets(places.slice(i + 1), size - 1)) yield [place, ...rest];
  }
}

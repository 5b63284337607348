import { at } from '../../presence/index.ts';

/**
 * Applies `work` to the rows of each key, which keep their order, and puts the results back in the order of the rows.
 * Rows without a key are one sequence. `work` returns one result a row.
 */
export function perKey<Row extends { readonly key?: string }, Result>(
  rows: readonly Row[],
  work: (rows: readonly Row[]) => readonly Result[],
): readonly Result[] {
  const positions = new Map<string | undefined, number[]>();
  for (const [i, { key }] of rows.entries()) {
    const ofKey = positions.get(key);
    if (ofKey === undefined) positions.set(key, [i]);
    else ofKey.push(i);
  }
  const results = new Array<Result>(rows.length);
  for (const ofKey of positions.values()) {
    const worked = work(ofKey.map((i) => at(rows, i)));
    for (const [k, i] of ofKey.entries()) results[i] = at(worked, k);
  }
  return results;
}

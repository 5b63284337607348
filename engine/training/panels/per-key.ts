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
    const own = positions.get(key);
    if (own === undefined) positions.set(key, [i]);
    else own.push(i);
  }
  const results = new Array<Result>(rows.length);
  for (const own of positions.values()) {
    const worked = work(own.map((i) => rows[i] as Row));
    for (const [at, i] of own.entries()) results[i] = worked[at] as Result;
  }
  return results;
}

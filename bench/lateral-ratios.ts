/**
 * How many times faster than the loop each shape was when lifting meant `dates LEFT JOIN LATERAL (query)`, with the
 * `join_order` optimizer off: means of two runs of `benchAsOf` at commit f93b3f2, the last with that form, on two cores
 * that other work shared (load 5), Node 20.20.2, DuckDB 1.5.5. The loop of each run was that of the same session. The
 * daily shape was lifted with shared window sums; a build sent it to the loop, since the last bits differ.
 */
export const LATERAL_RATIOS: ReadonlyMap<string, number> = new Map([
  ['level', 21.0],
  ['12-month change', 15.3],
  ['10-year z-score', 2.8],
  ['Sahm gap', 6.8],
  ['2-source spread', 19.4],
  ['8-source join', 16.3],
  ['ASOF join of two frequencies', 12.4],
  ['quarterly averages', 22.4],
  ['panel gap and rank', 3.0],
  ['panel self-join, a year ago', 3.0],
  ['panel minus mean of the others', 3.6],
  ['a year of days, 13,000 rows', 1.4],
]);

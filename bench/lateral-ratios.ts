/**
 * How many times faster than the loop each shape was when lifting meant `dates LEFT JOIN LATERAL (query)`, with the
 * `join_order` optimizer off: `benchAsOf` of today over the engine of commit f93b3f2, the last with that form, in
 * processor time, on two cores (Node 20.20.2, DuckDB 1.5.5). The loop is that of the same session.
 */
export const LATERAL_RATIOS: ReadonlyMap<string, number> = new Map([
  ['level', 18.3],
  ['12-month change', 17.0],
  ['10-year z-score', 2.9],
  ['Sahm gap', 7.6],
  ['2-source spread', 21.9],
  ['8-source join', 17.9],
  ['ASOF join of two frequencies', 9.9],
  ['quarterly averages', 21.5],
  ['panel gap and rank', 2.9],
  ['panel self-join, a year ago', 2.5],
  ['panel minus mean of the others', 4.0],
  ['a year of days, 13,000 rows', 1.4],
  ['a year of days, 13,000 rows, the loop to the bit', 6.5],
]);

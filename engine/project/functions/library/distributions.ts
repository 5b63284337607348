import type { LibraryPart } from './library-part.ts';

const FOUR = [
  { d: '2020-01-01', v: 1 },
  { d: '2020-02-01', v: 3 },
  { d: '2020-03-01', v: null },
  { d: '2020-04-01', v: 2 },
];

/** Where a value stands among those up to its own date. */
export const DISTRIBUTIONS: LibraryPart = {
  path: 'ews/distributions.sql',
  sql: `
CREATE FUNCTION zscore(v DOUBLE, d DATE, per := NULL) AS
  (v - avg(v) OVER (PARTITION BY per ORDER BY d RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW))
  / nullif(stddev_samp(v) OVER (PARTITION BY per ORDER BY d RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), 0);

CREATE FUNCTION percentile(v DOUBLE, d DATE, per := NULL) AS
  CASE WHEN v IS NOT NULL THEN
    100.0 * list_sum(list_transform(
      list_filter(
        map_entries(histogram(v) OVER (PARTITION BY per ORDER BY d RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)),
        lambda seen: seen.key <= v
      ),
      lambda seen: seen.value::BIGINT
    )) / count(v) OVER (PARTITION BY per ORDER BY d RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
  END;
`,
  described: {
    zscore: {
      description: 'Distance from the mean of the values up to its own date, in their standard deviations.',
      formula: '(x(t) - mean(x(1..t))) / sd(x(1..t)), sd with n - 1; NULL where that is zero or there is one value',
      source: 'the expanding form of the standard score: nothing later than t is looked at',
      returns: { kind: 'scalar', type: 'DOUBLE', unit: 'standard deviations' },
      cases: [{ call: 'zscore(v, d)', over: FOUR, is: [null, 0.7071067811865475, null, 0] }],
    },
    percentile: {
      description: 'How many of the values up to its own date are no larger, in per cent of them.',
      formula: '100 * count(x(s) <= x(t), s <= t) / count(x(s), s <= t)',
      source: 'the expanding empirical distribution function: nothing later than t is looked at',
      returns: { kind: 'scalar', type: 'DOUBLE', unit: '%' },
      cases: [{ call: 'percentile(v, d)', over: FOUR, is: [100, 100, null, 66.66666666666667] }],
    },
  },
};

import type { LibraryPart } from './library-part.ts';

/** What is left of a series when its cycle is taken out. */
export const FILTERS: LibraryPart = {
  path: 'ews/filters.sql',
  sql: `
-- The trend is a random walk of second order, seen with noise: the state is (trend, trend before), a and b, with the
-- covariance p, q, q, r in units of the noise; it is known exactly after two values.
CREATE FUNCTION hp_trend(series DOUBLE[], smoothing DOUBLE) AS
  CASE WHEN list_count(series) < len(series) THEN NULL WHEN len(series) = 1 THEN series[1] ELSE
    list_reduce(
      list_transform(series[3:], lambda x: {
        'y': x, 'a': 0::DOUBLE, 'b': 0::DOUBLE, 'p': 0::DOUBLE, 'q': 0::DOUBLE, 'r': 0::DOUBLE
      }),
      lambda s, e: {
        'y': e.y,
        'a': 2 * s.a - s.b + (e.y - 2 * s.a + s.b)
             * (1 - 1 / (4 * s.p - 4 * s.q + s.r + 1 / smoothing + 1)),
        'b': s.a + (e.y - 2 * s.a + s.b) * (2 * s.p - s.q) / (4 * s.p - 4 * s.q + s.r + 1 / smoothing + 1),
        'p': 1 - 1 / (4 * s.p - 4 * s.q + s.r + 1 / smoothing + 1),
        'q': (2 * s.p - s.q) / (4 * s.p - 4 * s.q + s.r + 1 / smoothing + 1),
        'r': s.p - (2 * s.p - s.q) * (2 * s.p - s.q) / (4 * s.p - 4 * s.q + s.r + 1 / smoothing + 1)
      },
      {'y': series[2], 'a': series[2], 'b': series[1], 'p': 1::DOUBLE, 'q': 0::DOUBLE, 'r': 1::DOUBLE}
    ).a
  END;
`,
  described: {
    hp_trend: {
      description:
        'The last value of the Hodrick-Prescott trend of a list, in the order of time: one-sided where the list ' +
        'holds what was known. NULL where the list is empty or has a NULL in it.',
      formula: 'min over trend of sum (x - trend)^2 + smoothing * sum (second differences of trend)^2; its last value',
      source:
        'Hodrick and Prescott (1997); smoothing 400,000 for the credit gap of quarters: BCBS (2010), Guidance 187',
      returns: { kind: 'scalar', type: 'DOUBLE', unit: 'as the list' },
      cases: [
        { call: 'hp_trend([1, 2, 3, 4], 1600)', is: 4 },
        { call: 'hp_trend([5], 1600)', is: 5 },
        { call: 'hp_trend([0, 0, 1], 1)', is: 0.8571428571428571 },
        { call: 'hp_trend([1, NULL, 3], 1600)', is: null },
      ],
    },
  },
};

import { type Form, type Hand, totalOrder, unary } from './form.ts';

const OVER_ROWS = ['sum', 'avg', 'min', 'max', 'count', 'median', 'first_value', 'last_value'];

function rowsFrame({ roll }: Hand): string {
  const frame = roll.pick([
    `ROWS ${roll.below(5)} PRECEDING`,
    `ROWS BETWEEN ${1 + roll.below(4)} PRECEDING AND ${roll.below(3)} FOLLOWING`,
    'ROWS UNBOUNDED PRECEDING',
    'ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING',
    'ROWS BETWEEN 4 PRECEDING AND 1 PRECEDING',
    'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING',
  ]);
  return `${frame}${roll.pick(['', '', '', ' EXCLUDE CURRENT ROW', ' EXCLUDE GROUP', ' EXCLUDE TIES'])}`;
}

function partition({ roll }: Hand): string {
  return roll.pick([
    '',
    '',
    'PARTITION BY k ',
    'PARTITION BY quarter(date) ',
    'PARTITION BY date < as_of() - 120 ',
    'PARTITION BY k, v > 30 ',
  ]);
}

const over = (hand: Hand): string => `OVER (${partition(hand)}ORDER BY ${totalOrder(hand)} ${rowsFrame(hand)})`;

/** Windows by rows over a total order, by range and by groups with functions that no order changes. */
export const WINDOWS: readonly Form[] = [
  unary(
    'frame of rows',
    (x, hand) => `SELECT date, k, ${hand.eighths(`${hand.roll.pick(OVER_ROWS)}(v) ${over(hand)}`)} AS v FROM (${x})`,
  ),
  unary(
    'two frames of rows',
    (x, hand) =>
      `SELECT date, k, coalesce(v, 0) - ${hand.eighths(`avg(v) ${over(hand)}`)} + coalesce(max(v) ${over(hand)}, 0)
        AS v FROM (${x})`,
  ),
  unary(
    'deviation',
    (x, hand) =>
      `SELECT date, k,
        ${hand.rounded(`${hand.roll.pick(['stddev_samp', 'stddev_pop', 'var_samp'])}(v) ${over(hand)}`)}
        AS v FROM (${x})`,
    { sums: true },
  ),
  unary(
    'lag',
    (x, hand) =>
      `SELECT date, k, v - lag(v, ${hand.roll.below(4)}) OVER (${partition(hand)}ORDER BY ${totalOrder(hand)}) AS v
        FROM (${x})`,
  ),
  unary(
    'lead with a default',
    (x, hand) =>
      `SELECT date, k, lead(v, ${1 + hand.roll.below(3)}, 5)
        OVER (${partition(hand)}ORDER BY ${totalOrder(hand)}) AS v FROM (${x})`,
  ),
  unary(
    'lag of known values',
    (x, hand) =>
      `SELECT date, k, ${hand.roll.pick(['lag', 'lead'])}(v IGNORE NULLS)
        OVER (${partition(hand)}ORDER BY ${totalOrder(hand)}) AS v FROM (${x})`,
  ),
  unary(
    'last known value',
    (x, hand) =>
      `SELECT date, k, ${hand.roll.pick(['last_value', 'first_value'])}(v IGNORE NULLS) ${over(hand)} AS v FROM (${x})`,
  ),
  unary(
    'nth value',
    (x, hand) =>
      `SELECT date, k, nth_value(v, ${1 + hand.roll.below(4)}${hand.roll.pick(['', ' IGNORE NULLS'])}) ${over(hand)}
        AS v FROM (${x})`,
  ),
  unary(
    'filled',
    (x) =>
      `SELECT date, 'f' AS k, fill(v) OVER (ORDER BY date) AS v FROM (SELECT date, max(v) AS v FROM (${x})
        WHERE date IS NOT NULL GROUP BY date)`,
  ),
  unary(
    'range of months',
    (x, hand) =>
      `SELECT date, k, ${hand.roll.pick(['max', 'min', 'count', 'median'])}(v)
        OVER (${partition(hand)}ORDER BY date RANGE BETWEEN INTERVAL ${hand.roll.below(6)} MONTHS
        PRECEDING AND ${hand.roll.pick(['CURRENT ROW', 'INTERVAL 40 DAYS FOLLOWING'])}) AS v FROM (${x})`,
  ),
  unary(
    'sums of a range',
    (x, hand) => {
      const call = hand.roll.pick(['sum(v)', 'avg(v)']);
      const frame = `${partition(hand)}ORDER BY date RANGE BETWEEN INTERVAL 100 DAYS PRECEDING AND CURRENT ROW`;
      const excluded = hand.roll.pick(['', ' EXCLUDE GROUP', ' EXCLUDE CURRENT ROW']);
      return `SELECT date, k, ${hand.eighths(`${call} OVER (${frame}${excluded})`)} AS v FROM (${x})`;
    },
    { sums: true },
  ),
  unary(
    'a year ago by range',
    (x) =>
      `SELECT date, k, v - max(v) OVER (PARTITION BY k ORDER BY date RANGE BETWEEN INTERVAL 6 MONTHS PRECEDING
        AND INTERVAL 6 MONTHS PRECEDING) AS v FROM (${x})`,
  ),
  unary(
    'range of numbers',
    (x) =>
      `SELECT date, k, count(*) OVER (ORDER BY v RANGE BETWEEN 5 PRECEDING AND 2 FOLLOWING)::DOUBLE AS v FROM (${x})`,
  ),
  unary(
    'groups',
    (x, hand) =>
      `SELECT date, k, ${hand.roll.pick(['max', 'min', 'count'])}(v)
        OVER (${partition(hand)}ORDER BY date GROUPS BETWEEN ${hand.roll.below(3)} PRECEDING
        AND 1 FOLLOWING${hand.roll.pick(['', ' EXCLUDE TIES', ' EXCLUDE GROUP'])}) AS v FROM (${x})`,
  ),
  unary(
    'sums of groups',
    (x, hand) =>
      `SELECT date, k, ${hand.eighths('sum(v) OVER (ORDER BY date, k GROUPS BETWEEN 2 PRECEDING AND CURRENT ROW)')}
        AS v FROM (${x})`,
    { sums: true },
  ),
  unary(
    'ranks',
    (x, hand) =>
      `SELECT date, k, ${hand.roll.pick(['rank()', 'dense_rank()', 'row_number()', 'ntile(3)'])}
        OVER (${partition(hand)}ORDER BY ${totalOrder(hand)})::DOUBLE AS v FROM (${x})`,
  ),
  unary('ranks of ties', (x, hand) => {
    const rank = hand.roll.pick(['rank()', 'dense_rank()', 'percent_rank()', 'cume_dist()']);
    const ranked = hand.eighths(`100 * ${rank} OVER (${partition(hand)}ORDER BY date DESC)`);
    return `SELECT date, k, ${ranked} AS v FROM (${x})`;
  }),
  unary(
    'whole partition',
    (x, hand) =>
      `SELECT date, k, v - ${hand.roll.pick(['max', 'min', 'median', 'mad'])}(v) OVER (${partition(hand)}) AS v
        FROM (${x})`,
  ),
  unary(
    'sum of a whole partition',
    (x, hand) => `SELECT date, k, ${hand.eighths(`v - avg(v) OVER (${partition(hand)})`)} AS v FROM (${x})`,
    { sums: true },
  ),
  unary(
    'a named window',
    (x, hand) =>
      `SELECT date, k, ${hand.eighths('v - avg(v) OVER w + coalesce(lag(v) OVER w, 0)')} AS v FROM (${x})
        WINDOW w AS (PARTITION BY k ORDER BY ${totalOrder(hand)} ROWS 3 PRECEDING)`,
  ),
  unary(
    'a filtered window',
    (x, hand) =>
      `SELECT date, k, count(*) FILTER (WHERE v > ${hand.roll.below(40)}
        AND date < as_of() - 60) ${over(hand)}::DOUBLE AS v FROM (${x})`,
  ),
  unary(
    'distinct in a window',
    (x) => `SELECT date, k, count(DISTINCT v) OVER (PARTITION BY date)::DOUBLE AS v FROM (${x})`,
  ),
  unary(
    'list in a window',
    (x, hand) => `SELECT date, 'h' || hash((list((8 * v)::BIGINT) ${over(hand)})::VARCHAR) % 997 AS k, v FROM (${x})`,
  ),
  unary(
    'arg in a window',
    (x) => `SELECT date, k, arg_max(v, row(date, k, v)) OVER (PARTITION BY k)::DOUBLE AS v FROM (${x})`,
  ),
  unary(
    'window over aggregates',
    (x, hand) =>
      `SELECT date, 'w' AS k, sum(max(v)) OVER (ORDER BY date ROWS ${hand.roll.below(4)} PRECEDING) AS v FROM (${x})
        GROUP BY date`,
  ),
  unary(
    'window over aggregates of everything',
    (x) =>
      `SELECT max(date) AS date, 'w' AS k, (row_number() OVER () + count(*) + sum(count(v)) OVER ())::DOUBLE AS v
        FROM (${x})`,
    { most: 1 },
  ),
  unary(
    'window in a window',
    (x, hand) =>
      `SELECT date, k, max(m) ${over(hand)} AS v FROM (SELECT date, k, v, lag(v) OVER (PARTITION BY k
        ORDER BY date, v) AS m FROM (${x}))`,
  ),
  unary(
    'window beside distinct',
    (x) => `SELECT DISTINCT date, k, max(v) OVER (PARTITION BY date, k) AS v FROM (${x})`,
  ),
  unary(
    'window before a limit',
    (x) => `SELECT date, k, lag(v) OVER (ORDER BY date, k, v) AS v FROM (${x}) ORDER BY date DESC, k, 3 LIMIT 4`,
    { most: 4 },
  ),
];

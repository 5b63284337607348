import { words } from './words.ts';

/**
 * An aggregate is of a kind by what its value hangs on, which decides whether a query that uses it can run set-based:
 * - `bag`: the values alone, in whatever order they come.
 * - `sum`: the values, but for the last bits of floats, which hang on the order of adding. Where nothing fixes that
 *   order the two forms are compared with a tolerance.
 * - `order`: the order of the rows. Without ORDER BY, or where its ORDER BY has ties, it runs in the loop.
 * - `extreme`: the row with the greatest or least value, and where several have it the one that comes first. It runs in
 *   the loop unless the text shows that only one can have it.
 * - `loop`: ties (`mode`) or a difference of large numbers (`skewness`, `kurtosis` raise sums of fourth powers, so that
 *   near-constant values have other digits, or none, in another order). Always in the loop.
 */
export type AggregateKind = 'bag' | 'sum' | 'order' | 'extreme' | 'loop';

const REVIEW: Readonly<Record<AggregateKind, readonly string[]>> = {
  bag: [
    ...words(`bit_and bit_or bit_xor bool_and bool_or count count_if count_star countif histogram mad max median min`),
    ...words(`quantile quantile_cont quantile_disc regr_count sum_no_overflow`),
  ],
  sum: [
    ...words(`avg corr covar_pop covar_samp entropy favg fsum geomean geometric_mean kahan_sum mean product regr_avgx`),
    ...words(`regr_avgy regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy sem stddev stddev_pop`),
    ...words(`stddev_samp sum sumkahan var_pop var_samp variance wavg weighted_avg`),
  ],
  order: words(`any_value arbitrary array_agg first group_concat last list listagg string_agg`),
  extreme: [
    ...words(`arg_max arg_max_null arg_max_nulls_last arg_min arg_min_null arg_min_nulls_last argmax argmin max_by`),
    ...words(`min_by`),
  ],
  loop: words(`kurtosis kurtosis_pop mode skewness`),
};

/** The kind of every aggregate that was reviewed. */
export const AGGREGATE_REVIEW: ReadonlyMap<string, AggregateKind> = new Map(
  Object.entries(REVIEW).flatMap(([kind, names]) => names.map((name) => [name, kind as AggregateKind] as const)),
);

/**
 * Aggregates of DuckDB 1.5.5 that were reviewed. Missing on purpose: approximate ones, whose result depends on the
 * order and number of rows seen before (`approx_quantile`, `approx_count_distinct`, `approx_top_k`) and sampling ones
 * (`reservoir_quantile`).
 */
export const AGGREGATE_FUNCTIONS: readonly string[] = [...AGGREGATE_REVIEW.keys()];

/** Only with OVER. */
export const WINDOW_FUNCTIONS: readonly string[] = [
  ...words(`cume_dist dense_rank fill first_value lag last_value lead nth_value ntile percent_rank rank rank_dense`),
  ...words(`row_number`),
];

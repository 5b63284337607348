/**
 * Aggregates and window functions of DuckDB 1.5.5 that were reviewed. Missing on purpose: approximate ones, whose
 * result depends on the order and number of rows seen before (`approx_quantile`, `approx_count_distinct`,
 * `approx_top_k`) and sampling ones (`reservoir_quantile`).
 */
export const AGGREGATE_FUNCTIONS: readonly string[] = [
  ...words(`any_value arbitrary arg_max arg_max_null arg_max_nulls_last arg_min arg_min_null arg_min_nulls_last`),
  ...words(`argmax argmin array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count count_if count_star`),
  ...words(`countif covar_pop covar_samp entropy favg first fsum geomean geometric_mean group_concat histogram`),
  ...words(`kahan_sum kurtosis kurtosis_pop last list listagg mad max max_by mean median min min_by mode product`),
  ...words(`quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope`),
  ...words(`regr_sxx regr_sxy regr_syy sem skewness stddev stddev_pop stddev_samp string_agg sum sum_no_overflow`),
  ...words(`sumkahan var_pop var_samp variance wavg weighted_avg`),
];

/** Only with OVER. */
export const WINDOW_FUNCTIONS: readonly string[] = [
  ...words(`cume_dist dense_rank fill first_value lag last_value lead nth_value ntile percent_rank rank rank_dense`),
  ...words(`row_number`),
];

/** Aggregates whose result is the order of the rows; without their own ORDER BY it is arbitrary. */
export const ORDERED_AGGREGATES: ReadonlySet<string> = new Set(
  words(`any_value arbitrary array_agg first group_concat last list listagg string_agg`),
);

function words(text: string): readonly string[] {
  return text.split(' ');
}

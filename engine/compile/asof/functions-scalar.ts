import { words } from './words.ts';

/**
 * Scalar functions and macros of DuckDB 1.5.5 that were reviewed: their value follows from their arguments alone. Not
 * in the list, and why: clocks (`now`, `today`, `ago`, `current_localtimestamp`, one-argument `age`), session state
 * (`current_setting`, `getvariable`, `txid_current`, `version`), chance (`random`, `uuid`), sequences, side effects
 * (`error`, `write_log`, `sleep_ms`), catalogue and privilege lookups, functions named by a string (`list_aggregate`),
 * SQL run from text, and what time series have no use for (JSON, variants, geometry, collations).
 */
export const SCALAR_FUNCTIONS: readonly string[] = [
  ...words(`+ - * / // % ** ^ & | << >> ~ @ !__postfix || ~~ !~~ ~~* !~~* ~~~ ^@ && @> <@`),
  // Arithmetic and rounding.
  ...words(`abs add subtract multiply divide mod fmod fdiv pow power sqrt cbrt exp ln log log2 log10 sign signbit`),
  ...words(`ceil ceiling floor round round_even roundbankers trunc even factorial gamma lgamma gcd lcm`),
  ...words(`greatest_common_divisor least_common_multiple pi radians degrees nextafter isnan isinf isfinite xor`),
  ...words(`sin cos tan cot asin acos atan atan2 sinh cosh tanh asinh acosh atanh bit_count`),
  // Choice and types.
  ...words(`greatest least nullif coalesce constant_or_null typeof alias row struct_pack struct_extract`),
  ...words(`struct_extract_at struct_insert hash md5`),
  // Dates and times. Two-argument age only (see gate-functions.ts).
  ...words(`age century date_add date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day`),
  ...words(`dayname dayofmonth dayofweek dayofyear days_in_month decade epoch epoch_ms epoch_ns epoch_us era hour`),
  ...words(`isodow isoyear julian last_day make_date make_time make_timestamp make_timestamp_ms make_timestamp_ns`),
  ...words(`microsecond millennium millisecond minute month monthname nanosecond normalized_interval quarter second`),
  ...words(`strftime strptime try_strptime time_bucket to_centuries to_days to_decades to_hours to_microseconds`),
  ...words(`to_millennia to_milliseconds to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years`),
  ...words(`week weekday weekofyear year yearweek`),
  // Text.
  ...words(`ascii bar char_length character_length chr concat concat_ws contains damerau_levenshtein ends_with`),
  ...words(`format hamming instr jaccard jaro_similarity jaro_winkler_similarity lcase left length len levenshtein`),
  ...words(`like_escape ilike_escape not_like_escape not_ilike_escape lower lpad ltrim ord position prefix printf`),
  ...words(`regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_matches regexp_replace`),
  ...words(`regexp_split_to_array repeat replace reverse right rpad rtrim split split_part starts_with str_split`),
  ...words(`str_split_regex string_split string_split_regex string_to_array strip_accents strlen strpos substr`),
  ...words(`substring suffix translate trim ucase unicode upper array_to_string`),
  // Lists, structs and maps.
  ...words(`array_append array_cat array_concat array_contains array_distinct array_extract array_filter array_has`),
  ...words(`array_has_all array_has_any array_indexof array_intersect array_length array_pop_back array_pop_front`),
  ...words(`array_position array_prepend array_push_back array_push_front array_reverse array_select array_slice`),
  ...words(`array_sort array_transform array_reverse_sort array_where array_zip array_apply array_value flatten`),
  ...words(`apply cardinality element_at filter generate_series grade_up list_any_value list_append list_apply`),
  ...words(`list_avg list_bit_and list_bit_or list_bit_xor list_bool_and list_bool_or list_cat list_concat`),
  ...words(`list_contains list_count list_distinct list_element list_entropy list_extract list_filter list_first`),
  ...words(`list_grade_up list_has list_has_all list_has_any list_histogram list_indexof list_inner_product`),
  ...words(`list_dot_product list_distance list_intersect list_kurtosis list_kurtosis_pop list_last list_mad list_max`),
  ...words(`list_median list_min list_mode list_pack list_position list_prepend list_product list_reduce list_resize`),
  ...words(`list_reverse list_reverse_sort list_select list_sem list_skewness list_slice list_sort list_stddev_pop`),
  ...words(`list_stddev_samp list_string_agg list_sum list_transform list_unique list_value list_var_pop`),
  ...words(`list_var_samp list_where list_zip map map_concat map_contains map_entries map_extract map_extract_value`),
  ...words(`map_from_entries map_keys map_values range reduce equi_width_bins`),
  // Yields several rows; allowed wherever DuckDB allows it.
  ...words(`unnest generate_subscripts grouping grouping_id`),
];

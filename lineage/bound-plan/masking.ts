const FUNCTIONS = new Set(['hash', 'md5', 'md5_number', 'md5_number_lower', 'md5_number_upper', 'sha1', 'sha256']);
const AGGREGATES = new Set(['approx_count_distinct', 'count', 'count_if', 'countif', 'count_star', 'regr_count']);
const TESTS = new Set(['OPERATOR_IS_NULL', 'OPERATOR_IS_NOT_NULL']);

/** Whether a function, aggregate or operator hides the values it reads: hashes, counts and tests for NULL. */
export function masks(name: string): boolean {
  return FUNCTIONS.has(name) || AGGREGATES.has(name) || TESTS.has(name);
}

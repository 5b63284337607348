/**
 * Where lifted queries, which `compile` writes, read the sources as known on the dates under evaluation, which the
 * feature store expands there. No name of a user begins with an underscore.
 */
export const SNAPSHOT_SCHEMA = '__asof';

/**
 * The table of this schema that holds the dates under evaluation; the first column of all of them is `__t`, the date.
 */
export const SNAPSHOT_DATES = '__dates';

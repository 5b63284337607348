import { AGGREGATE_FUNCTIONS, WINDOW_FUNCTIONS } from './functions-aggregate.ts';
import { SCALAR_FUNCTIONS } from './functions-scalar.ts';

/** The current knowledge date, the one function that is ours. */
export const AS_OF = 'as_of';

/** DuckDB's version for which the lists were reviewed; an upgrade needs a new review. */
export const REVIEWED_FOR = 'v1.5.5';

export const ALLOWED_FUNCTIONS: ReadonlySet<string> = new Set([
  AS_OF,
  ...SCALAR_FUNCTIONS,
  ...AGGREGATE_FUNCTIONS,
  ...WINDOW_FUNCTIONS,
]);

export const TABLE_FUNCTIONS: ReadonlySet<string> = new Set(['range', 'generate_series', 'unnest']);

const USE_AS_OF = 'use as_of(), the knowledge date, instead';

const NOT_HERE = 'DuckDB has no function of that name';

/** Why the likeliest refused functions are refused, and what to write instead. */
const REASONS: ReadonlyMap<string, { readonly reason: string; readonly hint: string }> = new Map([
  ...entries('now today ago get_current_timestamp get_current_time current_localtime current_localtimestamp', {
    reason: 'it reads the clock, which is not known at any decision date',
    hint: USE_AS_OF,
  }),
  ...entries('current_date current_time current_timestamp localtime localtimestamp transaction_timestamp', {
    reason: 'it reads the clock, which is not known at any decision date',
    hint: USE_AS_OF,
  }),
  ...entries('random setseed uuid uuidv4 uuidv7 gen_random_uuid reservoir_quantile', {
    reason: 'its result is left to chance, and builds are repeatable',
    hint: 'compute the value from the data',
  }),
  ...entries('current_setting getvariable currval nextval txid_current version stats', {
    reason: 'it reads the state of the session, not the data',
    hint: 'declare a variable in ews.config.yaml and write $name',
  }),
  ...entries('approx_quantile approx_top_k', {
    reason: 'its result depends on the order in which rows arrive',
    hint: 'use quantile_cont or a window with ORDER BY',
  }),
  ...entries('approx_count_distinct', { reason: 'it is approximate', hint: 'use count(DISTINCT ...)' }),
  ...entries('list_aggregate list_aggr array_aggregate array_aggr aggregate', {
    reason: 'it takes the name of another function as text',
    hint: 'write the function itself, e.g. list_sum(x) or list_avg(x)',
  }),
  ...entries('nvl isnull ifnull', { reason: NOT_HERE, hint: 'write coalesce(x, y)' }),
  ...entries('getdate sysdate curdate', { reason: NOT_HERE, hint: USE_AS_OF }),
  ...entries('dateadd timestampadd add_months', { reason: NOT_HERE, hint: 'write date + INTERVAL 1 MONTH' }),
  ...entries('iif decode', { reason: NOT_HERE, hint: 'write CASE WHEN ... THEN ... ELSE ... END' }),
  ...entries('to_date str_to_date convert', { reason: NOT_HERE, hint: 'write x::DATE' }),
  ...entries('date_format to_char', { reason: NOT_HERE, hint: "write strftime(date, '%Y-%m')" }),
  ...entries('` `__postfix', { reason: NOT_HERE, hint: 'a name is quoted by "double quotes", if it has to be' }),
  ...entries('read_csv read_csv_auto read_parquet parquet_scan read_json read_json_auto read_text read_blob glob', {
    reason: 'it reads files',
    hint: 'declare a source of kind `file` in sources/ and read it by name',
  }),
]);

export function whyRefused(name: string): { readonly reason: string; readonly hint?: string } {
  return REASONS.get(name) ?? { reason: 'it is not on the list of functions reviewed for this version of DuckDB' };
}

function entries<T>(names: string, value: T): readonly (readonly [string, T])[] {
  return names.split(' ').map((name) => [name, value] as const);
}

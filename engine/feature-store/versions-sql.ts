import { END_OF_TIME_SQL } from '../bitemporal/index.ts';
import type { Evaluated } from './evaluated.ts';

/**
 * A query that gives an evaluation as of every date without repetition: `(by..., value, known_from, known_to)`, sorted.
 * Dates in a row that give the same value become one row; a NULL has none. `by` and `value` are quoted names, `none`
 * keeps every row out.
 */
export function versionsSql(
  evaluated: Evaluated,
  { by, value, none = false }: { readonly by: readonly string[]; readonly value: string; readonly none?: boolean },
): string {
  const names = [...by, value].join(', ');
  return `WITH cutoffs AS (
       SELECT __t, row_number() OVER (ORDER BY __t) AS i, lead(__t, 1, ${END_OF_TIME_SQL}) OVER (ORDER BY __t) AS until
       FROM (SELECT DISTINCT __t FROM ${evaluated.dates})
     ),
     known AS (
       SELECT ${names}, __t, until, i - row_number() OVER (PARTITION BY ${names} ORDER BY i) AS island
       FROM ${evaluated.table} JOIN cutoffs USING (__t)
       WHERE ${value} IS NOT NULL${none ? ' AND false' : ''}
     )
     SELECT ${names}, min(__t) AS known_from, max(until) AS known_to
     FROM known GROUP BY ${names}, island ORDER BY ${[...by, 'known_from'].join(', ')}`;
}

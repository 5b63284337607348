import { END_OF_TIME_SQL } from '../bitemporal/index.ts';

/** SQL for the first day on which a version no longer holds, given SQL for the last day on which it does. */
export function halfOpenSql(last: string): string {
  return `CASE WHEN ${last} >= ${END_OF_TIME_SQL} THEN ${END_OF_TIME_SQL} ELSE (${last} + 1)::DATE END`;
}

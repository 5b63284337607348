import { type Problem, warning } from '../../diagnostics/index.ts';
import { first } from '../../presence/index.ts';
import { quoteText, type Warehouse } from '../../warehouse/index.ts';
import { isPeriodDaySql } from '../calendar-period.ts';
import { wrongDay } from '../declared-series.ts';
import type { LiveRequest } from '../request.ts';

/**
 * Series of the table `stitched` with dates that are not the declared day of a period, as of fiscal years: warnings.
 */
export async function misdated(warehouse: Warehouse, request: LiveRequest): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const series of request.series) {
    const found = await warehouse.rows(`
      SELECT min(date) AS earliest, count(DISTINCT date) AS dates FROM stitched
      WHERE series_id = ${quoteText(series.seriesId)} AND NOT ${isPeriodDaySql(series, 'date')}`);
    const row = first(found);
    const dates = Number(row['dates']);
    if (dates === 0) continue;
    const { say, hint } = wrongDay(series, 'the series');
    const more = dates === 1 ? '' : ` (and ${dates - 1} more)`;
    const message = `${request.source}.${series.name}: ${say(String(row['earliest']))}${more}`;
    problems.push(warning('EWS3004', message, { hint }));
  }
  return problems;
}

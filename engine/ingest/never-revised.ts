import type { Problem } from '../diagnostics/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import type { SeriesSpec } from './request.ts';
import { fileProblem, type StagedFile } from './staged-file.ts';

/** That none was revised says something only of so many periods. */
const PERIODS = 24;

/**
 * Series of the table `incoming` of which no period has a second published version: a warning. Files made of today's
 * values with the days of their first publication look like this, and what is learnt from them looks ahead.
 */
export async function neverRevised(
  warehouse: Warehouse,
  file: StagedFile,
  series: readonly SeriesSpec[],
): Promise<readonly Problem[]> {
  const found = await warehouse.rows(`
    WITH periods AS (
      SELECT series_id, date, count(DISTINCT value) AS versions
      FROM incoming WHERE knowledge = 'published' GROUP BY series_id, date)
    SELECT series_id FROM periods GROUP BY series_id HAVING count(*) >= ${PERIODS} AND max(versions) <= 1`);
  const ids = new Set(found.map((row) => String(row['series_id'])));
  const names = series.filter(({ seriesId }) => ids.has(seriesId)).map(({ name }) => name);
  if (names.length === 0) return [];
  const what = `no value of ${names.join(', ')} was ever revised, although the source is declared with vintages`;
  const hint =
    'of interest rates and market prices that is so; other values were given their days of publication afterwards, ' +
    'and are the revised ones: declare those as a snapshot';
  return [{ ...fileProblem(file, 'EWS3004', what, hint), severity: 'warning' }];
}

import { END_OF_TIME_SQL } from '../bitemporal/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import { quoteText, type Warehouse } from '../warehouse/index.ts';
import type { ReadDays } from './read-days.ts';
import { readSnapshot } from './read-snapshot.ts';
import { readVintages } from './read-vintages.ts';
import type { SeriesSpec, VintagesRequest } from './request.ts';
import { fail, fileProblem, type StagedFile } from './staged-file.ts';

/** The files of one version. `snapshot` is absent of an earlier one that had none beside it. */
export interface SideBySide {
  readonly vintages: StagedFile;
  readonly snapshot: StagedFile | undefined;
}

/**
 * Reads vintages and the snapshot beside them into the table `incoming`, each declared series from the first that holds
 * it, and the ids of those read from the snapshot into the table `beside(series_id)`. Returns warnings; errors are
 * thrown as one ProblemError: a series in neither is EWS3009, vintages that hold no declared series EWS3037. Without
 * `days` it is an earlier version, which need not hold all series.
 */
export async function readSideBySide(
  warehouse: Warehouse,
  { vintages, snapshot }: SideBySide,
  request: VintagesRequest,
  days: ReadDays | undefined,
): Promise<readonly Problem[]> {
  const problems = await readVintages(warehouse, vintages, request, days);
  const held = await heldSeries(warehouse);
  if (held.length === 0 && days !== undefined) fail(noneHeld(vintages, request.series));
  const others = request.series.filter(({ seriesId }) => !held.includes(seriesId));
  await nameBeside(warehouse, snapshot === undefined ? [] : others);
  if (snapshot === undefined || others.length === 0) return problems;
  await warehouse.run('CREATE OR REPLACE TABLE versions AS FROM incoming');
  const more = await readSnapshot(warehouse, snapshot, { series: others, besideVintagesOf: held }, days);
  await warehouse.run(`
    CREATE OR REPLACE TABLE incoming AS
    FROM versions UNION ALL BY NAME SELECT *, ${END_OF_TIME_SQL} AS realtime_end FROM incoming`);
  await warehouse.run('DROP TABLE versions');
  return [...problems, ...more];
}

/**
 * Warns of series that an earlier version held with their vintages and that are read from the snapshot now. To be asked
 * between reading the newest version and folding it.
 */
export async function lostVintages(
  warehouse: Warehouse,
  file: StagedFile,
  series: readonly SeriesSpec[],
): Promise<readonly Problem[]> {
  const found = await warehouse.rows(
    `SELECT DISTINCT series_id FROM observations SEMI JOIN beside USING (series_id) WHERE knowledge = 'published'`,
  );
  const ids = new Set(found.map((row) => String(row['series_id'])));
  const names = series.filter(({ seriesId }) => ids.has(seriesId)).map(({ name }) => name);
  if (names.length === 0) return [];
  const now = `${names.length === 1 ? 'is' : 'are'} read from the snapshot now`;
  const what = `${names.join(', ')} had vintages when the source was last ingested, and ${now}`;
  const hint = 'what was stored stays; if that is a mistake, put the series back into the vintages and ingest again';
  return [{ ...fileProblem(file, 'EWS3039', what, hint), severity: 'warning' }];
}

/** Ids in the table `beside`: empty where a source has one file alone. */
export async function besideVintages(warehouse: Warehouse): Promise<ReadonlySet<string>> {
  const rows = await warehouse.rows('SELECT series_id FROM beside');
  return new Set(rows.map((row) => String(row['series_id'])));
}

async function nameBeside(warehouse: Warehouse, series: readonly SeriesSpec[]): Promise<void> {
  const ids = series.map(({ seriesId }) => quoteText(seriesId)).join(', ');
  await warehouse.run(`CREATE OR REPLACE TABLE beside AS SELECT unnest([${ids}]::VARCHAR[]) AS series_id`);
}

async function heldSeries(warehouse: Warehouse): Promise<readonly string[]> {
  const rows = await warehouse.rows('SELECT DISTINCT series_id FROM incoming ORDER BY series_id');
  return rows.map((row) => String(row['series_id']));
}

function noneHeld(file: StagedFile, series: readonly SeriesSpec[]): Problem {
  const ids = series.map(({ seriesId }) => seriesId);
  const shown = ids.length > 5 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', ');
  const hint = `declared are ${shown}: correct the series_id of the file, or remove vintages from the source`;
  return fileProblem(file, 'EWS3037', 'holds none of the declared series', hint);
}

import { KNOWLEDGE_COLUMNS, RAW_COLUMN } from '../bitemporal/index.ts';
import { type Problem, ProblemError, problem } from '../diagnostics/index.ts';
import { digestOf } from '../lake/index.ts';
import { entry } from '../presence/index.ts';
import { quoteName, quoteText, type Row, type Warehouse } from '../warehouse/index.ts';
import type { RelationSummary } from './observations.ts';
import { publishedDays } from './published-days.ts';
import type { IngestRequest } from './request.ts';
import { type ObservationShape, orderSql, tableShape } from './shape.ts';

/**
 * Sums up what the table `observations` holds of each relation that the request declares. Where one is declared to hold
 * projections, its last date is that of the last period that has begun by `lastPeriodStart`.
 */
export async function summariseRelations(
  warehouse: Warehouse,
  request: IngestRequest,
  rawOf: (seriesId: string) => RawSummary,
  lastPeriodStart: string,
): Promise<Readonly<Record<string, RelationSummary>>> {
  const shape = tableShape(request);
  const completeThrough = request.kind === 'live' ? null : (request.completeThrough ?? null);
  const days = await publishedDays(warehouse, shape);
  const publishedOf = (seriesId: string): Pick<RelationSummary, 'published'> => {
    const published = days.get(seriesId);
    return published === undefined ? {} : { published };
  };
  const raws = await rowsByRaw(warehouse, request);
  if (request.kind === 'file') {
    const observed = newestSql(request.projections, request.dateColumn, lastPeriodStart);
    const row = await summaryRow(warehouse, shape, shape.columns, { where: 'true', observed });
    const summary = toSummary(row, shape.columns, `${request.source}.${request.table}`);
    return {
      [`${request.source}.${request.table}`]: {
        ...summary,
        ...publishedOf(''),
        completeThrough,
        raws: entry(raws, ''),
        ...rawOf(''),
      },
    };
  }
  const columns = shape.columns.filter(({ name }) => name !== 'series_id');
  const summaries: Record<string, RelationSummary> = {};
  for (const { name, seriesId, projections } of request.series) {
    const observed = newestSql(projections, 'date', lastPeriodStart);
    const row = await summaryRow(warehouse, shape, columns, {
      where: `series_id = ${quoteText(seriesId)}`,
      observed,
    });
    // One series of a live source without a row does not stop the others; whoever asked reports it.
    if (row === undefined && request.kind === 'live') continue;
    if (row === undefined) throw new ProblemError([noObservations(`${request.source}.${name}`, seriesId)]);
    const summary = toSummary(row, columns, `${request.source}.${name}`);
    const origin = { ...publishedOf(seriesId), completeThrough, raws: entry(raws, seriesId), ...rawOf(seriesId) };
    summaries[`${request.source}.${name}`] = { seriesId, ...summary, ...origin };
  }
  return summaries;
}

function onlyProjections(relation: string): Problem {
  const message = `${relation} holds projections and no observation: all its periods are still to begin`;
  return problem('EWS3009', message, { hint: 'add what was observed to the data' });
}

/** The newest raw bytes behind a relation. */
type RawSummary = Pick<RelationSummary, 'raw' | 'rawKey' | 'readFrom'>;

type SummaryColumns = ObservationShape['columns'];

/** Rows of each series, or of the one table (`''`), by the raw bytes that they are from. */
async function rowsByRaw(
  warehouse: Warehouse,
  request: IngestRequest,
): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const series = request.kind === 'file' ? "''" : 'series_id';
  const rows = await warehouse.rows(`
    SELECT ${series} AS series, ${RAW_COLUMN} AS raw, count(*) AS n, min(realtime_start) AS since
    FROM observations GROUP BY series, raw ORDER BY series, since, raw`);
  const found = new Map<string, Record<string, number>>();
  for (const { series: id, raw, n } of rows) {
    const counts = found.get(String(id)) ?? {};
    counts[String(raw)] = Number(n);
    found.set(String(id), counts);
  }
  return found;
}

/** Cells as netstrings (`4:text`, `-` for NULL), so that no two rows have the same text; rows in stored order. */
async function summaryRow(
  warehouse: Warehouse,
  shape: ObservationShape,
  columns: SummaryColumns,
  rows: { readonly where: string; readonly observed: string },
): Promise<Row | undefined> {
  const cells = [...columns.map(({ name }) => name), ...KNOWLEDGE_COLUMNS].map((name) => {
    const text = `${quoteName(name)}::VARCHAR`;
    return `coalesce(strlen(${text}) || ':' || ${text}, '-')`;
  });
  const date = quoteName(shape.dateColumn);
  const [row] = await warehouse.rows(`
    SELECT count(*) AS rows, min(${date}) AS first_date, max(${date}) FILTER (${rows.observed}) AS last_date,
      count(*) FILTER (knowledge = 'published') AS published,
      count(*) FILTER (knowledge = 'observed') AS observed,
      count(*) FILTER (knowledge = 'assumed') AS assumed,
      sha256(string_agg(${cells.join(' || ')}, chr(10) ORDER BY ${orderSql(shape)})) AS digest
    FROM observations WHERE ${rows.where} HAVING count(*) > 0`);
  return row;
}

/** SQL that is true of rows that are observations, by their date. */
function newestSql(projections: true | undefined, dateColumn: string, lastPeriodStart: string): string {
  return projections === true ? `${quoteName(dateColumn)} <= DATE ${quoteText(lastPeriodStart)}` : 'true';
}

/** EWS3009 for a series of which the source has no row. */
export function noObservations(relation: string, seriesId: string): Problem {
  const message = `series ${seriesId} of ${relation} has no observations`;
  const hint = 'remove it from the source, or correct its id';
  return problem('EWS3009', message, { hint });
}

function toSummary(
  row: Row | undefined,
  columns: SummaryColumns,
  relation: string,
): Omit<RelationSummary, 'completeThrough' | 'raw' | 'raws'> {
  if (row === undefined) throw new Error('a declared relation has no observations');
  if (row['last_date'] === null) throw new ProblemError([onlyProjections(relation)]);
  const rows = Number(row['rows']);
  return {
    columns,
    digest: digestOf({ columns, rows: row['digest'] }),
    rows,
    firstDate: String(row['first_date']),
    lastDate: String(row['last_date']),
    knowledge: {
      published: Number(row['published']) / rows,
      observed: Number(row['observed']) / rows,
      assumed: Number(row['assumed']) / rows,
    },
  };
}

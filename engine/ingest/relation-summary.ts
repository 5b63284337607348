import { digestOf } from '../lake/index.ts';
import { quoteName, type Row, type Warehouse } from '../warehouse/index.ts';
import type { RelationSummary } from './observations.ts';
import type { IngestRequest } from './request.ts';
import { BITEMPORAL_COLUMNS, orderSql, type Shape, shapeOf } from './shape.ts';

/** What the table `observations` holds of each relation that the request declares. */
export async function summariseRelations(
  warehouse: Warehouse,
  request: IngestRequest,
  rawOf: (seriesId: string) => RawSource,
): Promise<Readonly<Record<string, RelationSummary>>> {
  const shape = shapeOf(request);
  const completeThrough = request.kind === 'live' ? null : (request.completeThrough ?? null);
  if (request.kind === 'file') {
    const [row] = await summaryRows(warehouse, shape, shape.columns, `''`);
    const summary = toSummary(row, shape.columns);
    return { [`${request.source}.${request.table}`]: { ...summary, completeThrough, ...rawOf('') } };
  }
  const columns = shape.columns.filter(({ name }) => name !== 'series_id');
  const rows = await summaryRows(warehouse, shape, columns, 'series_id');
  const found = new Map(rows.map((row) => [row['relation'], row]));
  return Object.fromEntries(
    request.series.map(({ name, seriesId }) => [
      `${request.source}.${name}`,
      { seriesId, ...toSummary(found.get(seriesId), columns), completeThrough, ...rawOf(seriesId) },
    ]),
  );
}

/** The newest raw bytes behind a relation. */
type RawSource = Pick<RelationSummary, 'raw' | 'rawKey'>;

type Columns = Shape['columns'];

/** Cells as netstrings (`4:text`, `-` for NULL), so that no two rows have the same text; rows in stored order. */
function summaryRows(warehouse: Warehouse, shape: Shape, columns: Columns, relation: string): Promise<readonly Row[]> {
  const cells = [...columns.map(({ name }) => name), ...BITEMPORAL_COLUMNS].map((name) => {
    const text = `${quoteName(name)}::VARCHAR`;
    return `coalesce(strlen(${text}) || ':' || ${text}, '-')`;
  });
  const date = quoteName(shape.dateColumn);
  return warehouse.rows(`
    SELECT ${relation} AS relation, count(*) AS rows, min(${date}) AS first_date, max(${date}) AS last_date,
      count(*) FILTER (knowledge = 'published') AS published,
      count(*) FILTER (knowledge = 'observed') AS observed,
      count(*) FILTER (knowledge = 'assumed') AS assumed,
      sha256(string_agg(${cells.join(' || ')}, chr(10) ORDER BY ${orderSql(shape)})) AS digest
    FROM observations GROUP BY relation ORDER BY relation`);
}

function toSummary(row: Row | undefined, columns: Columns): Omit<RelationSummary, 'completeThrough' | 'raw'> {
  if (row === undefined) throw new Error('a declared relation has no observations');
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

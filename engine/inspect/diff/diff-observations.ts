import path from 'node:path';
import type { NodeId } from '../../compile/index.ts';
import { OBSERVATIONS_FILE, observationsOf, type RelationSummary } from '../../ingest/index.ts';
import { findObject, type ObjectId, objectPath, type Store } from '../../lake/index.ts';
import { parquetRows, quoteName, quoteText, readCount, withWarehouse } from '../../warehouse/index.ts';
import type { TableMeans } from './compare-tables.ts';
import type { DataRows } from './project-diff.ts';
import type { ComparedState } from './project-state.ts';

interface StoredRelation {
  readonly file: string;
  readonly summary: RelationSummary;
}

/**
 * How many dates of a relation two runs have otherwise; null where one of them does not hold it, or they hold other
 * columns of it.
 */
export async function diffObservations(
  relation: NodeId,
  { from, to }: { readonly from: ComparedState; readonly to: ComparedState },
  store: Store,
  means: TableMeans,
): Promise<DataRows | null> {
  const before = await storedRelation(relation, from, store);
  const after = await storedRelation(relation, to, store);
  if (before === undefined || after === undefined) return null;
  const identity = identityOf(to, relation, after.summary);
  const columns = (side: StoredRelation): string => JSON.stringify(side.summary.columns);
  if (identity === undefined || columns(before) !== columns(after)) return null;
  const names = after.summary.columns.map(({ name }) => name);
  const { warehouses, scratch, signal } = means;
  return withWarehouse(warehouses, { tempDirectory: scratch, signal }, async (warehouse) => {
    await warehouse.sandbox([...new Set([path.dirname(before.file), path.dirname(after.file), scratch])]);
    await warehouse.run(`CREATE VIEW a AS ${rowsSql(before, names)}`);
    await warehouse.run(`CREATE VIEW b AS ${rowsSql(after, names)}`);
    const ids = identity.map(quoteName).join(', ');
    const differing =
      `SELECT ${ids} FROM (SELECT * FROM a EXCEPT SELECT * FROM b) ` +
      `UNION SELECT ${ids} FROM (SELECT * FROM b EXCEPT SELECT * FROM a)`;
    const shared = `SELECT ${ids} FROM a INTERSECT SELECT ${ids} FROM b`;
    const [row] = await warehouse.rows(
      `SELECT (SELECT count(*) FROM (SELECT ${ids} FROM b EXCEPT SELECT ${ids} FROM a)) AS added, ` +
        `(SELECT count(*) FROM (SELECT ${ids} FROM a EXCEPT SELECT ${ids} FROM b)) AS gone, ` +
        `(SELECT count(*) FROM ((${differing}) INTERSECT (${shared}))) AS revised`,
    );
    return {
      added: readCount(row, 'added'),
      revised: readCount(row, 'revised'),
      gone: readCount(row, 'gone'),
    };
  });
}

async function storedRelation(
  relation: NodeId,
  state: ComparedState,
  store: Store,
): Promise<StoredRelation | undefined> {
  const object: ObjectId | undefined = (await state.nodes.get(relation)?.stored())?.objects[0];
  const meta = object && (await findObject(store, object));
  const summary = meta && observationsOf(meta).relations[relation];
  if (meta === undefined || summary === undefined) return undefined;
  return { file: await objectPath(store, meta, OBSERVATIONS_FILE), summary };
}

/** The columns of a relation that tell its dates apart, by the settings that lineage keeps of it. */
function identityOf(
  { lineage }: ComparedState,
  relation: NodeId,
  { columns }: RelationSummary,
): readonly string[] | undefined {
  const { date_column: date = 'date', keys } = lineage.stage(relation)?.settings ?? {};
  const identity = [date, ...(keys === undefined ? [] : keys.split(', '))];
  return identity.every((name) => columns.some((column) => column.name === name)) ? identity : undefined;
}

function rowsSql({ file, summary }: StoredRelation, names: readonly string[]): string {
  const columns = [...names.map(quoteName), 'realtime_start', 'realtime_end', 'knowledge'].join(', ');
  const where = summary.seriesId === undefined ? '' : ` WHERE series_id = ${quoteText(summary.seriesId)}`;
  return `SELECT ${columns} FROM ${parquetRows(file)}${where}`;
}

import { type ObjectMeta, objectPath, type Store } from '../lake/index.ts';
import { IN_PROCESS, quoteText, type Row, withWarehouse } from '../warehouse/index.ts';
import { OBSERVATIONS_FILE } from './index.ts';

/** The rows of an observations object, in stored order, without the raw bytes that they are from. */
export async function storedRows(store: Store, object: ObjectMeta, where = 'true'): Promise<readonly Row[]> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    const file = quoteText(await objectPath(store, object, OBSERVATIONS_FILE));
    return await warehouse.rows(`SELECT * EXCLUDE (raw_sha256) FROM read_parquet(${file}) WHERE ${where}`);
  });
}

/** Each row as its values with spaces between, for comparisons that read well. */
export function rowLines(rows: readonly Row[]): readonly string[] {
  return rows.map((row) => Object.values(row).map(String).join(' '));
}

import { isPlainObject, type PlainJson } from '../lake/index.ts';

/** What the rows of a group or label hold, column by column: who reads them is made of this, whoever made the rows. */
export interface StoredContents {
  /** Digest of which rows there are: decision dates, keys and dates. */
  readonly rows: string;
  /** In the order in which they are stored. */
  readonly columns: readonly ColumnContent[];
}

export interface ColumnContent {
  readonly name: string;
  /** Of its stored bytes and of its values by all that is known on the last decision date. */
  readonly digest: string;
}

/** `whole`: it was stored without digests, and stands for its content by its fingerprint. */
export type KnownContents = StoredContents | 'whole';

export function isStoredContents(value: PlainJson): boolean {
  if (!isPlainObject(value) || typeof value['rows'] !== 'string' || !Array.isArray(value['columns'])) return false;
  return value['columns'].every((column) => {
    return isPlainObject(column) && typeof column['name'] === 'string' && typeof column['digest'] === 'string';
  });
}

import { quoteText, type Warehouse } from '../warehouse/index.ts';

/** DuckDB's type of digests of raw files while they are folded: a number in memory, instead of 64 characters a row. */
export const RAW_TYPE = 'raw_digest';

/** Creates the type with all digests that there can be, once in a warehouse. */
export async function declareRawDigests(
  warehouse: Warehouse,
  raws: readonly { readonly sha256: string }[],
): Promise<void> {
  const digests = [...new Set(raws.map(({ sha256 }) => sha256))].map(quoteText);
  await warehouse.run(`CREATE TYPE ${RAW_TYPE} AS ENUM (${digests.join(', ')})`);
}

/** SQL for a digest of that type. */
export function rawDigestSql(sha256: string): string {
  return `${quoteText(sha256)}::${RAW_TYPE}`;
}

import { quoteName, type ResultColumn, type Warehouse } from '../warehouse/index.ts';
import type { Evaluated } from './evaluated.ts';
import { versionsSql } from './versions-sql.ts';

/**
 * One column of a group over its own dates and over knowledge: `(date, keys..., <column>, known_from, known_to)`, the
 * value of a date as known on the evaluated dates in `[known_from, known_to)`; no row where it is NULL or withdrawn.
 */
export async function stateVersions(
  warehouse: Warehouse,
  evaluated: Evaluated,
  { keys, column }: { readonly keys: readonly string[]; readonly column: string },
): Promise<readonly ResultColumn[]> {
  return warehouse.columns(versionsSql(evaluated, { by: ['date', ...keys.map(quoteName)], value: quoteName(column) }));
}

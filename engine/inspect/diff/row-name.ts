import type { Row } from '../../warehouse/index.ts';
import type { RowName } from './table-diff.ts';

/** The name of a row of the table `differing`, by its columns `k0` and on. */
export function rowName(row: Row, identity: readonly string[]): RowName {
  return Object.fromEntries(
    identity.map((name, i) => {
      const value = row[`k${i}`];
      return [name, value === null || value === undefined ? null : String(value)];
    }),
  );
}

import type { Day } from '../../engine/calendar/index.ts';
import type { TestSource } from '../../engine/feature-store/vintages.fixture.ts';
import type { Scalar } from '../../engine/warehouse/index.ts';

/**
 * The rows that are known of a source on a date: of each version that began on or before it and ended after it, the
 * declared columns. Days are `YYYY-MM-DD`, whose order as text is their order in time; intervals are half-open.
 */
export function knownRows({ columns, rows }: TestSource, date: Day): readonly (readonly Scalar[])[] {
  return rows
    .filter((row) => String(row[columns.length]) <= date && date < String(row[columns.length + 1]))
    .map((row) => row.slice(0, columns.length));
}

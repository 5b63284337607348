import { present } from '../presence/index.ts';
import type { ResultColumn } from '../warehouse/index.ts';

/** The values of a column that a result has, one a row. Throws for any other column. */
export function columnValues(columns: readonly ResultColumn[], name: string): ResultColumn['values'] {
  const column = columns.find((candidate) => candidate.name === name);
  return present(column, `column ${name}`).values;
}

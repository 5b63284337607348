import { present } from '../presence/index.ts';
import type { Row, Scalar } from './warehouse.ts';

/**
 * The count in a column of the one row that a query gives, `n` where nothing is said.
 * @throws Error where there is no row, no such column, or no whole number of 0 or more in it: NULL is no 0.
 */
export function readCount(row: Row | undefined, column = 'n'): number {
  const value = valueIn(row, column);
  // Sums of whole numbers are HUGEINT, which come as text.
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) {
    throw new Error(`${column} is no count: ${value}`);
  }
  return count;
}

/**
 * The text, or the day, in a column of the one row that a query gives.
 * @throws Error where there is no row, no such column, or no text in it.
 */
export function readText(row: Row | undefined, column: string): string {
  const value = valueIn(row, column);
  if (typeof value !== 'string') throw new Error(`${column} is no text: ${value}`);
  return value;
}

function valueIn(row: Row | undefined, column: string): Scalar {
  const value = present(row, 'the row of the answer')[column];
  if (value === undefined) throw new Error(`the answer has no column ${column}`);
  return value;
}

import { first } from '../presence/index.ts';

/** A dense symmetric matrix, row by row. */
export type Matrix = readonly (readonly number[])[];

/** The lower factor L of A = L L', or null when A is not positive definite to working precision. */
export function cholesky(a: Matrix): Matrix | null {
  const factor: number[][] = [];
  for (const [i, given] of a.entries()) {
    const row: number[] = new Array(a.length).fill(0);
    for (const [j, above] of factor.entries()) {
      row[j] = lessProducts(given[j] as number, row, above, j) / (above[j] as number);
    }
    const diagonal = given[i] as number;
    const rest = lessProducts(diagonal, row, row, i);
    if (!(rest > 1e-15 * diagonal)) return null;
    row[i] = Math.sqrt(rest);
    factor.push(row);
  }
  return factor;
}

/** Solves A x = b for A = L L'. */
export function solve(factor: Matrix, b: readonly number[]): number[] {
  const x = [...b];
  for (const [i, row] of factor.entries()) x[i] = lessProducts(x[i] as number, row, x, i) / (row[i] as number);
  for (let i = x.length - 1; i >= 0; i--) {
    let rest = x[i] as number;
    for (let k = i + 1; k < x.length; k++) rest -= element(factor, k, i) * (x[k] as number);
    x[i] = rest / element(factor, i, i);
  }
  return x;
}

/** A value less the products of the first `count` elements of two rows, taken off one after the other. */
function lessProducts(value: number, one: readonly number[], other: readonly number[], count: number): number {
  let rest = value;
  for (let k = 0; k < count; k++) rest -= (one[k] as number) * (other[k] as number);
  return rest;
}

/** The inverse of A = L L'. */
export function inverse(factor: Matrix): Matrix {
  return factor.map((_, i) =>
    solve(
      factor,
      factor.map((__, j) => (i === j ? 1 : 0)),
    ),
  );
}

/** A B; neither is empty. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => first(b).map((_, j) => row.reduce((sum, value, k) => sum + value * element(b, k, j), 0)));
}

/** A', which is not empty. */
export function transpose(a: Matrix): Matrix {
  return first(a).map((_, j) => a.map((row) => row[j] as number));
}

/** The element in row i and column j, both from 0. */
export function element(a: Matrix, i: number, j: number): number {
  return (a[i] as readonly number[])[j] as number;
}

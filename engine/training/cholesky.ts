/** A dense symmetric matrix, row by row. */
export type Matrix = readonly (readonly number[])[];

/** The lower factor L of A = L L', or null when A is not positive definite to working precision. */
export function cholesky(a: Matrix): Matrix | null {
  const size = a.length;
  const factor: number[][] = [];
  for (let i = 0; i < size; i++) {
    const row: number[] = new Array(size).fill(0);
    for (let j = 0; j <= i; j++) {
      let sum = at(a, i, j);
      for (let k = 0; k < j; k++) sum -= (row[k] ?? 0) * (j === i ? (row[k] ?? 0) : at(factor, j, k));
      if (j < i) row[j] = sum / at(factor, j, j);
      else if (sum > 1e-15 * at(a, i, i)) row[i] = Math.sqrt(sum);
      else return null;
    }
    factor.push(row);
  }
  return factor;
}

/** Solves A x = b for A = L L'. */
export function solve(factor: Matrix, b: readonly number[]): number[] {
  const size = factor.length;
  const x = [...b];
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - at(factor, i, k) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(factor, i, i);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = (x[i] ?? 0) - at(factor, k, i) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / at(factor, i, i);
  }
  return x;
}

export function inverse(factor: Matrix): Matrix {
  return factor.map((_, i) =>
    solve(
      factor,
      factor.map((__, j) => (i === j ? 1 : 0)),
    ),
  );
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => (b[0] ?? []).map((_, j) => row.reduce((sum, value, k) => sum + value * at(b, k, j), 0)));
}

export function transpose(a: Matrix): Matrix {
  return (a[0] ?? []).map((_, j) => a.map((__, i) => at(a, i, j)));
}

export function at(a: Matrix, i: number, j: number): number {
  return a[i]?.[j] ?? 0;
}

/**
 * FRED's transformations of units as it publishes them ("What formulas are used to calculate the units
 * transformations?"), over a series without holes, of which it counts the rows: `perYear` of them are a year. Shares
 * nothing with the engine.
 */
export type FredUnit = 'chg' | 'ch1' | 'pch' | 'pc1' | 'pca' | 'cch' | 'cca' | 'log';

export const FRED_UNITS: readonly FredUnit[] = ['chg', 'ch1', 'pch', 'pc1', 'pca', 'cch', 'cca', 'log'];

export function fredUnit(unit: FredUnit, x: readonly number[], perYear: number): readonly (number | null)[] {
  return x.map((now, t) => {
    const before = x[t - 1];
    const yearBefore = x[t - perYear];
    switch (unit) {
      case 'log':
        return Math.log(now);
      case 'ch1':
        return yearBefore === undefined ? null : now - yearBefore;
      case 'pc1':
        return yearBefore === undefined ? null : (now / yearBefore - 1) * 100;
      case 'chg':
        return before === undefined ? null : now - before;
      case 'pch':
        return before === undefined ? null : (now / before - 1) * 100;
      case 'pca':
        return before === undefined ? null : ((now / before) ** perYear - 1) * 100;
      case 'cch':
        return before === undefined ? null : (Math.log(now) - Math.log(before)) * 100;
      case 'cca':
        return before === undefined ? null : (Math.log(now) - Math.log(before)) * 100 * perYear;
      default:
        throw new Error(`unknown unit ${unit satisfies never}`);
    }
  });
}

/**
 * The last value less the last value of its Hodrick-Prescott trend, by the definition: the trend minimises
 * |x - trend|^2 + smoothing |K trend|^2, where K takes second differences, so that x - trend = K'z with
 * (KK' + I / smoothing) z = Kx. Of K'z the last is the last of z. Solved by elimination in the band.
 */
export function hodrickPrescottGap(x: readonly number[], smoothing: number): number {
  const z = x.slice(2).map((value, t) => value - 2 * (x[t + 1] as number) + (x[t] as number));
  const band = [6 + 1 / smoothing, -4, 1, ...z.map(() => 0)];
  const matrix = z.map((_, row) => z.map((__, column) => band[Math.abs(row - column)] as number));
  const rowOf = (row: number): number[] => matrix[row] as number[];
  for (let pivot = 0; pivot < z.length; pivot += 1) {
    for (let row = pivot + 1; row < Math.min(z.length, pivot + 3); row += 1) {
      const factor = (rowOf(row)[pivot] as number) / (rowOf(pivot)[pivot] as number);
      for (let column = pivot; column < Math.min(z.length, pivot + 3); column += 1) {
        rowOf(row)[column] = (rowOf(row)[column] as number) - factor * (rowOf(pivot)[column] as number);
      }
      z[row] = (z[row] as number) - factor * (z[pivot] as number);
    }
  }
  const last = z.length - 1;
  return last < 0 ? 0 : (z[last] as number) / (rowOf(last)[last] as number);
}

/** A value as the engine hands it over: dates and types without a JavaScript equal are text. */
export type Cell = null | boolean | number | string;

/** Digits that a figure shows at least, where it has them. */
const SIGNIFICANT = 6;
const MOST_DECIMALS = 10;

/**
 * A column's values as text, all with the same number of decimals: as many as its values need to show six significant
 * digits each, and no more than they have. NULL stays null. Full precision is what JSON output is for.
 */
export function columnTexts(values: readonly Cell[]): readonly (string | null)[] {
  const figures = values.filter((value) => typeof value === 'number');
  const plain = figures.every(isPlain);
  const decimals = plain ? Math.max(0, ...figures.map(decimalsOf)) : 0;
  return values.map((value) => {
    if (value === null) return null;
    if (typeof value !== 'number') return String(value);
    return plain && Number.isFinite(value) ? positiveZero(value.toFixed(decimals)) : figureText(value);
  });
}

/** One figure by itself: six significant digits, without trailing zeros. */
export function figureText(value: number): string {
  if (!isPlain(value)) return Number.isFinite(value) ? value.toExponential(SIGNIFICANT - 1) : String(value);
  return positiveZero(value.toFixed(decimalsOf(value)));
}

/** Neither so small nor so large that digits before or after the point would be lost or made up. */
function isPlain(value: number): boolean {
  const size = Math.abs(value);
  return !Number.isFinite(value) || size === 0 || (size >= 1e-4 && size < 1e15);
}

/** Decimals that the value needs to show its first six significant digits: 4.8 needs 1, 0.4333333 needs 6. */
function decimalsOf(value: number): number {
  if (!Number.isFinite(value)) return 0;
  const digits = String(Number(value.toPrecision(SIGNIFICANT)));
  const point = digits.indexOf('.');
  return point < 0 || digits.includes('e') ? 0 : Math.min(MOST_DECIMALS, digits.length - point - 1);
}

function positiveZero(text: string): string {
  return /^-0(?:\.0+)?$/.test(text) ? text.slice(1) : text;
}

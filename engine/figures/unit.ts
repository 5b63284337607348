/** A figure with what it is counted in: `4.35%`, `3.2 bn USD`; alone where nobody declared it. */
export function inUnit(figure: string, unit: string | null | undefined): string {
  return `${figure}${behindFigure(unit)}`;
}

/** What stands behind a figure: `%`, ` bn USD`, or nothing. */
export function behindFigure(unit: string | null | undefined): string {
  if (unit === null || unit === undefined || unit === '') return '';
  return unit.startsWith('%') ? unit : ` ${unit}`;
}

/** What a difference of two values is counted in: of percentages, as of an error of one, percentage points. */
export function unitOfDifference(unit: string | null | undefined): string | null {
  return unit === '%' ? 'percentage points' : (unit ?? null);
}

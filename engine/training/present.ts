/** Whether there is a value. NaN and the infinities are missing, as null is. */
export function isPresent(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** A value that is there, else null. */
export function presentOrNull(value: number | null | undefined): number | null {
  return isPresent(value) ? value : null;
}

/** Thrown where a result holds a number that is none: JSON would make it null without a word. */
export class NotFiniteError extends Error {
  override readonly name = 'NotFiniteError';
}

/**
 * Freezes plain data all the way down and returns it.
 * @throws NotFiniteError for NaN and infinities, with the name of what holds them.
 */
export function frozen<T>(value: T): T {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new NotFiniteError(`${value}`);
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const [name, part] of Object.entries(value)) {
    if (typeof part === 'number') {
      if (!Number.isFinite(part)) throw new NotFiniteError(`${name} is ${part}`);
    } else frozen(part);
  }
  return Object.freeze(value);
}

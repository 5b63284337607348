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
  if (Array.isArray(value)) freezeItems(value);
  else for (const [name, part] of Object.entries(value)) freezePart(part, name);
  return Object.freeze(value);
}

/** Of a list without a pair for each of its parts: those of trees have thousands. */
function freezeItems(list: readonly unknown[]): void {
  for (let i = 0; i < list.length; i++) freezePart(list[i], i);
}

function freezePart(part: unknown, name: string | number): void {
  if (typeof part !== 'number') frozen(part);
  else if (!Number.isFinite(part)) throw new NotFiniteError(`${name} is ${part}`);
}

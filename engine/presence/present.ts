/**
 * The value at an index of a list or typed array.
 * @throws Error where the list has none there: what cannot be missing is no `''` and no `0`.
 */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`nothing at ${index} of ${list.length} values`);
  return value;
}

/** The first value of a list that has one. @throws Error where it is empty. */
export function first<T>(list: ArrayLike<T>): T {
  return at(list, 0);
}

/** The last value of a list that has one. @throws Error where it is empty. */
export function last<T>(list: ArrayLike<T>): T {
  return at(list, list.length - 1);
}

/** What a map holds under a key that it must have. @throws Error where it has none. */
export function entry<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`nothing under ${String(key)} among ${map.size} entries`);
  return value;
}

/**
 * A value that cannot be missing here, for a reason that the types do not tell.
 * @param what names it for whoever reads the error.
 * @throws Error where it is missing all the same, which is a bug.
 */
export function present<T>(value: T, what = 'a value'): NonNullable<T> {
  if (value === undefined || value === null) throw new Error(`${what} is missing`);
  return value;
}

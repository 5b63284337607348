/**
 * The value at an index of a list, as `engine/presence` reads it, which no browser can import.
 * @template T
 * @param {readonly T[]} list
 * @param {number} index
 * @returns {T}
 * @throws Error where the list has none there
 */
export function at(list, index) {
  const value = list[index];
  if (value === undefined) throw new Error(`nothing at ${index} of ${list.length} values`);
  return value;
}

/**
 * What a map holds under a key that it must have.
 * @template K, V
 * @param {ReadonlyMap<K, V>} map
 * @param {K} key
 * @returns {V}
 * @throws Error where it has none
 */
export function entry(map, key) {
  const value = map.get(key);
  if (value === undefined) throw new Error(`nothing under ${key} among ${map.size} entries`);
  return value;
}

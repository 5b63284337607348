/**
 * `known` with some more properties, which are made together when one of them is first asked for: whoever asks for
 * none does not pay for them. Like all that is made once, the value is frozen.
 * @param names all properties that `make` gives, and no others.
 */
export function withLater<Known extends object, Later extends object>(
  known: Known,
  names: readonly string[],
  make: () => Later,
): Known & Later {
  let made: Readonly<Record<string, unknown>> | undefined;
  const property = (name: string): PropertyDescriptor => ({
    enumerable: true,
    get: () => {
      made ??= make() as Readonly<Record<string, unknown>>;
      return made[name];
    },
  });
  const later = Object.fromEntries(names.map((name) => [name, property(name)]));
  return Object.freeze(Object.defineProperties({}, { ...descriptorsOf(known), ...later })) as Known & Later;
}

/** A copy with other values of some properties, in which those that are made later still are. */
export function withOther<Whole extends object>(whole: Whole, changes: Partial<Whole>): Whole {
  return Object.freeze(Object.defineProperties({}, { ...descriptorsOf(whole), ...descriptorsOf(changes) })) as Whole;
}

/** Properties as they are declared: nothing is asked for its value. */
function descriptorsOf(value: object): PropertyDescriptorMap {
  return Object.getOwnPropertyDescriptors(value);
}

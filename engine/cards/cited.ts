/**
 * A value together with its JSON pointer (RFC 6901) into `card.json`. Renderers take figures only from here, so a
 * number on the page cannot lack its source or differ from it.
 */
export class Cited<T> {
  readonly pointer: string;
  readonly value: T;

  constructor(value: T, pointer = '') {
    this.value = value;
    this.pointer = pointer;
  }

  at<A extends keyof T>(a: A): Cited<T[A]>;
  at<A extends keyof T, B extends keyof T[A]>(a: A, b: B): Cited<T[A][B]>;
  at<A extends keyof T, B extends keyof T[A], C extends keyof T[A][B]>(a: A, b: B, c: C): Cited<T[A][B][C]>;
  at(...path: readonly PropertyKey[]): Cited<unknown> {
    return path.reduce<Cited<unknown>>(
      (from, key) =>
        new Cited((from.value as Readonly<Record<PropertyKey, unknown>>)[key], `${from.pointer}/${escapeToken(key)}`),
      this,
    );
  }

  /** This citation where its value is there; null where it is missing. */
  present(): Cited<NonNullable<T>> | null {
    return this.value === null || this.value === undefined ? null : new Cited<NonNullable<T>>(this.value, this.pointer);
  }
}

/** The members of a list, each with its own pointer. */
export function each<T>(list: Cited<readonly T[]>): readonly Cited<T>[] {
  return list.value.map((value, index) => new Cited(value, `${list.pointer}/${index}`));
}

/** The members of a union whose tag may be `Name`: `{ kind: 'probit' | 'logit' }` is one of both. */
type Tagged<T, Tag extends PropertyKey, Name> =
  T extends Readonly<Record<Tag, infer Names>> ? (Name extends Names ? T : never) : never;

/** A citation narrowed to the type with this tag, as `kind: 'measured'`; null where its value has another. */
export function tagged<T extends Readonly<Record<Tag, string>>, Tag extends PropertyKey, Name extends T[Tag]>(
  { value, pointer }: Cited<T>,
  tag: Tag,
  name: Name,
): Cited<Tagged<T, Tag, Name>> | null {
  return hasTag(value, tag, name) ? new Cited(value, pointer) : null;
}

function hasTag<T extends Readonly<Record<Tag, string>>, Tag extends PropertyKey, Name extends T[Tag]>(
  value: T,
  tag: Tag,
  name: Name,
): value is Tagged<T, Tag, Name> {
  return value[tag] === name;
}

/** A table with an entry for each value of a tag: it is given the citation narrowed to the type that has it. */
export type ByTag<T extends Readonly<Record<Tag, string>>, Tag extends PropertyKey, Said> = {
  readonly [Name in T[Tag]]: (cited: Cited<Tagged<T, Tag, Name>>) => Said;
};

/** Says what the table has for the tag of a value. */
export function byTag<T extends Readonly<Record<Tag, string>>, Tag extends PropertyKey, Said>(
  cited: Cited<T>,
  tag: Tag,
  table: ByTag<T, Tag, Said>,
): Said {
  // The key is the value's own tag, which the compiler cannot follow through a table.
  const say = table[cited.value[tag] as T[Tag]] as (cited: Cited<T>) => Said;
  return say(cited);
}

function escapeToken(key: PropertyKey): string {
  return String(key).replaceAll('~', '~0').replaceAll('/', '~1');
}

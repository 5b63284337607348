/** What an editor has to do with one kind of file; `¦` stands where the cursor is. */
export interface KindOfFile {
  readonly kind: string;
  readonly file: string;
  /** Where a key may be written, and all keys that may be written there, by what docs/dsl.md says of it. */
  readonly keys: readonly { readonly at: string; readonly are: readonly string[] }[];
  /** Where one of some words has to stand, and all of them. */
  readonly words: readonly { readonly at: string; readonly are: readonly string[] }[];
  /** A key, and a part of what is shown of it. */
  readonly shown: { readonly at: string; readonly says: string };
  /** A whole file with faults, and what is said at which line, counted from 0. */
  readonly faults: { readonly text: string; readonly are: readonly (readonly [line: number, message: string])[] };
}

/** Keys that every definition may have besides its name. */
export const OF_EVERY_DEFINITION: readonly string[] = ['description', 'owner', 'tags', 'access'];

/** What a write may take: bytes in memory, or a local file whose bytes are copied, until the signal ends it. */
export type Content = Uint8Array | { readonly file: string; readonly signal?: AbortSignal | undefined };

/**
 * Where the lake keeps its bytes. Keys are relative paths with `/` between segments (see `checkKey`); no key is at the
 * same time a folder of another. A key is seen either with all of its bytes or not at all, also after a crash. Failures
 * of the place itself (permissions, disk full, network) are ProblemErrors EWS4006.
 */
export interface Store {
  /** For messages: what a person would call this place. */
  readonly description: string;
  /** The bytes, or undefined if nothing is stored under the key. */
  read(key: string, reading?: Reading): Promise<Uint8Array | undefined>;
  /** Stores durably, replacing what was there: readers see the old bytes or the new ones. */
  write(key: string, content: Content): Promise<void>;
  /** Stores durably if nothing is there yet; of concurrent writers exactly one gets `true`. */
  createExclusive(key: string, bytes: Uint8Array): Promise<boolean>;
  /**
   * Stores small files of one folder below `runs`, by name. Where every key costs a round trip they lie together under
   * `<folder>/packed.json`, and `list` shows that key alone; each is read under its own key all the same.
   */
  writePacked(folder: string, files: ReadonlyMap<string, string>): Promise<void>;
  /** All keys below a folder, whole and in code-unit order; `''` is the store itself. Unfinished writes never show. */
  list(folder: string): Promise<readonly string[]>;
  /** A local file with the key's bytes that DuckDB can read; do not write to it. ProblemError EWS4005 if missing. */
  localPath(key: string, reading?: Reading): Promise<string>;
  /**
   * The version that this store object saw when it last wrote or read the key; undefined for a place that keeps no
   * versions. Asks nobody.
   */
  versionOf(key: string): string | undefined;
  /** What time it is for this place, in milliseconds since 1970: of its clock are the times of its files. */
  clock(): Promise<number>;
}

/** A file as the place lists it. */
export interface ListedFile {
  readonly key: string;
  readonly bytes: number;
  /** When it was last written, by the clock of the place: milliseconds since 1970. */
  readonly modified: number;
}

/** What became of a file that was to be removed: `kept` ones are locked or held there, until a day if there is one. */
export type Removal =
  | { readonly kind: 'removed' }
  | { readonly kind: 'kept'; readonly why: string; readonly until: string | null };

/** A store from which something may be removed: nobody but garbage collection holds one. */
export interface SweptStore extends Store {
  /** As `list`, with sizes and times; unfinished writes never show. */
  survey(folder: string): Promise<readonly ListedFile[]>;
  /** Removes a file for good, with every version of it; one that is not there is removed already. */
  remove(key: string): Promise<Removal>;
}

/** `fresh`: the stored bytes themselves, although a copy of them is on this machine. */
export interface Reading {
  readonly fresh?: boolean;
  /** What the bytes must be by the word of the place itself: a copy on this machine that is so needs no question. */
  readonly sha256?: string;
}

/** Where a write stands when the hook is called: each is a moment at which a process may die. */
export type WritePhase = 'begin' | 'sync' | 'publish' | 'settle';

export interface StoreEffects {
  /** Called before every step of every write; crash tests stop the process here. */
  readonly beforeWrite?: (key: string, step: WritePhase) => void | Promise<void>;
  /** Milliseconds since 1970; decides only which leftovers of other hosts are old enough to reap. */
  readonly now?: () => number;
}

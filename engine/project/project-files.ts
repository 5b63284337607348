/** What reading a project needs of a file system; tests pass a folder held in memory. */
export interface ProjectFiles {
  /** Every file of the project, relative to its root, with forward slashes, in any order. */
  list(): Promise<readonly string[]>;
  /**
   * The text of one listed file.
   * @throws FileTooLong where it is known to have more than `most` bytes, Error where it cannot be read or is no UTF-8.
   */
  readText(path: string, most?: number): Promise<string>;
  /** How listed files look from outside; without it every command reads them. */
  readonly states?: FileStates;
  /** Links that were not listed because they lead out of the project: files and folders. */
  outward?(): Promise<readonly string[]>;
  /** Folders outside of the project that its files may lie in: the user named them. */
  readonly outside?: readonly string[];
  /** The nearest folder above the root that holds a file of this name; used only to suggest where to go. */
  above?(name: string): Promise<string | undefined>;
}

/** What a file system tells of a file without reading it. Whoever changes a file changes one of these. */
export interface FileState {
  readonly size: number;
  /** Of its content, in milliseconds since 1970. */
  readonly modified: number;
  /** Of its content, name or rights: nobody can set it back. */
  readonly changed: number;
  readonly inode: number;
}

export interface FileStates {
  /** Undefined where the file is gone. */
  readonly of: (path: string) => FileState | undefined;
  /** By the clock that the times are of, in milliseconds since 1970. */
  readonly now: () => number;
}

/** What reading a project needs of a file system; tests pass a folder held in memory. */
export interface ProjectFiles {
  /** Every file of the project, relative to its root, with forward slashes, in any order. */
  list(): Promise<readonly string[]>;
  /** The text of one listed file. Throws when it cannot be read or is not UTF-8. */
  readText(path: string): Promise<string>;
  /** Links that were not listed because they lead out of the project: files and folders. */
  outward?(): Promise<readonly string[]>;
  /** Folders outside of the project that its files may lie in: the user named them. */
  readonly outside?: readonly string[];
  /** The nearest folder above the root that holds a file of this name; used only to suggest where to go. */
  above?(name: string): Promise<string | undefined>;
}

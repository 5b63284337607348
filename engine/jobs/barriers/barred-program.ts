/** A program of Node's that is to run behind a barrier. */
export interface BarredProgram {
  readonly entry: string;
  /** Files and folders that it may read. */
  readonly readable: readonly string[];
  /** Modules that are loaded before it. */
  readonly preloaded?: readonly string[];
}

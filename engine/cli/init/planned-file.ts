/** A file of a new project: its text, or the file whose bytes it takes. */
export interface PlannedFile {
  /** Relative to the project, with `/` between. */
  readonly path: string;
  readonly content: { readonly text: string } | { readonly bytesOf: string };
}

/** A group of a generated project: its YAML and its SQL, without the name. */
export interface GroupText {
  readonly keys: readonly string[];
  readonly columns: readonly string[];
  readonly sql: string;
}

/** What a shape may read: series of its own, and groups that were written before it, each with one of its columns. */
export interface ShapeInputs {
  readonly series: readonly [string, string, string, string];
  readonly groups: readonly { readonly name: string; readonly column: string }[];
  /** How often the shape was used before: a number in its text makes it another than those. */
  readonly nth: number;
}

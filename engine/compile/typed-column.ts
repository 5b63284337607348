export interface TypedColumn {
  readonly name: string;
  /** DuckDB's name of the type. */
  readonly type: string;
}

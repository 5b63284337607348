export interface ColumnReference {
  readonly group: string;
  readonly column: string;
}

/** `labor.sahm_gap` as a group and a column; what has another form keeps its text, and the rules refuse it. */
export function columnReference(text: string): ColumnReference {
  const dot = text.indexOf('.');
  return dot < 0 ? { group: text, column: '' } : { group: text.slice(0, dot), column: text.slice(dot + 1) };
}

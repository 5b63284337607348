import { compareText } from '../edge.ts';
import type { Stage } from './stage.ts';

export interface SchemaGaps {
  /** Columns of the schema that the stage says nothing of, or neither gives edges nor calls constant. */
  readonly missing: readonly string[];
  /** Columns of the stage that the schema does not have. */
  readonly extra: readonly string[];
}

/**
 * Compares a stage with the columns of what was really stored (a parquet schema): both lists are empty, or it is a
 * bug.
 */
export function checkComplete(stage: Stage, schemaColumns: readonly string[]): SchemaGaps {
  const stated = stage.columns.filter(({ edges, constant }) => edges.length > 0 || constant);
  const said = new Set(stated.map(({ column }) => column));
  const stored = new Set(schemaColumns);
  return {
    missing: schemaColumns.filter((column) => !said.has(column)).sort(compareText),
    extra: stage.columns
      .map(({ column }) => column)
      .filter((column) => !stored.has(column))
      .sort(compareText),
  };
}

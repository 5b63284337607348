import type { Warehouse } from '../../warehouse/index.ts';
import type { StagedFile } from '../staged-file.ts';

/**
 * Loads a file into the table `staged`: `__row` from 1, `__line`, and the wanted columns as they are in the file.
 * Returns DuckDB's names of their types. ProblemError EWS3004 for a file that cannot be read or lacks a column.
 */
export type StageFile = (
  warehouse: Warehouse,
  file: StagedFile,
  wanted: readonly string[],
) => Promise<readonly string[]>;

/** How the rows of a table lie in its file. */
export interface FileFormat {
  /** Whether the source declares how it is written: delimiter, decimal mark, texts that mean missing, encoding. */
  readonly hasDialect: boolean;
  /** What reads it: loaded where data are ingested. */
  load(): Promise<StageFile>;
}

import type { Warehouse } from '../../warehouse/index.ts';
import type { StagedFile } from '../staged-file.ts';

/** Reads the files of a format. Both throw ProblemError EWS3004 for a file that cannot be read. */
export interface FileReader {
  /**
   * Loads a file into the table `staged`: `__row` from 1, `__line`, and the wanted columns, by their names in the file,
   * as they are there. Returns DuckDB's names of their types. ProblemError EWS3004 also where a column is missing.
   */
  readonly stage: (warehouse: Warehouse, file: StagedFile, wanted: readonly string[]) => Promise<readonly string[]>;
  /** The names of all columns of a file, in its order. */
  readonly names: (warehouse: Warehouse, file: StagedFile) => Promise<readonly string[]>;
}

/** How the rows of a table lie in its file. */
export interface FileFormat {
  /** Whether the source declares how it is written: delimiter, decimal mark, texts that mean missing, encoding. */
  readonly hasDialect: boolean;
  /** What reads it: loaded where data are ingested. */
  load(): Promise<FileReader>;
}

import { type Problem, ProblemError } from '../../diagnostics/index.ts';
import type { Procedure } from '../../warehouse/index.ts';
import type { FileReader } from '../formats/format.ts';
import { type CsvFile, fail, type StagedFile } from '../staged-file.ts';
import { DEFAULT_DIALECT } from './dialect.ts';
import type { CsvExcerpt } from './excerpt.ts';

/**
 * Has CSV files read where the warehouse is: text of others is read where it can be ended, as their SQL is. What reads
 * it is loaded there alone. Throws what `loadCsv` and `csvNames` throw.
 */
export const csvFiles: FileReader = {
  stage: async (warehouse, file, wanted) => {
    const problems = await warehouse.call(STAGE_CSV, { file: asCsv(file), wanted });
    if (problems.length > 0) fail(...problems);
    return wanted.map(() => 'VARCHAR');
  },
  names: async (warehouse, file) => {
    const { names, problems } = await warehouse.call(NAMES_OF_CSV, { file: asCsv(file) });
    if (problems.length > 0) fail(...problems);
    return names;
  },
};

function asCsv(file: StagedFile): CsvFile {
  const { dialect = DEFAULT_DIALECT } = file;
  return { ...file, dialect };
}

/** Stages a CSV file as `loadCsv` does; answers what is wrong with it. */
export const STAGE_CSV: Procedure<{ readonly file: CsvFile; readonly wanted: readonly string[] }, readonly Problem[]> =
  {
    name: 'stage_csv',
    run: async (warehouse, { file, wanted }) => {
      const { loadCsv } = await import('./load-csv.ts');
      return problemsOf(() => loadCsv(warehouse, file, wanted));
    },
  };

interface CsvNames {
  readonly names: readonly string[];
  readonly problems: readonly Problem[];
}

/** Reads the header of a CSV file as `csvNames` does; answers what is wrong with it. */
export const NAMES_OF_CSV: Procedure<{ readonly file: CsvFile }, CsvNames> = {
  name: 'names_of_csv',
  run: async (_warehouse, { file }) => {
    const { csvNames } = await import('./load-csv.ts');
    let names: readonly string[] = [];
    const problems = await problemsOf(async () => {
      names = await csvNames(file);
    });
    return { names, problems };
  },
};

async function problemsOf(read: () => Promise<void>): Promise<readonly Problem[]> {
  try {
    await read();
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

/** Shows a line of a CSV file as `excerptOfLine` does. */
export const EXCERPT_OF_CSV: Procedure<{ readonly file: CsvFile; readonly line: number }, CsvExcerpt> = {
  name: 'excerpt_of_csv',
  run: async (_warehouse, { file, line }) => {
    const { excerptOfLine } = await import('./excerpt.ts');
    return excerptOfLine(file, line);
  },
};

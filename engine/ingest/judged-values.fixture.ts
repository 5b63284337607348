import { IN_PROCESS, quoteName, withWarehouse } from '../warehouse/index.ts';
import type { CsvDialect } from './csv/dialect.ts';
import { convertStaged, loadFile } from './load-file.ts';
import type { StagedFile } from './staged-file.ts';
import { conversionOf } from './value-grammar.ts';

export type FileOfTest = { readonly path: string } & (
  | { readonly format: 'parquet' }
  | { readonly format: 'csv'; readonly dialect: CsvDialect }
);

/** The value of each row's cell as DuckDB prints it, null where it is missing, or why it is refused. */
export type Judged = string | null | { readonly refused: 'unlike' | 'beyond' | 'inexact' };

/** How one column of a file is read as a type. */
export async function judgedValues(file: FileOfTest, column: string, type: string): Promise<readonly Judged[]> {
  const staged: StagedFile = { ...file, shownAs: 'the file', relation: 'a.b' };
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    const columns = await loadFile(warehouse, staged, [{ name: column, type }]);
    const [only] = columns;
    if (only === undefined) throw new Error('nothing was staged');
    const { unlike, beyond = 'false', inexact = 'false' } = conversionOf(only).faults;
    const name = quoteName(column);
    const faults = await warehouse.rows(
      `SELECT __row AS row,
         CASE WHEN ${unlike} THEN 'unlike' WHEN ${beyond} THEN 'beyond' WHEN ${inexact} THEN 'inexact' END AS fault
       FROM staged ORDER BY __row`,
    );
    const refused = new Map(faults.map((row, at) => [at, row['fault']]));
    await warehouse.run(`UPDATE staged SET ${name} = NULL WHERE ${unlike} OR ${beyond} OR ${inexact}`);
    await convertStaged(warehouse, staged, columns);
    const values = await warehouse.rows(`SELECT ${name}::VARCHAR AS value FROM staged ORDER BY __row`);
    return values.map(({ value }, at): Judged => {
      const fault = refused.get(at);
      if (fault === 'unlike' || fault === 'beyond' || fault === 'inexact') return { refused: fault };
      return value === null ? null : String(value);
    });
  });
}

import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWarehouse, quoteName, quoteText } from '../../engine/warehouse/index.ts';
import type { TestProject } from '../build/small-project.ts';

/** One raw column of one relation, changed in the file that its source is read from. */
export interface RawChange {
  readonly kind: 'raw';
  readonly name: string;
  /**
   * The relation whose rows change, `fred.unrate`; absent where a column changes that all relations of a file share.
   */
  readonly relation?: string;
  /** The stage of the file: `raw.fred`. */
  readonly raw: string;
  readonly file: string;
  readonly column: string;
  /** SQL over the columns of the file: of a CSV all of them are texts, and an empty cell is NULL. */
  readonly to: string;
  readonly where?: string;
  /** The file is as it was at a first build, and changed at a second one into the same lake. */
  readonly later?: true;
}

/** One text of a definition, which must stand there once, for another. */
export interface SettingChange {
  readonly kind: 'setting';
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The stage whose definition lineage must say has changed; absent where nobody knows beforehand. */
  readonly stage?: string;
}

export type Perturbation = RawChange | SettingChange;

/** A perturbation that finds nothing to change. */
export class NothingChanged extends Error {}

/** Changes a project in place. Throws if nothing changes: such a perturbation would prove nothing. */
export async function perturb(project: TestProject, change: Perturbation): Promise<void> {
  const file = path.join(project.root, change.file);
  if (change.kind === 'raw') return changeColumn(file, change);
  const text = await readFile(file, 'utf8');
  const parts = text.split(change.from);
  if (parts.length !== 2) throw new Error(`${change.file} does not hold "${change.from}" exactly once`);
  await writeFile(file, parts.join(change.to));
}

async function changeColumn(file: string, { name, column, to, where = 'true' }: RawChange): Promise<void> {
  const csv = file.endsWith('.csv');
  const own = quoteName(column);
  const rows = csv
    ? `read_csv(${quoteText(file)}, header = true, all_varchar = true)`
    : `read_parquet(${quoteText(file)})`;
  const format = csv ? 'FORMAT csv, HEADER' : 'FORMAT parquet';
  const warehouse = await openWarehouse();
  try {
    await warehouse.run(`CREATE TABLE old AS SELECT row_number() OVER () AS __row, * FROM ${rows}`);
    await warehouse.run(
      `CREATE TABLE new AS SELECT * REPLACE (CASE WHEN ${where} THEN ${to} ELSE ${own} END AS ${own}) FROM old`,
    );
    const [count] = await warehouse.rows(
      `SELECT count(*) AS n FROM old JOIN new USING (__row) WHERE old.${own} IS DISTINCT FROM new.${own}`,
    );
    if (Number(count?.['n']) === 0) throw new NothingChanged(`${name} changes nothing`);
    await warehouse.run(
      `COPY (SELECT * EXCLUDE (__row) FROM new ORDER BY __row) TO ${quoteText(`${file}.new`)} (${format})`,
    );
  } finally {
    warehouse.close();
  }
  await rename(`${file}.new`, file);
}

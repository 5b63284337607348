import { cpSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { IN_PROCESS, quoteText, withWarehouse } from '../../engine/warehouse/index.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DEFINITIONS = ['ews.config.yaml', 'sources', 'features', 'models', 'targets'];

/** The project at the repository's root as it is. */
export async function writeReference(root: string): Promise<void> {
  for (const name of DEFINITIONS) cpSync(path.join(ROOT, name), path.join(root, name), { recursive: true });
}

/**
 * The reference project made small: decision dates from 2000 and no older history than they need, a refit every five
 * years, ten trees, few draws.
 */
export async function writeSmallReference(root: string): Promise<void> {
  await writeReference(root);
  await replaceIn(path.join(root, 'ews.config.yaml'), [[/start: 1959-01-31/, 'start: 2000-01-31']]);
  for (const name of await readdir(path.join(root, 'models'))) {
    if (!name.endsWith('.yaml')) continue;
    await replaceIn(path.join(root, 'models', name), [
      [/first_cutoff: 1975-01-31/, 'first_cutoff: 2010-07-31'],
      [/refit_months: \d+/, 'refit_months: 60'],
      [/draws: \d+/, 'draws: 20'],
      [/trees: \d+/, 'trees: 10'],
    ]);
  }
  await shorten(path.join(root, 'sources/snapshot'));
}

/** Keeps the series from three years before the first decision date, and the recessions that the NBER announced. */
async function shorten(folder: string): Promise<void> {
  const turns = path.join(folder, 'nber_turning_points.csv');
  const lines = (await readFile(turns, 'utf8')).split('\n');
  const isKept = (line: string): boolean => {
    const [, announced] = line.split(',');
    return announced !== undefined && announced >= '1980';
  };
  await writeFile(turns, lines.filter((line, index) => index === 0 || isKept(line)).join('\n'));
  await withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    for (const name of (await readdir(folder)).filter((each) => each.endsWith('.parquet'))) {
      const series = path.join(folder, name);
      const rows = `SELECT * FROM read_parquet(${quoteText(series)}) WHERE date >= DATE '1996-01-01'`;
      await warehouse.run(`COPY (${rows}) TO ${quoteText(`${series}.new`)} (FORMAT parquet)`);
      await rename(`${series}.new`, series);
    }
  });
}

async function replaceIn(file: string, changes: readonly (readonly [RegExp, string])[]): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    changes.reduce((changed, [from, to]) => changed.replace(from, to), text),
  );
}

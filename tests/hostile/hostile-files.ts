import { open, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { IN_PROCESS, quoteText, withWarehouse } from '../../engine/warehouse/index.ts';
import type { HostileCase } from './hostile-project.ts';

const LOANS = 'sources/data/loans.csv';
const RATES = 'sources/data/rates.parquet';
const HEADER = 'date,amount\n';
/** Groups of two sources: one has the file, the other one is healthy. */
const BUILD = ['build', '--select', 'credit', 'slope'];

/** A file of CSV: its beginning, and what is repeated behind it. */
function csv(
  name: string,
  told: readonly string[],
  [begun, repeated, count]: readonly [string, string, number],
): HostileCase {
  const plant = async (project: string): Promise<void> => {
    const file = await open(path.join(project, LOANS), 'w');
    try {
      await file.write(begun);
      const many = Buffer.from(repeated.repeat(Math.ceil(1e6 / repeated.length)));
      const whole = Math.ceil((count * repeated.length) / many.length);
      for (let i = 0; i < whole; i++) await file.write(many);
    } finally {
      await file.close();
    }
  };
  return { name, told, args: BUILD, plant };
}

/** A file of parquet that a query writes. */
function parquet(name: string, told: readonly string[], query: string): HostileCase {
  const plant = (project: string): Promise<void> =>
    withWarehouse(IN_PROCESS, {}, (warehouse) =>
      warehouse.run(`COPY (${query}) TO ${quoteText(path.join(project, RATES))} (FORMAT parquet, COMPRESSION zstd)`),
    );
  return { name, told, args: ['build', '--select', 'slope', 'credit'], plant };
}

const TOO_MUCH = ['EWS3041'];
const WRONG = ['EWS3041', 'EWS3004'];

/** Files of sources that are larger than they look, or no data at all. */
export const HOSTILE_FILES: readonly HostileCase[] = [
  csv('a line of 100 MB', WRONG, [`${HEADER}2000-01-01,`, '1', 1e8]),
  csv('a row of 10^8 cells', WRONG, [`${HEADER}2000-01-01`, ',', 1e8]),
  csv('a field in quotes that is never closed', WRONG, [`${HEADER}2000-01-01,"`, 'x\n', 5e7]),
  csv('nothing but quotes', WRONG, [HEADER, '"""', 4e7]),
  csv('fifteen million rows', WRONG, [HEADER, '2000-01-01,1\n', 1.5e7]),
  csv('10^8 lines with nothing in them', WRONG, [HEADER, '\n', 1.2e8]),
  csv('bytes of another encoding', WRONG, ['\uFEFF', '\u0000A', 5e7]),
  parquet(
    'sixty million rows in 19 KB',
    TOO_MUCH,
    `SELECT CASE i // 20000000 WHEN 0 THEN 'LONG' WHEN 1 THEN 'SHORT' ELSE 'VACANCIES' END AS series_id,
            DATE '2000-01-01' AS date, 1.5::DOUBLE AS value FROM range(60000000) AS rows(i)`,
  ),
  parquet(
    'texts of 300 MB in a few KB',
    WRONG,
    `SELECT repeat('LONG', 75000000) AS series_id, DATE '2000-01-01' AS date, 1.5::DOUBLE AS value`,
  ),
  {
    name: 'parquet of nothing, a gigabyte',
    told: WRONG,
    args: ['build', '--select', 'slope', 'credit'],
    plant: async (project) => {
      await writeFile(path.join(project, RATES), 'PAR1');
      await truncate(path.join(project, RATES), 1e9);
    },
  },
];

/**
 * Text that a worker reads for very long or with much memory: only the suite in full has the minutes for them.
 */
export const HOSTILE_FILES_OF_THE_READER: readonly HostileCase[] = [
  csv('a header of three million columns', WRONG, ['date,amount', ',column', 3e6]),
  csv('zeros, 200 MB', WRONG, [HEADER, '\0', 2e8]),
  csv('ten million rows of no values', WRONG, [HEADER, 'x,y\n', 1e7]),
  {
    name: 'CSV of nothing, 20 GB',
    told: WRONG,
    args: BUILD,
    plant: async (project) => {
      await writeFile(path.join(project, LOANS), HEADER);
      await truncate(path.join(project, LOANS), 2e10);
    },
  },
];

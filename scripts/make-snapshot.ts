// Makes sources/snapshot/ from a folder with fred-snapshot/observations.csv and nber/turning_points.csv, the same to the
// byte every time: npx tsx scripts/make-snapshot.ts <folder> [target]
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { digestOfFile } from '../engine/lake/index.ts';
import { openWarehouse, quoteText } from '../engine/warehouse/index.ts';

const [from, target = path.resolve(import.meta.dirname, '../sources/snapshot')] = process.argv.slice(2);
if (from === undefined) throw new Error('usage: npx tsx scripts/make-snapshot.ts <folder> [target]');
await mkdir(target, { recursive: true });
const observations = path.join(from, 'fred-snapshot/observations.csv');
const turningPoints = path.join(from, 'nber/turning_points.csv');
const parquet = path.join(target, 'fred.parquet');
const csv = path.join(target, 'nber_turning_points.csv');

const warehouse = await openWarehouse();
const columns = `columns = {'series_id': 'VARCHAR', 'date': 'DATE', 'value': 'DOUBLE'}`;
const rows = `SELECT * FROM read_csv(${quoteText(observations)}, header = true, auto_detect = false, ${columns})`;
await warehouse.run(
  `COPY (${rows} ORDER BY series_id, date) TO ${quoteText(parquet)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19)`,
);
const [size] = await warehouse.rows(
  `SELECT count(*) AS rows, count(DISTINCT series_id) AS series, min(date) AS first, max(date) AS last
   FROM read_parquet(${quoteText(parquet)})`,
);
warehouse.close();
await writeFile(csv, await readFile(turningPoints));

const provenance = {
  'fred.parquet': {
    content:
      'series_id, date (first day of the period), value: 44 series of the Federal Reserve Bank of St. Louis (FRED)',
    origin: 'the St. Louis Fed database "fedstl" in Debian\'s package gretl-data 2022c-1',
    licence: 'public domain: works of agencies of the United States; please cite FRED and the agencies',
    vintages: 'none: values as revised to the autumn of 2022; publication lags are assumed, not recorded',
    complete_through: '2022-10-31',
    ...size,
    ...(await digestOfFile(parquet)),
    made_from: await digestOfFile(observations),
  },
  'nber_turning_points.csv': {
    content:
      'turning points of the U.S. business cycle with the day each was announced, where there was an announcement',
    origin:
      'National Bureau of Economic Research, Business Cycle Dating Committee: https://www.nber.org/research/data/us-business-cycle-expansions-and-contractions and https://www.nber.org/research/business-cycle-dating/business-cycle-dating-committee-announcements',
    licence: 'facts of public record; please cite the NBER',
    complete_through: '2022-10-31',
    ...(await digestOfFile(csv)),
  },
};
await writeFile(path.join(target, 'provenance.json'), `${JSON.stringify(provenance, null, 2)}\n`);

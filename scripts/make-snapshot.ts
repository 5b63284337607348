// Makes sources/snapshot/ from a folder with fred-snapshot/, fred-vintages/ and nber/, the same to the byte every time:
// npx tsx scripts/make-snapshot.ts <folder> [target]
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { digestOfFile } from '../engine/lake/index.ts';
import { openWarehouse, quoteText } from '../engine/warehouse/index.ts';
import { makeVintages, VINTAGE_SERIES, vintageFigures } from './bundled-vintages.ts';

const [from, target = path.resolve(import.meta.dirname, '../sources/snapshot')] = process.argv.slice(2);
if (from === undefined) throw new Error('usage: npx tsx scripts/make-snapshot.ts <folder> [target]');
await mkdir(target, { recursive: true });
const observations = path.join(from, 'fred-snapshot/observations.csv');
const turningPoints = path.join(from, 'nber/turning_points.csv');
const parquet = path.join(target, 'fred.parquet');
const csv = path.join(target, 'nber_turning_points.csv');
const versions = path.join(target, 'fred_vintages.parquet');

/** As small as it gets: the files are in the repository and in the package. */
const SMALL_PARQUET = '(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19)';

const warehouse = await openWarehouse();
const columns = `columns = {'series_id': 'VARCHAR', 'date': 'DATE', 'value': 'DOUBLE'}`;
const rows = `SELECT * FROM read_csv(${quoteText(observations)}, header = true, auto_detect = false, ${columns})`;
await warehouse.run(`COPY (${rows} ORDER BY series_id, date) TO ${quoteText(parquet)} ${SMALL_PARQUET}`);
const [size] = await warehouse.rows(
  `SELECT count(*) AS rows, count(DISTINCT series_id) AS series, min(date) AS first, max(date) AS last
   FROM read_parquet(${quoteText(parquet)})`,
);
const vintages = {
  snapshot: observations,
  series: path.join(from, 'fred-snapshot/series.csv'),
  vintages: path.join(from, 'fred-vintages/observations.parquet'),
};
await makeVintages(warehouse, vintages);
await warehouse.run(
  `COPY (FROM bundled ORDER BY series_id, date, realtime_start) TO ${quoteText(versions)} ${SMALL_PARQUET}`,
);
const figures = await vintageFigures(warehouse);
warehouse.close();
await writeFile(csv, await readFile(turningPoints));

const provenance = {
  'fred.parquet': {
    content:
      'series_id, date (first day of the period), value: 44 series of the Federal Reserve Bank of St. Louis (FRED)',
    origin: 'the St. Louis Fed database "fedstl" in Debian\'s package gretl-data 2022c-1',
    licence: 'public domain: works of agencies of the United States; please cite FRED and the agencies',
    vintages:
      'none: values as revised to the autumn of 2022; publication lags are assumed, not recorded. Of 15 series ' +
      'fred_vintages.parquet has what was published when',
    complete_through: '2022-10-31',
    ...size,
    ...(await digestOfFile(parquet)),
    made_from: await digestOfFile(observations),
  },
  'fred_vintages.parquet': {
    content:
      'series_id, date, value, realtime_start, realtime_end (both days included), knowledge: ' +
      `${VINTAGE_SERIES.join(', ')}, of which fred.parquet has the latest values too`,
    origin:
      'FRED-MD (Michael McCracken and Serena Ng, Federal Reserve Bank of St. Louis), monthly vintages 1999-08 ' +
      'to 2021-09: every revision between them, from jaivrat/xcs229ii-project at ff2e6b5d; before and after, ' +
      'fred.parquet',
    licence:
      'public domain: works of the Bureau of Labor Statistics, the Board of Governors of the Federal Reserve ' +
      'System and the Census Bureau; please cite McCracken and Ng, "FRED-MD: a monthly database for ' +
      'macroeconomic research", Journal of Business and Economic Statistics 34(4), 2016, and the agencies',
    parts: {
      published:
        'the versions of the vintages, each from the last day of the month of the first vintage that has it; ' +
        'those of the last vintage end on 2021-10-30',
      'assumed, before':
        'periods before the first one of the first vintage: the value of fred.parquet times (first vintage / ' +
        'fred.parquet) in that first period, known from the end of the period plus the publication lag until ' +
        'the day before the first vintage that holds the period',
      'assumed, after':
        'the values of fred.parquet, as revised to the autumn of 2022, known from 2021-10-31, or from the end ' +
        'of the period plus the publication lag if that is later',
    },
    left_out: 'GS1, GS5, GS10, FEDFUNDS, TB3MS, TB6MS: never revised; PCEPI: absent from the vintage of 2003-12',
    ...figures,
    ...(await digestOfFile(versions)),
    made_from: {
      'fred-snapshot/observations.csv': await digestOfFile(vintages.snapshot),
      'fred-snapshot/series.csv': await digestOfFile(vintages.series),
      'fred-vintages/observations.parquet': await digestOfFile(vintages.vintages),
    },
  },
  'nber_turning_points.csv': {
    content:
      'turning points of the U.S. business cycle with the day each was announced, where there was an announcement',
    origin:
      'National Bureau of Economic Research, Business Cycle Dating Committee: ' +
      'https://www.nber.org/research/data/us-business-cycle-expansions-and-contractions and ' +
      'https://www.nber.org/research/business-cycle-dating/business-cycle-dating-committee-announcements',
    licence: 'facts of public record; please cite the NBER',
    complete_through: '2022-10-31',
    ...(await digestOfFile(csv)),
  },
};
await writeFile(path.join(target, 'provenance.json'), `${JSON.stringify(provenance, null, 2)}\n`);

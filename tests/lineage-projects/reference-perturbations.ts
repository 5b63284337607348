import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Perturbation, RawChange, SettingChange } from './perturbation.ts';

/** The bundled series that have vintages, once these lie beside the snapshot; the others are read from the snapshot. */
const VINTAGES = 'sources/snapshot/fred_vintages.parquet';
const HAVE_VINTAGES = existsSync(path.resolve(import.meta.dirname, '../..', VINTAGES));
const WITH_VINTAGES: readonly string[] = [
  ...['AWHMAN', 'BUSLOANS', 'CE16OV', 'CPIAUCSL', 'HOUST', 'INDPRO', 'IPBUSEQ', 'IPCONGD', 'IPDMAT', 'M1SL', 'M2SL'],
  ...['PAYEMS', 'REALLN', 'UEMPMEAN', 'UNRATE'],
];
const NBER = 'sources/snapshot/nber_turning_points.csv';

/** Values of one series from a month on. */
function series(id: string, to: string, from = '2009-03-01'): RawChange {
  const where = `series_id = '${id}' AND date >= DATE '${from}'`;
  return { ...ofFred(id, 'value'), to, where };
}

function ofFred(id: string, column: string): Omit<RawChange, 'to'> {
  const relation = `fred.${id.toLowerCase()}`;
  return { kind: 'raw', name: `${relation} ${column}`, relation, column, ...readFrom(id) };
}

/** The file that a series is read from, and its stage. */
function readFrom(id: string): Pick<RawChange, 'file' | 'raw'> {
  if (HAVE_VINTAGES && WITH_VINTAGES.includes(id)) return { file: VINTAGES, raw: 'raw.fred.vintages' };
  return { file: 'sources/snapshot/fred.parquet', raw: HAVE_VINTAGES ? 'raw.fred.snapshot' : 'raw.fred' };
}

function turningPoint(name: string, column: string, to: string, where: string): RawChange {
  const relation = 'nber.turning_points';
  return { kind: 'raw', name: `${relation} ${name}`, raw: `raw.${relation}`, relation, file: NBER, column, to, where };
}

function setting(stage: string, file: string, from: string, to: string): SettingChange {
  return { kind: 'setting', name: `${stage}: ${from.trim()} -> ${to.trim()}`, stage, file, from, to };
}

/** The first lines of a series in sources/fred.yaml. */
interface SeriesLines {
  readonly id: string;
  readonly title: string;
  readonly units: string;
}

/** Another publication lag for a monthly series. */
function lag({ id, title, units }: SeriesLines, days: number, to: number): SettingChange {
  const lines = (lag: number): string =>
    `id: ${id}\n    title: ${title}\n    units: ${units}\n    frequency: monthly\n    publication_lag: ${lag}`;
  const stage = `fred.${id.toLowerCase()}`;
  return { ...setting(stage, 'sources/fred.yaml', lines(days), lines(to)), name: `${stage} lag ${days} -> ${to}` };
}

/** One thing after the other in the reference project: values, dates, what was known when, events, settings. */
export const REFERENCE_PERTURBATIONS: readonly Perturbation[] = [
  turningPoint('announced later', 'announced_at', "'2009-05-01'", "month = '2007-12-01'"),
  // Within what the model of a value predicts, whose scores have its episodes and nothing else of it.
  turningPoint('dated later', 'month', "'2020-07-01'", "month = '2020-04-01'"),
  turningPoint(
    'of another kind',
    'turning_point',
    "CASE turning_point WHEN 'peak' THEN 'trough' ELSE 'peak' END",
    "month IN ('1990-07-01', '1991-03-01')",
  ),
  setting('calendar.dates', 'ews.config.yaml', 'end: data', 'end: 2022-06-30'),
  lag({ id: 'PCEPI', title: '"Personal Consumption Expenditures: Chain-type Price Index"', units: '2012=100' }, 32, 64),
  series('UNRATE', 'value + 0.4'),
  series('GS10', 'value + 0.7'),
  series('CPIAUCSL', 'value * 1.01'),
  series('M2SL', 'value * 1.02'),
  series('HOUST', 'value * 1.1'),
  series('GDP', 'value * 1.03'),
  series('BUSLOANS', 'value * 0.97'),
  series('INDPRO', 'value * 1.02'),
  series('PAYEMS', 'value * 1.01'),
  series('FEDFUNDS', 'value + 0.3'),
  { ...ofFred('HOUST', 'date'), to: '(date - INTERVAL 1 MONTH)::DATE', where: "series_id = 'HOUST'" },
  {
    kind: 'raw',
    name: 'fred series_id',
    ...readFrom('GS10'),
    column: 'series_id',
    to: "CASE series_id WHEN 'GS10' THEN 'GS5' ELSE 'GS10' END",
    where: "series_id IN ('GS5', 'GS10')",
  },
  setting('calendar.dates', 'ews.config.yaml', 'start: 2000-01-31', 'start: 2000-04-30'),
  setting('labels.recession_12m', 'ews.config.yaml', 'value: 12', 'value: 9'),
  setting('models.unemployment_12m', 'models/unemployment_12m.yaml', 'exclude: []', 'exclude: [in_event]'),
  setting('models.sahm_rule', 'models/sahm_rule.yaml', 'at: 0.50 }', 'at: 0.40 }'),
  setting('models.recession_forest', 'models/recession_forest.yaml', 'seed: 20221031', 'seed: 20221032'),
];

import type { Perturbation, RawChange, SettingChange } from './perturbation.ts';

/** Another value for a column of a file, in the rows of which a condition holds: by default in all. */
interface ColumnChange extends Pick<RawChange, 'column' | 'to' | 'where'> {
  /** What changes, where that is more than the column. */
  readonly what?: string;
}

function table(name: string, { what, ...change }: ColumnChange): RawChange {
  const relation = `macro.${name}`;
  const named = {
    kind: 'raw',
    name: `${relation} ${what ?? change.column}`,
    raw: `raw.${relation}`,
    relation,
  } as const;
  return { ...named, ...change, file: `sources/data/${name}.csv` };
}

function version(id: string, { what, where = 'true', ...change }: ColumnChange): RawChange {
  const relation = `rates.${id.toLowerCase()}`;
  const named = { kind: 'raw', name: `${relation} ${what ?? change.column}`, raw: 'raw.rates', relation } as const;
  return { ...named, ...change, file: 'sources/data/rates.parquet', where: `series_id = '${id}' AND ${where}` };
}

function setting(stage: string, file: string, from: string, to: string): SettingChange {
  return { kind: 'setting', name: `${stage}: ${from} -> ${to}`, stage, file, from, to };
}

const day = (column: string, days: number): string => `(${column}::DATE + ${days})::VARCHAR`;

/** Puts each of two values where the other was, and leaves the rest. */
const exchanged = (column: string, one: string, other: string): string =>
  `CASE ${column} WHEN '${one}' THEN '${other}' WHEN '${other}' THEN '${one}' ELSE ${column} END`;

/**
 * One thing after the other in the project of panels: keys and versions too, and all that only it has. Without the
 * first ones a rule of lineage could be lost unseen.
 */
export const CRISES_PERTURBATIONS: readonly Perturbation[] = [
  table('states', {
    column: 'told_on',
    to: day('told_on', 65),
    where: "country = 'DE' AND date >= '2000-01-01' AND told_on <> ''",
  }),
  // The first cut-offs know no crisis.
  table('states', {
    what: 'in_crisis, none before 2000',
    column: 'in_crisis',
    to: "'0'",
    where: "date < '2000-06-01'",
  }),
  table('survey', { column: 'date', to: exchanged('date', '2004-05-01', '2004-06-01') }),
  table('credit', { column: 'date', to: '(date::DATE - INTERVAL 1 MONTH)::DATE::VARCHAR', where: "country = 'LV'" }),
  version('PRICES', { column: 'date', to: '(date - INTERVAL 1 MONTH)::DATE' }),
  version('PRICES', {
    what: 'value of first versions',
    column: 'value',
    to: 'value * 1.01',
    where: "realtime_end < DATE '9999-12-31'",
  }),
  table('survey', {
    what: 'mood of a month, which is missing',
    column: 'mood',
    to: 'NULL',
    where: "date = '2006-05-01'",
  }),
  table('credit', { column: 'country', to: exchanged('country', 'DE', 'IT') }),
  {
    ...table('credit', {
      what: 'gap, found by a later ingest',
      column: 'gap',
      to: '(gap::DOUBLE + 1)::VARCHAR',
      where: "date >= '2009-06-01'",
    }),
    later: true,
  },
  setting('calendar.dates', 'ews.config.yaml', 'end: 2009-12-31', 'end: 2009-09-30'),
  // From here on some are drawn. The last month of calm and the first of a crisis:
  table('states', { column: 'date', to: exchanged('date', '2001-03-01', '2001-04-01'), where: "country = 'AT'" }),
  table('states', {
    what: 'date of a month whose telling nobody noted',
    column: 'date',
    to: exchanged('date', '2005-02-01', '2005-03-01'),
    where: "country = 'BE'",
  }),
  table('states', {
    column: 'in_crisis',
    to: "'0'",
    where: "country = 'IT' AND date BETWEEN '2002-01-01' AND '2005-06-01'",
  }),
  table('states', {
    what: 'in_crisis, a month more',
    column: 'in_crisis',
    to: "'1'",
    where: "country = 'AT' AND date = '2005-06-01'",
  }),
  table('states', { column: 'country', to: exchanged('country', 'BE', 'FR') }),
  version('POLICY', { column: 'realtime_start', to: 'realtime_start + 45', where: "realtime_end < DATE '9999-12-31'" }),
  version('POLICY', { column: 'realtime_end', to: 'realtime_end - 40', where: "realtime_end < DATE '9999-12-31'" }),
  version('POLICY', { column: 'value', to: 'value + 1', where: "date >= DATE '2004-01-01'" }),
  version('PRICES', {
    what: 'value withdrawn',
    column: 'value',
    to: 'NULL',
    where: "date = DATE '2003-05-01' AND realtime_end = DATE '9999-12-31'",
  }),
  version('PRICES', {
    column: 'realtime_start',
    to: 'realtime_start + 20',
    where: "date >= DATE '2001-01-01' AND realtime_end < DATE '9999-12-31'",
  }),
  table('survey', { column: 'mood', to: '(mood::DOUBLE - 3)::VARCHAR', where: "date >= '2002-01-01'" }),
  table('survey', { column: 'published_on', to: day('published_on', 24), where: 'superseded_on IS NULL' }),
  table('survey', { column: 'superseded_on', to: day('superseded_on', -20), where: 'superseded_on IS NOT NULL' }),
  table('credit', {
    column: 'gap',
    to: '(gap::DOUBLE + 1.25)::VARCHAR',
    where: "country = 'AT' AND date >= '2001-01-01'",
  }),
  table('credit', {
    what: 'gap of a country that has no crisis',
    column: 'gap',
    to: '(gap::DOUBLE - 2)::VARCHAR',
    where: "country = 'LV'",
  }),
  setting('calendar.dates', 'ews.config.yaml', 'start: 1996-01-31', 'start: 1996-05-31'),
  setting('features.credit', 'ews.config.yaml', 'value: 12', 'value: 6'),
  setting('features.policy', 'features/policy.yaml', 'ttl: 100', 'ttl: 60'),
  setting('features.policy', 'features/policy.yaml', '    as_known: last_value\n', ''),
  setting('macro.credit', 'sources/macro.yaml', 'lag: 20', 'lag: 45'),
  setting('macro.states', 'sources/macro.yaml', 'lag_months: 4', 'lag_months: 9'),
  setting('tests.credit.gap_change.unique', 'features/credit.yaml', 'valid_from: 1997-01-31', 'valid_from: 2003-01-31'),
  setting('models.slump_probit', 'models/slump_probit.yaml', 'exclude: [in_event]', 'exclude: []'),
  setting(
    'models.crisis_logit',
    'models/crisis_logit.yaml',
    'exclude_after_event_months: 4',
    'exclude_after_event_months: 8',
  ),
  setting('models.crisis_logit', 'models/crisis_logit.yaml', 'k: 2, n: 3', 'k: 1, n: 2'),
  setting('models.crisis_logit', 'models/crisis_logit.yaml', 'ridge: [1, 30]', 'ridge: [2, 60]'),
  setting('models.crisis_forest', 'models/crisis_forest.yaml', 'seed: 4', 'seed: 5'),
];

import type { Perturbation, RawChange, SettingChange } from './perturbation.ts';

function table(name: string, what: string, column: string, to: string, where?: string): RawChange {
  const relation = `macro.${name}`;
  const change = { kind: 'raw', name: `${relation} ${what}`, raw: `raw.${relation}`, relation, column, to } as const;
  return { ...change, file: `sources/data/${name}.csv`, ...(where === undefined ? {} : { where }) };
}

function version(id: string, what: string, column: string, to: string, where: string): RawChange {
  const relation = `rates.${id.toLowerCase()}`;
  const change = { kind: 'raw', name: `${relation} ${what}`, raw: 'raw.rates', relation, column, to } as const;
  return { ...change, file: 'sources/data/rates.parquet', where: `series_id = '${id}' AND ${where}` };
}

function setting(stage: string, file: string, from: string, to: string): SettingChange {
  return { kind: 'setting', name: `${stage}: ${from} -> ${to}`, stage, file, from, to };
}

const day = (column: string, days: number): string => `(${column}::DATE + ${days})::VARCHAR`;

/** One of two values where the other was; of the rest nothing changes. */
const exchanged = (column: string, one: string, other: string): string =>
  `CASE ${column} WHEN '${one}' THEN '${other}' WHEN '${other}' THEN '${one}' ELSE ${column} END`;

/**
 * The same in the project of panels: keys and versions too, and all that only it has. Without the first ones a rule of
 * lineage could be lost unseen.
 */
export const CRISES_PERTURBATIONS: readonly Perturbation[] = [
  table(
    'states',
    'told_on',
    'told_on',
    day('told_on', 65),
    "country = 'DE' AND date >= '2000-01-01' AND told_on <> ''",
  ),
  // The first cut-offs know no crisis.
  table('states', 'in_crisis, none before 2000', 'in_crisis', "'0'", "date < '2000-06-01'"),
  table('survey', 'date', 'date', exchanged('date', '2004-05-01', '2004-06-01')),
  table('credit', 'date', 'date', '(date::DATE - INTERVAL 1 MONTH)::DATE::VARCHAR', "country = 'LV'"),
  version('PRICES', 'date', 'date', '(date - INTERVAL 1 MONTH)::DATE', 'true'),
  version('PRICES', 'value of first versions', 'value', 'value * 1.01', "realtime_end < DATE '9999-12-31'"),
  table('survey', 'mood of a month, which is missing', 'mood', 'NULL', "date = '2006-05-01'"),
  table('credit', 'country', 'country', exchanged('country', 'DE', 'IT')),
  {
    ...table('credit', 'gap, found by a later ingest', 'gap', '(gap::DOUBLE + 1)::VARCHAR', "date >= '2009-06-01'"),
    later: true,
  },
  setting('calendar.dates', 'ews.config.yaml', 'end: 2009-12-31', 'end: 2009-09-30'),
  // From here on some are drawn. The last month of calm and the first of a crisis:
  table('states', 'date', 'date', exchanged('date', '2001-03-01', '2001-04-01'), "country = 'AT'"),
  table(
    'states',
    'date of a month whose telling nobody noted',
    'date',
    exchanged('date', '2005-02-01', '2005-03-01'),
    "country = 'BE'",
  ),
  table('states', 'in_crisis', 'in_crisis', "'0'", "country = 'IT' AND date BETWEEN '2002-01-01' AND '2005-06-01'"),
  table('states', 'in_crisis, a month more', 'in_crisis', "'1'", "country = 'AT' AND date = '2005-06-01'"),
  table('states', 'country', 'country', exchanged('country', 'BE', 'FR')),
  version('POLICY', 'realtime_start', 'realtime_start', 'realtime_start + 45', "realtime_end < DATE '9999-12-31'"),
  version('POLICY', 'realtime_end', 'realtime_end', 'realtime_end - 40', "realtime_end < DATE '9999-12-31'"),
  version('POLICY', 'value', 'value', 'value + 1', "date >= DATE '2004-01-01'"),
  version(
    'PRICES',
    'value withdrawn',
    'value',
    'NULL',
    "date = DATE '2003-05-01' AND realtime_end = DATE '9999-12-31'",
  ),
  version(
    'PRICES',
    'realtime_start',
    'realtime_start',
    'realtime_start + 20',
    "date >= DATE '2001-01-01' AND realtime_end < DATE '9999-12-31'",
  ),
  table('survey', 'mood', 'mood', '(mood::DOUBLE - 3)::VARCHAR', "date >= '2002-01-01'"),
  table('survey', 'published_on', 'published_on', day('published_on', 24), 'superseded_on IS NULL'),
  table('survey', 'superseded_on', 'superseded_on', day('superseded_on', -20), 'superseded_on IS NOT NULL'),
  table('credit', 'gap', 'gap', '(gap::DOUBLE + 1.25)::VARCHAR', "country = 'AT' AND date >= '2001-01-01'"),
  table('credit', 'gap of a country that has no crisis', 'gap', '(gap::DOUBLE - 2)::VARCHAR', "country = 'LV'"),
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

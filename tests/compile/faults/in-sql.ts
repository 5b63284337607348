import type { ProblemCode } from '../../../engine/diagnostics/index.ts';
import type { PlantedFault } from './planted-fault.ts';

/** A fault that is a group of its own: one that cannot share its query with others. */
function ofGroup(code: ProblemCode, name: string, sql: string, what: string): PlantedFault {
  return {
    code,
    what,
    files: {
      [`features/${name}.yaml`]: `feature: ${name}\ndescription: planted\ncolumns: { x: { description: x } }\n`,
      [`features/${name}.sql`]: `${sql}\n`,
    },
  };
}

/** A fault in the one query that several share: a column that is declared, and computed wrongly. */
function ofColumn(code: ProblemCode, name: string, expression: string, what: string): PlantedFault {
  return {
    code,
    what,
    lines: [
      { at: 'sql columns', text: `  ${expression} AS ${name},` },
      { at: 'sql declared', text: `  ${name}: { description: x }` },
    ],
  };
}

const SELECT = 'SELECT date, value AS x FROM fred.unrate';

export const IN_SQL: readonly PlantedFault[] = [
  ofGroup('EWS2101', 'unparsed', 'SELECT date, avg(value «AS» x FROM fred.unrate', 'a bracket that is not closed'),
  ofGroup('EWS2102', 'dropped', '«DROP» TABLE fred.unrate', 'another statement'),
  ofGroup('EWS2103', 'renamed', 'SELECT date, «value» FROM fred.unrate', 'a column under another name'),
  {
    code: 'EWS2104',
    what: 'a relation that there is not',
    lines: [{ at: 'sql relations', text: 'JOIN «fred.unrat» AS misspelt ON misspelt.date = u.date' }],
  },
  ofColumn('EWS2105', 'unknown', 'u.«vale»', 'a column that there is not'),
  ofGroup('EWS2106', 'untyped', 'SELECT date, value AS x FROM fred.unrate WHERE date «>» 5', 'types'),
  ofColumn('EWS2107', 'clock', "date_diff('day', u.date, «now»()::DATE)", 'the clock'),
  {
    code: 'EWS2108',
    what: 'a label as a feature',
    lines: [{ at: 'sql relations', text: 'JOIN «labels.ahead» AS future ON future.date = u.date' }],
  },
  ofColumn('EWS2109', 'known', '(«u.realtime_start» - u.date)', 'when something became known'),
  {
    code: 'EWS2110',
    what: 'a circle',
    files: {
      'features/one.yaml': 'feature: one\ndescription: planted\ncolumns: { x: { description: x } }\n',
      'features/one.sql': 'SELECT date, x FROM «features.other»\n',
      'features/other.yaml': 'feature: other\ndescription: planted\ncolumns: { x: { description: x } }\n',
      'features/other.sql': 'SELECT date, x FROM features.one\n',
    },
  },
  ofColumn('EWS2111', 'varied', 'u.value * «$horizn»', 'a variable that there is not'),
  ofGroup('EWS2113', 'pivoted', '«PIVOT» fred.unrate ON value USING sum(value) GROUP BY date', 'columns of the data'),
  ofGroup('EWS2114', 'picked', `${SELECT} LIMIT «12»`, 'rows without an order'),
  ofGroup(
    'EWS2115',
    'asof',
    `SELECT g.date, u.value AS x FROM fred.gs10 g
ASOF JOIN (SELECT date, value, CASE WHEN value > 1 THEN date END AS d FROM fred.unrate) u ON g.date >= «u.d»`,
    'a NULL in an ASOF join',
  ),
  {
    code: 'EWS2117',
    what: 'a date as a feature',
    files: {
      'features/dated.yaml': 'feature: dated\ndescription: planted\ncolumns: { since: { description: x } }\n',
      'features/dated.sql': 'SELECT date, date AS since FROM fred.unrate\n',
      'models/of_dates.yaml': [
        'model: of_dates',
        'description: a model',
        'label: ahead',
        'features: [«dated.since»]',
        'estimator: { kind: probit }',
        'protocol: { first_cutoff: 2005-01-31, refit_months: 12, minimum_episodes: 1 }',
        'loss: { kind: sarlin, preference: 0.5 }',
        'intended_use: tests',
        'intended_users: [testers]',
        'materiality: none',
        'limitations: [it is small]',
        '',
      ].join('\n'),
    },
  },
  {
    code: 'EWS2118',
    what: 'a window that is not what the SQL looks at',
    files: {
      'models/labels/near.yaml':
        'label: near\ndescription: planted\nkind: binary\nwindow: «{ from_month: 1, to_month: 6 }»\nevent: sound.x\n',
      'models/labels/near.sql': `SELECT dates.date, ahead.x AS y
FROM calendar.dates AS dates
LEFT JOIN features.sound AS ahead ON ahead.date = date_trunc('month', dates.date) + INTERVAL 1 MONTH
`,
    },
  },
  {
    code: 'EWS2120',
    what: 'a label whose source ends before the calendar begins',
    toldAt: { file: 'ews.config.yaml', text: '2000-01-31' },
    files: {
      'sources/old.yaml': [
        'source: old',
        'connector: file',
        'description: planted',
        'complete_through: 1990-12-31',
        'tables:',
        '  events:',
        '    description: planted',
        '    file: fred.parquet',
        '    format: parquet',
        '    columns: { date: { type: DATE, description: d }, value: { type: DOUBLE, description: v } }',
        '    date: date',
        '    keys: []',
        '    frequency: monthly',
        '    knowledge: { lag: 1 }',
        '',
      ].join('\n'),
      'models/labels/ended.yaml':
        'label: ended\ndescription: planted\nkind: binary\nwindow: { from_month: 1, to_month: 1 }\n',
      'models/labels/ended.sql': `SELECT dates.date, ahead.value AS y
FROM calendar.dates AS dates
LEFT JOIN old.events AS ahead ON ahead.date = date_trunc('month', dates.date) + INTERVAL 1 MONTH
`,
    },
  },
  ofGroup(
    'EWS2135',
    'large',
    `SELECT date, value AS x FROM fred.unrate WHERE value IN (${'1, '.repeat(14_993)}«1», ${'1, '.repeat(1_000)}1)`,
    'a query that is too large',
  ),
  ofGroup(
    'EWS2136',
    'wide',
    `«SELECT» date, ${Array.from({ length: 1_001 }, (_, i) => `value AS x${i}`).join(', ')} FROM fred.unrate`,
    'a query with too many columns',
  ),
];

import type { PlantedFault } from './planted-fault.ts';

const MODEL = [
  'description: a model',
  'label: ahead',
  'estimator: { kind: probit }',
  'loss: { kind: sarlin, preference: 0.5 }',
  'intended_use: tests',
  'intended_users: [testers]',
  'materiality: none',
  'limitations: [it is small]',
];

/** A group of its own, whose YAML ends with some lines. */
function group(name: string, ...lines: readonly string[]): Readonly<Record<string, string>> {
  return {
    [`features/${name}.yaml`]: [`feature: ${name}`, 'description: planted', ...lines, ''].join('\n'),
    [`features/${name}.sql`]: 'SELECT date, value AS x FROM fred.unrate\n',
  };
}

const X = 'columns: { x: { description: x } }';

export const IN_YAML: readonly PlantedFault[] = [
  {
    code: 'EWS1003',
    what: 'a tab',
    files: group('tabbed', X, '«\t»owner: me'),
  },
  {
    code: 'EWS1004',
    what: 'a value of another type',
    lines: [{ at: 'yaml columns', text: '  typed: { description: x, as_known: «rows» }' }],
  },
  {
    code: 'EWS1005',
    what: 'an unknown key',
    lines: [{ at: 'yaml', text: '«onwer»: me' }],
  },
  {
    code: 'EWS1006',
    what: 'a name that is not allowed',
    lines: [{ at: 'yaml columns', text: '  «GDP growth»: { description: x }' }],
  },
  {
    code: 'EWS1007',
    what: 'a name twice',
    lines: [{ at: 'yaml columns', text: '  twice: { description: x }\n  «twice»: { description: x }' }],
  },
  {
    code: 'EWS1008',
    what: 'half of a pair',
    files: { 'features/half.yaml': `«feature: half»\ndescription: no SQL\n${X}\n` },
  },
  {
    code: 'EWS1009',
    what: 'a label in targets/',
    files: { 'targets/crisis.yaml': '«label: crisis»\ndescription: misplaced\n' },
  },
  {
    code: 'EWS1010',
    what: 'a column that there is not',
    files: {
      'models/reads.yaml': [
        'model: reads',
        ...MODEL,
        'features: [«sound.xx»]',
        'protocol: { first_cutoff: 2005-01-31, refit_months: 12, minimum_episodes: 1 }',
        '',
      ].join('\n'),
    },
  },
  {
    code: 'EWS1011',
    what: 'a first cut-off before the calendar',
    files: {
      'models/early.yaml': [
        'model: early',
        ...MODEL,
        'features: [sound.x]',
        'protocol: { first_cutoff: «1990-01-31», refit_months: 12, minimum_episodes: 1 }',
        '',
      ].join('\n'),
    },
  },
  {
    code: 'EWS1013',
    what: 'a window of a variable that there is not',
    files: {
      'models/labels/windowed.yaml': [
        'label: windowed',
        'description: planted',
        'kind: binary',
        'window: { from_month: 1, to_month: «$horizn» }',
        '',
      ].join('\n'),
      'models/labels/windowed.sql': 'SELECT date, 1 AS y FROM calendar.dates\n',
    },
  },
  {
    code: 'EWS1014',
    what: 'vintages and a snapshot in one file',
    files: {
      'sources/both.yaml': [
        'source: both',
        'connector: fred',
        'description: planted',
        'vintages: { file: fred.parquet }',
        'snapshot: { file: «fred.parquet» }',
        'series:',
        '  one: { id: ONE, title: One, units: "%", frequency: monthly, publication_lag: 1 }',
        '',
      ].join('\n'),
    },
  },
  {
    code: 'EWS1017',
    what: 'a secret',
    files: {
      // In two parts, so that nobody takes it for one.
      'targets/keyed.yaml': ['target: keyed\ndescription: with a key\n# «AKIA', 'QYLPMN5HZXCVBWQE»\n'].join(''),
    },
  },
  {
    code: 'EWS1026',
    what: 'a text that is too long',
    files: group('wordy', X, `owner: «${'w'.repeat(20_000)}»`),
  },
  {
    code: 'EWS1027',
    what: 'a window that is too long',
    lines: [{ at: 'vars', text: '  far: { type: integer, value: 90000, description: too far }' }],
    files: {
      'models/labels/distant.yaml': [
        'label: distant',
        'description: planted',
        'kind: binary',
        'window: { from_month: 1, to_month: «$far» }',
        '',
      ].join('\n'),
      'models/labels/distant.sql': 'SELECT date, 1 AS y FROM calendar.dates\n',
    },
  },
  {
    code: 'EWS1029',
    what: 'a unit test that gives too little',
    lines: [
      {
        at: 'unit tests',
        text: '  gives_little:\n    as_of: [2001-01-31]\n    given: «{}»\n    expect: []',
      },
    ],
  },
  {
    code: 'EWS1030',
    what: 'a unit test that expects another column',
    lines: [
      {
        at: 'unit tests',
        text: [
          '  expects_more:',
          '    as_of: [2001-01-31]',
          '    given: { fred.gs10: [{ date: 2000-12-01, value: 1 }] }',
          '    expect: [{ as_of: 2001-01-31, xx: «1» }]',
        ].join('\n'),
      },
    ],
  },
  {
    code: 'EWS1031',
    what: 'a unit test whose rows are not there',
    lines: [
      {
        at: 'unit tests',
        text: [
          '  reads_nothing:',
          '    as_of: [2001-01-31]',
          '    given: { fred.gs10: «fixtures/none.csv» }',
          '    expect: []',
        ].join('\n'),
      },
    ],
  },
];

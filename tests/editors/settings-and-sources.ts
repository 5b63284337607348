import { type KindOfFile, OF_EVERY_DEFINITION } from './kind-of-file.ts';

/** What a project is told of itself, of where it runs and of its data. */
export const SETTINGS_AND_SOURCES: readonly KindOfFile[] = [
  {
    kind: 'the config',
    file: 'ews.config.yaml',
    keys: [
      { at: 'name: x\n¦', are: ['calendar', 'vars', 'default_target', 'champions', 'owners', 'tags'] },
      {
        at: 'name: x\ncalendar:\n  frequency: monthly\n  ¦\n',
        are: ['day_of_period', 'dates', 'start', 'end'],
      },
      { at: 'name: x\nvars:\n  horizon:\n    type: integer\n    ¦\n', are: ['value', 'description'] },
      { at: 'name: x\nowners:\n  - path: "**"\n    ¦\n', are: ['owner'] },
    ],
    words: [
      { at: 'calendar:\n  frequency: ¦\n', are: ['daily', 'weekly', 'monthly', 'quarterly', 'annual'] },
      { at: 'calendar:\n  day_of_period: ¦\n', are: ['last_day', 'last_business_day'] },
      { at: 'vars:\n  horizon:\n    type: ¦\n', are: ['integer', 'number', 'text', 'date', 'boolean'] },
    ],
    shown: { at: 'calendar:\n  dat¦es: meetings.csv\n', says: 'a file of this project with one decision date a line' },
    faults: {
      text: 'name: x\ncalendar: { frequency: monthly, start: 31.01.1959 }\ndefault_tagret: s3\ntags: core\n',
      are: [
        [1, 'expected a date that exists, as YYYY-MM-DD'],
        [2, 'Property default_tagret is not allowed.'],
        [3, 'Incorrect type. Expected "array".'],
      ],
    },
  },
  {
    kind: 'a source of FRED',
    file: 'sources/fred.yaml',
    keys: [
      {
        at: 'source: fred\nconnector: fred\nlicence: public\n¦\nseries: {}\n',
        are: [
          ...OF_EVERY_DEFINITION,
          'snapshot',
          'vintages',
          'complete_through',
          'prehistory',
          'freshness',
          'attribution',
        ],
      },
      {
        at: 'source: fred\nconnector: fred\nseries:\n  unrate:\n    id: UNRATE\n    ¦\n',
        are: [
          'title',
          'units',
          'frequency',
          'dated',
          'publication_lag',
          'breaks',
          'freshness',
          'state',
          'projections',
          'licence',
          'attribution',
        ],
      },
    ],
    words: [
      { at: 'source: fred\nconnector: ¦\n', are: ['fred', 'file'] },
      {
        at: 'source: fred\nconnector: fred\nseries:\n  unrate:\n    frequency: ¦\n',
        are: ['daily', 'weekly', 'biweekly', 'monthly', 'quarterly', 'semiannual', 'annual', '5-year'],
      },
    ],
    shown: {
      at: 'source: fred\nconnector: fred\nseries:\n  unrate:\n    publication_l¦ag: 10\n',
      says: 'Days from the last day of a period until its value is out.',
    },
    faults: {
      text: [
        'source: fred',
        'connector: fred',
        'description: series',
        'snapshot: { file: data/fred.parquet }',
        'series:',
        '  unrate:',
        '    id: UNRATE',
        '    title: Unemployment',
        '    unit: "%"',
        '    frequency: monthly',
        '    publication_lag: ten',
      ].join('\n'),
      are: [
        [8, 'Property unit is not allowed.'],
        [10, 'expected a whole number of days'],
      ],
    },
  },
  {
    kind: 'a source of files',
    file: 'sources/us/bank.yaml',
    keys: [
      {
        at: 'source: bank\nconnector: file\n¦\n',
        are: [...OF_EVERY_DEFINITION, 'complete_through', 'licence', 'attribution', 'tables'],
      },
      {
        at: 'source: bank\nconnector: file\ntables:\n  loans:\n    knowledge:\n      column: told_at\n      ¦\n',
        are: ['until', 'otherwise', 'lag'],
      },
      {
        at: 'source: bank\nconnector: file\ntables:\n  loans:\n    columns:\n      month:\n        ¦\n',
        are: ['type', 'description', 'unit', 'header'],
      },
    ],
    words: [
      { at: 'source: bank\nconnector: file\ntables:\n  loans:\n    format: ¦\n', are: ['csv', 'parquet'] },
      {
        at: 'source: bank\nconnector: file\ntables:\n  loans:\n    encoding: ¦\n',
        are: ['utf-8', 'utf-16', 'latin-1', 'windows-1252'],
      },
    ],
    shown: {
      at: 'source: bank\nconnector: file\ntables:\n  loans:\n    null¦s: ["NA"]\n',
      says: 'Of CSV: texts that mean missing, besides the empty cell.',
    },
    faults: {
      text: [
        'source: bank',
        'connector: file',
        'description: loans',
        'tables:',
        '  loans:',
        '    description: loans a month',
        '    file: loans.csv',
        '    format: xls',
        '    columns: { month: { type: DATE, description: month, unti: none } }',
        '    date: month',
        '    frequency: monthly',
        '    knowledge: { lag: 30 }',
      ].join('\n'),
      are: [
        [7, 'expected csv or parquet'],
        [8, 'Property unti is not allowed.'],
      ],
    },
  },
  {
    kind: 'a target',
    file: 'targets/s3.yaml',
    keys: [
      {
        at: 'target: s3\nstore: { kind: local }\n¦',
        are: [
          'description',
          'resources',
          'fred',
          'environment',
          'compare_with',
          'artifacts',
          'protected',
          'openlineage',
          'isolation',
          'postures',
        ],
      },
      {
        at: 'target: s3\nstore:\n  kind: s3\n  bucket: lake\n  ¦\n',
        are: ['prefix', 'region', 'endpoint', 'path_style', 'fips', 'kms_key_id', 'retention', 'cache'],
      },
      { at: 'target: s3\nstore:\n  kind: local\n  ¦\n', are: ['path'] },
    ],
    words: [
      { at: 'target: s3\nstore:\n  kind: ¦\n', are: ['local', 's3'] },
      { at: 'target: s3\nisolation: ¦\n', are: ['required', 'best_effort'] },
    ],
    shown: { at: 'target: s3\nresources:\n  scra¦tch: 10GB\n', says: 'What one node writes to disk while it runs.' },
    faults: {
      text: [
        'target: s3',
        'description: a lake in S3',
        'store: { kind: s3, bucket: lake, region: us-east-1, buckets: 2 }',
        'resources: { memory: lots }',
        'protected: sometimes',
      ].join('\n'),
      are: [
        [2, 'Property buckets is not allowed.'],
        [3, 'expected an amount of memory such as 2GB'],
        [4, 'expected true or false'],
      ],
    },
  },
];

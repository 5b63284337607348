import { type KindOfFile, OF_EVERY_DEFINITION } from './kind-of-file.ts';

/** What has SQL beside it. */
export const DEFINITIONS_BY_SQL: readonly KindOfFile[] = [
  {
    kind: 'a feature group',
    file: 'features/us/labor.yaml',
    keys: [
      {
        at: 'feature: labor\ntags: []\n¦',
        are: ['description', 'owner', 'access', 'keys', 'ttl', 'columns', 'tests', 'unit_tests'],
      },
      {
        at: 'feature: labor\ncolumns:\n  unrate:\n    unit: "%"\n    ¦\n',
        are: ['description', 'as_known', 'valid_from', 'tests'],
      },
      {
        at: 'feature: labor\ncolumns:\n  unrate:\n    tests:\n      - range:\n          min: 0\n          ¦\n',
        are: ['max', 'severity', 'valid_from'],
      },
    ],
    words: [
      { at: 'feature: labor\ncolumns:\n  unrate:\n    as_known: ¦\n', are: ['row', 'last_value'] },
      { at: 'feature: labor\ntests:\n  gap_is_sane:\n    severity: ¦\n', are: ['error', 'warn'] },
    ],
    shown: {
      at: 'feature: labor\ncolumns:\n  unrate:\n    as_kno¦wn: row\n',
      says: 'of this column the newest value that is not NULL',
    },
    faults: {
      text: [
        'feature: labor',
        'description: Labour market',
        'tll: 120',
        'columns:',
        '  unrate:',
        '    description: 3',
        '    as_known: lastvalue',
        '    tests: [not_null, { range: { min: low } }]',
      ].join('\n'),
      are: [
        [2, 'Property tll is not allowed.'],
        [5, 'expected text'],
        [6, 'expected row or last_value'],
        [7, 'expected a number'],
      ],
    },
  },
  {
    kind: 'unit tests',
    file: 'features/labor.yaml',
    keys: [
      {
        at: 'feature: labor\nunit_tests:\n  late_report:\n    as_of: 2013-10-21\n    ¦\n',
        are: ['description', 'vars', 'given', 'decision_dates', 'expect', 'expect_query', 'tolerance'],
      },
      {
        at: 'feature: labor\nunit_tests:\n  late:\n    tolerance:\n      growth:\n        relative: 1\n        ¦\n',
        are: ['absolute'],
      },
    ],
    words: [],
    shown: {
      at: 'feature: labor\nunit_tests:\n  late_report:\n    giv¦en: {}\n',
      says: 'Every relation that the query reaches, with its rows',
    },
    faults: {
      text: [
        'feature: labor',
        'description: Labour market',
        'columns: { unrate: { description: Unemployment } }',
        'unit_tests:',
        '  late_report:',
        '    as_of: October',
        '    given:',
        '      fred.unrate:',
        '        - { date: 2013-08-01, value: [7.3] }',
        '    expects: []',
      ].join('\n'),
      are: [
        [5, 'expected a date that exists, as YYYY-MM-DD'],
        [8, 'Incorrect type. Expected "string | number | boolean | null".'],
        [9, 'Property expects is not allowed.'],
      ],
    },
  },
  {
    kind: 'functions',
    file: 'features/lib/growth.yaml',
    keys: [
      { at: '¦', are: ['functions'] },
      {
        at: 'functions:\n  growth:\n    formula: a / b\n    ¦\n',
        are: ['description', 'source', 'returns', 'cases'],
      },
      {
        at: 'functions:\n  growth:\n    cases:\n      - call: "growth(3, 2)"\n        ¦\n',
        are: ['over', 'with', 'is'],
      },
    ],
    words: [],
    shown: {
      at: 'functions:\n  growth:\n    ca¦ses: []\n',
      says: 'What it must give; computed whenever the project is compiled.',
    },
    faults: {
      text: [
        'functions:',
        '  growth:',
        '    description: Growth',
        '    returns: { type: 8 }',
        '    cases: [{ call: "growth(3, 2)", is: 50 }]',
        '    formular: a / b',
      ].join('\n'),
      are: [
        [3, 'expected text'],
        [5, 'Property formular is not allowed.'],
      ],
    },
  },
  {
    kind: 'a label',
    file: 'models/labels/recession_12m.yaml',
    keys: [
      { at: 'label: x\nwindow: {}\n¦', are: [...OF_EVERY_DEFINITION, 'kind', 'unit', 'keys', 'event', 'unit_tests'] },
      { at: 'label: x\nwindow:\n  to_month: 12\n  ¦\n', are: ['from_month'] },
    ],
    words: [{ at: 'label: x\nkind: ¦\n', are: ['binary', 'continuous'] }],
    shown: { at: 'label: x\nev¦ent: business_cycle.in_recession\n', says: 'the monthly state whose runs are episodes' },
    faults: {
      text: 'label: x\ndescription: x\nkind: binaries\nwindow: { from_month: 1, to_month: 12 }\nevents: a.b\n',
      are: [
        [2, 'expected binary or continuous'],
        [4, 'Property events is not allowed.'],
      ],
    },
  },
];

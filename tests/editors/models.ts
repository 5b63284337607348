import { type KindOfFile, OF_EVERY_DEFINITION } from './kind-of-file.ts';

/** What is trained. */
export const MODELS: readonly KindOfFile[] = [
  {
    kind: 'a model',
    file: 'models/recession_logit.yaml',
    keys: [
      {
        at: 'model: x\nlabel: y\nfeatures: []\nestimator: { kind: logit }\nseed: 1\n¦',
        are: [
          ...OF_EVERY_DEFINITION,
          'missing',
          'choose_columns',
          'tuning',
          'validate',
          'protocol',
          'baselines',
          'calibration',
          'loss',
          'lead_window',
          'alarm',
          'bootstrap',
          'gates',
          'intended_use',
          'intended_users',
          'materiality',
          'limitations',
          'validated_by',
        ],
      },
      {
        at: 'model: x\nestimator:\n  kind: logit\n  ridge: 1\n  ¦\n',
        are: ['lasso', 'class_weight', 'standardize', 'winsorize'],
      },
      { at: 'model: x\nbaselines:\n  - kind: threshold\n    ¦\n', are: ['feature', 'at', 'above'] },
    ],
    words: [
      { at: 'model: x\nmissing: ¦\n', are: ['native', 'drop', 'impute_median', 'indicator'] },
      {
        at: 'model: x\nestimator:\n  kind: ¦\n',
        are: [
          'probit',
          'logit',
          'random_forest',
          'extra_trees',
          'gradient_boosting',
          'ml_random_forest',
          'linear',
          'theil_sen',
          'polynomial',
          'threshold',
          'climatology',
        ],
      },
      { at: 'model: x\nprotocol:\n  maturity: ¦\n', are: ['as_known', 'whole_window'] },
      { at: 'model: x\nloss:\n  kind: ¦\n', are: ['alessi_detken', 'sarlin'] },
    ],
    shown: {
      at: 'model: x\nestimator:\n  kind: logit\n  rid¦ge: 1\n',
      says: 'penalty ridge/2 times the squared coefficients',
    },
    faults: {
      text: [
        'model: x',
        'description: x',
        'label: y',
        'estimator:',
        '  kind: logit',
        '  rigde: 1',
        'protocol: { first_cutoff: 1975-01-31, refit_months: yearly }',
        'intended_use: tests',
        'intended_users: [engineers]',
        'materiality: none',
        'limitations: [all]',
        'seed: chance',
      ].join('\n'),
      are: [
        [5, 'Property rigde is not allowed.'],
        [6, 'expected a whole number of months, at least 1'],
        [11, 'expected a whole number'],
      ],
    },
  },
];

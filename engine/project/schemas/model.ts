import * as z from 'zod';
import {
  atLeast,
  between,
  day,
  described,
  filledList,
  filledMapping,
  listOf,
  mapping,
  name,
  number,
  oneOf,
  text,
  wholeNumber,
  yesOrNo,
} from './vocabulary.ts';

const RIDGE = 'a number, at least 0';
const WINSORIZE = 'a share from 0 up to, but not including, 0.5';

const winsorize = z.number(WINSORIZE).min(0, WINSORIZE).lt(0.5, WINSORIZE).default(0);

const classWeight = oneOf('balanced', 'none').default('none');

const linear = {
  ridge: z.number(RIDGE).min(0, RIDGE).default(0),
  lasso: z.number(RIDGE).min(0, RIDGE).default(0),
  class_weight: classWeight,
  standardize: yesOrNo.default(true),
  winsorize,
};

const DEGREE = 'a whole number from 1 to 5';
const degree = z.int(DEGREE).min(1, DEGREE).max(5, DEGREE).default(2);

const DEPTH = 'a whole number, at least 1, or none';
const PER_SPLIT = 'sqrt, all, or a number of features';
const RATE = 'a number above 0, at most 1';

const tree = {
  min_rows_leaf: atLeast(1, 'rows').default(5),
  class_weight: classWeight,
};

const depth = z.union([z.literal('none'), z.int(DEPTH).min(1, DEPTH)], DEPTH);
const perSplit = z.union([z.enum(['sqrt', 'all']), z.int(PER_SPLIT).min(1, PER_SPLIT)], PER_SPLIT);

const forest = {
  trees: atLeast(1, 'trees').default(200),
  max_depth: depth.default('none'),
  features_per_split: perSplit.default('sqrt'),
  ...tree,
};

const mlForest = {
  trees: atLeast(1, 'trees').default(50),
  max_depth: depth.default('none'),
  features_per_tree: perSplit.default('sqrt'),
  min_rows_split: atLeast(1, 'rows').default(3),
};

const boosting = {
  trees: atLeast(1, 'trees').default(100),
  max_depth: depth.default(3),
  features_per_split: perSplit.default('all'),
  learning_rate: z.number(RATE).gt(0, RATE).max(1, RATE).default(0.1),
  l2: z.number(RIDGE).min(0, RIDGE).default(1),
  ...tree,
};

export const estimatorSchema = z.discriminatedUnion(
  'kind',
  [
    mapping({ kind: z.literal('probit'), ...linear }),
    mapping({ kind: z.literal('logit'), ...linear }),
    mapping({ kind: z.literal('climatology') }),
    mapping({ kind: z.literal('random_forest'), ...forest }),
    mapping({ kind: z.literal('extra_trees'), ...forest }),
    mapping({ kind: z.literal('gradient_boosting'), ...boosting }),
    mapping({ kind: z.literal('ml_random_forest'), ...mlForest }),
    mapping({ kind: z.literal('linear'), winsorize }),
    mapping({ kind: z.literal('theil_sen'), winsorize }),
    mapping({ kind: z.literal('polynomial'), degree, winsorize }),
    mapping({ kind: z.literal('threshold'), feature: text, at: number, above: yesOrNo.default(true) }),
  ],
  'a mapping such as { kind: logit, ridge: 1.0 }',
);

const protocol = mapping(
  {
    first_cutoff: day,
    refit_months: atLeast(1, 'months').default(12),
    minimum_episodes: atLeast(1).default(2),
    minimum_rows: atLeast(1, 'rows').default(60),
    maturity: oneOf('as_known', 'whole_window').default('as_known'),
    exclude: listOf(oneOf('in_event'), 'a list: [] or [in_event]').default([]),
    exclude_after_event_months: atLeast(1, 'months').optional(),
  },
  'a mapping with at least first_cutoff',
);

const VALUES = 'a list of values, or { low: 0.1, high: 100, scale: log }';

const dimension = z.union(
  [
    z.array(z.union([z.number(), z.boolean(), z.string()])).min(1),
    mapping({
      low: number,
      high: number,
      scale: oneOf('linear', 'log').default('linear'),
      whole: yesOrNo.default(false),
    }),
  ],
  VALUES,
);

const tuning = mapping(
  {
    search: oneOf('grid', 'random').default('grid'),
    space: filledMapping(dimension, 'a mapping from parameters of the estimator to values'),
    budget: atLeast(1, 'candidates').default(50),
    folds: atLeast(1, 'folds').default(3),
    split: oneOf('forward', 'random').default('forward'),
    allow_random_cv: yesOrNo.default(false),
    every_months: atLeast(1, 'months').default(60),
    score: oneOf('brier', 'log_score').default('brier'),
  },
  'a mapping such as { search: grid, space: { ridge: [1, 12] } }',
);

const BASELINES = 'a list such as [climatology, { kind: spread_probit, feature: yield_curve.slope_10y_3m }]';
const BASELINE = 'climatology, or a mapping such as { kind: threshold, feature: labor.sahm_gap, at: 0.5 }';

const baseline = z.union(
  [
    z.literal('climatology'),
    mapping({ kind: z.literal('spread_probit'), feature: text }),
    mapping({ kind: z.literal('threshold'), feature: text, at: number, above: yesOrNo.default(true) }),
    mapping({ kind: z.literal('persistence'), feature: text }),
  ],
  BASELINE,
);

export const modelSchema = mapping({
  model: name,
  ...described,
  label: text,
  features: listOf(text, 'a list such as [labor.sahm_gap]').default([]),
  estimator: estimatorSchema,
  tuning: tuning.optional(),
  protocol,
  baselines: listOf(baseline, BASELINES).optional(),
  calibration: oneOf('auto', 'platt', 'isotonic', 'none').optional(),
  loss: mapping(
    { kind: oneOf('alessi_detken', 'sarlin'), preference: between(0, 1) },
    'a mapping such as { kind: alessi_detken, preference: 0.7 }',
  ).optional(),
  lead_window: mapping({
    min_months: atLeast(0, 'months').default(1),
    max_months: atLeast(0, 'months').default(18),
  }).prefault({}),
  alarm: mapping({ k: atLeast(1).default(1), n: atLeast(1).default(1) }, 'a mapping such as { k: 2, n: 3 }').prefault(
    {},
  ),
  bootstrap: mapping({ draws: atLeast(1).default(1000), level: between(0, 1).default(0.9) }).prefault({}),
  seed: wholeNumber.default(0),
  gates: mapping(
    {
      auroc_lower_bound: between(0, 1).optional(),
      beats: listOf(
        oneOf('climatology', 'spread_probit', 'threshold'),
        'a list of kinds of baselines: [climatology]',
      ).default([]),
      calibration_error: between(0, 1).optional(),
      input_age_days: atLeast(1, 'days').optional(),
      episodes: atLeast(1).optional(),
    },
    'a mapping such as { auroc_lower_bound: 0.7, beats: [climatology] }',
  ).prefault({}),
  intended_use: text,
  intended_users: filledList(text, 'a list of users, at least one'),
  materiality: text,
  limitations: filledList(text, 'a list of limitations, at least one'),
  validated_by: text.optional(),
});

export type ModelShape = z.output<typeof modelSchema>;
export type EstimatorShape = z.output<typeof estimatorSchema>;

import * as z from 'zod';
import { estimatorSchema } from './estimator.ts';
import {
  atLeast,
  day,
  described,
  filledList,
  filledMapping,
  listOf,
  mapping,
  name,
  number,
  numberBetween,
  oneOf,
  text,
  wholeNumber,
  yesOrNo,
} from './vocabulary.ts';

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
    { kind: oneOf('alessi_detken', 'sarlin'), preference: numberBetween(0, 1) },
    'a mapping such as { kind: alessi_detken, preference: 0.7 }',
  ).optional(),
  lead_window: mapping({
    min_months: atLeast(0, 'months').default(1),
    max_months: atLeast(0, 'months').default(18),
  }).prefault({}),
  alarm: mapping({ k: atLeast(1).default(1), n: atLeast(1).default(1) }, 'a mapping such as { k: 2, n: 3 }').prefault(
    {},
  ),
  bootstrap: mapping({ draws: atLeast(1).default(1000), level: numberBetween(0, 1).default(0.9) }).prefault({}),
  seed: wholeNumber.default(0),
  gates: mapping(
    {
      auroc_lower_bound: numberBetween(0, 1).optional(),
      beats: listOf(
        oneOf('climatology', 'spread_probit', 'threshold'),
        'a list of kinds of baselines: [climatology]',
      ).default([]),
      calibration_error: numberBetween(0, 1).optional(),
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

import * as z from 'zod';
import { LIMITS } from '../../limits/index.ts';
import { estimatorSchema } from './estimator.ts';
import {
  atLeast,
  countOf,
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
    first_cutoff: day.describe('The day of the first fit; it knows what was known then.'),
    refit_months: atLeast(1, 'months').default(12).describe('After how many months the model is fitted again.'),
    minimum_episodes: atLeast(1)
      .default(2)
      .describe('How many episodes have to be known at a cut-off before it is fitted.'),
    minimum_rows: atLeast(1, 'rows')
      .default(60)
      .describe('Of a continuous label: how many outcomes have to be known before it is fitted.'),
    maturity: oneOf('as_known', 'whole_window')
      .default('as_known')
      .describe('as_known: outcomes as soon as they are known; whole_window: once their window is over, too.'),
    exclude: listOf(oneOf('in_event'), 'a list: [] or [in_event]')
      .default([])
      .describe('in_event: dates within the event are predicted, not trained on and not scored.'),
    exclude_after_event_months: atLeast(1, 'months')
      .optional()
      .describe('The same for dates of so many months after an event.'),
  },
  'a mapping with at least first_cutoff',
);

const VALUES = 'a list of values, or { low: 0.1, high: 100, scale: log }';

const dimension = z.union(
  [
    z.array(z.union([z.number(), z.boolean(), z.string()])).min(1),
    mapping({
      low: number.describe('The least value, allowed itself.'),
      high: number.describe('The largest value, allowed itself.'),
      scale: oneOf('linear', 'log').default('linear').describe('log: small values are drawn as often as large ones.'),
      whole: yesOrNo.default(false).describe('Whether only whole numbers are drawn.'),
    }),
  ],
  VALUES,
);

const tuning = mapping(
  {
    search: oneOf('grid', 'random').default('grid').describe('grid: all combinations; random: drawn from the seed.'),
    space: filledMapping(dimension, 'a mapping from parameters of the estimator to values')
      .refine(
        (space) => Object.keys(space).length <= LIMITS.searchedParameters.most,
        `a mapping with at most ${LIMITS.searchedParameters.most} parameters`,
      )
      .describe('Parameters of the estimator, as it names them, with the values that are tried.'),
    budget: atLeast(1, 'candidates').default(50).describe('How many candidates at most.'),
    folds: atLeast(1, 'folds')
      .default(3)
      .describe('On how many stretches inside the cut-off each candidate is scored.'),
    split: oneOf('forward', 'random')
      .default('forward')
      .describe('forward: trained on what came before; random flatters, and is refused unless allowed.'),
    allow_random_cv: yesOrNo.default(false).describe('Allows split: random; the card calls it a leak.'),
    every_months: atLeast(1, 'months').default(60).describe('After how many months parameters are searched again.'),
    score: oneOf('brier', 'log_score').default('brier').describe('The measure of which the lowest mean wins.'),
  },
  'a mapping such as { search: grid, space: { ridge: [1, 12] } }',
);

const BASELINES = 'a list such as [climatology, { kind: spread_probit, feature: yield_curve.slope_10y_3m }]';
const BASELINE = 'climatology, or a mapping such as { kind: threshold, feature: labor.sahm_gap, at: 0.5 }';

const baseline = z.union(
  [
    z.literal('climatology'),
    mapping({
      kind: z.literal('spread_probit').describe('A probit of one feature, without a penalty.'),
      feature: text.describe('group.column: the feature that it reads.'),
    }),
    mapping({
      kind: z.literal('threshold').describe('A rule: an alarm past a limit.'),
      feature: text.describe('group.column: the feature that it reads.'),
      at: number.describe('The limit.'),
      above: yesOrNo.default(true).describe('true: alarm at or above the limit; false: at or below.'),
    }),
    mapping({
      kind: z.literal('persistence').describe('Of a value: what was known of the feature is the prediction.'),
      feature: text.describe('group.column: the feature that it reads, in the unit of the label.'),
    }),
  ],
  BASELINE,
);

const share = z
  .number('a share above 0, at most 1')
  .gt(0, 'a share above 0, at most 1')
  .max(1, 'a share above 0, at most 1');

export const modelSchema = mapping({
  model: name.describe('What the model is called; the file is called the same.'),
  ...described,
  label: text.describe('The label that it predicts.'),
  features: listOf(text, 'a list such as [labor.sahm_gap]')
    .default([])
    .describe('The columns that it reads, each as group.column.'),
  estimator: estimatorSchema.describe('What is fitted, with its parameters.'),
  missing: oneOf('native', 'drop', 'impute_median', 'indicator')
    .optional()
    .describe('What becomes of missing values; native is the default of trees, drop of all others.'),
  choose_columns: mapping(
    { min_share: share.describe('In which share of its rows a feature has to have a value.') },
    'a mapping such as { min_share: 0.8 }',
  )
    .optional()
    .describe('Each refit reads only features that it finds often enough.'),
  tuning: tuning.optional().describe('Parameters of the estimator are searched inside each cut-off.'),
  validate: mapping(
    {
      by: oneOf('key', 'episode', 'year').describe(
        'What is held out together: keys, episodes of the event, or calendar years.',
      ),
      folds: atLeast(2, 'folds').default(5).describe('How many parts the groups are dealt into.'),
      seed: wholeNumber.optional().describe("By what the groups are shuffled; the model's seed unless told."),
    },
    'a mapping such as { by: key, folds: 5 }',
  )
    .optional()
    .describe('Groups held out, beside the walk-forward: whether the pattern holds elsewhere.'),
  protocol: protocol.describe('The walk-forward: when it is fitted, and on which rows.'),
  baselines: listOf(baseline, BASELINES).optional().describe('Simple models that it is compared with.'),
  calibration: oneOf('auto', 'platt', 'isotonic', 'none')
    .optional()
    .describe('How probabilities are mapped to what forward predictions were worth.'),
  loss: mapping(
    {
      kind: oneOf('alessi_detken', 'sarlin').describe('Whose loss of missed events and false alarms it is.'),
      preference: numberBetween(0, 1).describe('How much a missed event weighs beside a false alarm.'),
    },
    'a mapping such as { kind: alessi_detken, preference: 0.7 }',
  )
    .optional()
    .describe('By what the threshold of alarms is chosen; a continuous label has none.'),
  lead_window: mapping({
    min_months: atLeast(0, 'months').default(1).describe('How many months before it an alarm has to come at least.'),
    max_months: atLeast(0, 'months').default(18).describe('How many months before it an alarm may come at most.'),
  })
    .prefault({})
    .describe('Which alarms before an episode count as a hit.'),
  alarm: mapping(
    {
      k: atLeast(1).default(1).describe('How many dates have to be past the threshold.'),
      n: atLeast(1).default(1).describe('Of how many last dates.'),
    },
    'a mapping such as { k: 2, n: 3 }',
  )
    .prefault({})
    .describe('An alarm is k of the last n dates past the threshold.'),
  bootstrap: mapping({
    draws: countOf(1, 'draws').default(1000).describe('How many samples are drawn.'),
    level: numberBetween(0, 1).default(0.9).describe('The share of samples within the interval.'),
  })
    .prefault({})
    .describe('Intervals of scores, by drawing whole episodes.'),
  seed: wholeNumber.default(0).describe('What every random choice of the model follows from.'),
  gates: mapping(
    {
      auroc_lower_bound: numberBetween(0, 1).optional().describe('Lower end of the interval of its AUROC, at least.'),
      beats: listOf(oneOf('climatology', 'spread_probit', 'threshold'), 'a list of kinds of baselines: [climatology]')
        .default([])
        .describe('Baselines that it has to beat with its interval.'),
      calibration_error: numberBetween(0, 1)
        .optional()
        .describe('Mean distance of given from observed probabilities, at most.'),
      input_age_days: atLeast(1, 'days')
        .optional()
        .describe('Age of the oldest input of the newest decision date, at most.'),
      episodes: atLeast(1).optional().describe('How many episodes have to be scored at least.'),
    },
    'a mapping such as { auroc_lower_bound: 0.7, beats: [climatology] }',
  )
    .prefault({})
    .describe('What has to hold before anybody may promote the model.'),
  intended_use: text.describe('Which decisions it is for, and which it is not for.'),
  intended_users: filledList(text, 'a list of users, at least one').describe('Who decides by it.'),
  materiality: text.describe('What depends on it.'),
  limitations: filledList(text, 'a list of limitations, at least one').describe('What it cannot do.'),
  validated_by: text.optional().describe('Who validated it independently.'),
});

export type ModelShape = z.output<typeof modelSchema>;

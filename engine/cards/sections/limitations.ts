import type { Section, Text } from '../block.ts';
import type { Card } from '../card.ts';
import { type ByTag, byTag, type Cited, each } from '../cited.ts';
import type { EngineLimitation } from '../engine-limitation.ts';
import { count, day, fixed, measured, month, percent, withUnit, worded } from '../figure.ts';
import { basisSentence } from '../wording.ts';
import { whyNotCalibrated } from './calibration-method.ts';
import { GAP_SENTENCES } from './gap-sentences.ts';
import { type FeatureUnits, featureUnits } from './units.ts';

export function limitationsSection(card: Cited<Card>): Section | null {
  const owned = card.value.envelope.prose.limitations;
  const seen = each(card.at('body', 'limitations'));
  if (owned.length + seen.length === 0) return null;
  return {
    id: 'limitations',
    title: 'Limitations',
    blocks: [
      ...(owned.length === 0
        ? []
        : [
            { kind: 'paragraph', text: ['Stated by the owner:'] } as const,
            { kind: 'list', items: owned.map((text) => [text]) } as const,
          ]),
      ...(seen.length === 0
        ? []
        : [
            { kind: 'paragraph', text: ['Seen by the engine:'] } as const,
            { kind: 'list', items: seen.map((one) => limitationSentence(one, featureUnits(card))) } as const,
          ]),
    ],
  };
}

function limitationSentence(limitation: Cited<EngineLimitation>, units: FeatureUnits): Text {
  return byTag(limitation, 'kind', sentences(units));
}

const sentences = (units: FeatureUnits): ByTag<EngineLimitation, 'kind', Text> => ({
  pseudo_real_time: () => [basisSentence('pseudo_real_time')],
  assumed_knowledge: (it) => [percent(it.at('share')), ' of the feature values have an assumed publication date.'],
  outcomes_end: (it) => [
    'Outcomes are known through ',
    day(it.at('through')),
    ': refits after it have learnt from no later one, and what is predicted after it is not scored.',
  ],
  ...GAP_SENTENCES,
  window_not_compared: () => [
    'The months of the outcome are as the label declares them: nobody could compare them with what its SQL looks at.',
  ],
  panel: (it) => [
    'A panel of ',
    count(it.at('keys')),
    ' keys, which may share their crises: intervals draw the episodes of each as if they were independent, and ' +
      'Newey-West errors leave out what keys have in common in a month, so both are too narrow where crises ' +
      'come together.',
  ],
  random_cv: (it) => [
    'A leak that the definition allows: parameters were chosen by random cross-validation in ',
    count(it.at('folds')),
    ' folds, which validates on months whose neighbours it was trained on.',
  ],
  few_episodes: (it) => ['Everything measured here rests on ', count(it.at('episodes')), ' episodes.'],
  below_baseline: (it) => [
    'The probabilities are no better than the base rate: Brier skill ',
    fixed(it.at('skill')),
    '.',
  ],
  skill_not_shown: (it) => [
    'That the probabilities beat the base rate is not shown: the Brier skill’s interval, ',
    ...withZero(it),
  ],
  no_better_than_mean: (it) => [
    'The predictions are no better than the mean of the outcomes known then: skill ',
    fixed(it.at('skill')),
    '.',
  ],
  skill_over_mean_not_shown: (it) => [
    'That the predictions beat the mean known then is not shown: the interval of the skill, ',
    ...withZero(it),
  ],
  no_better_than_persistence: (it) => [
    `The predictions are no better than to say that ${it.value.feature} stays as it is: skill `,
    fixed(it.at('skill')),
    '.',
  ],
  skill_over_persistence_not_shown: (it) => [
    `That the predictions beat a ${it.value.feature} that stays as it is is not shown: the interval of the skill, `,
    ...withZero(it),
  ],
  useless_alarm: (it) => [
    'At the declared preference the alarms are no better than ignoring the model: relative usefulness ',
    fixed(it.at('relativeUsefulness')),
    '.',
  ],
  missed_episodes: (it) => [count(it.at('missed')), ' of ', count(it.at('scored')), ' episodes were missed.'],
  uncalibrated: (it) => [
    'The probabilities are the estimator’s own: they were not recalibrated on forward predictions, because ',
    worded(it.at('reason'), whyNotCalibrated),
    '.',
  ],
  calibration_costs: (it) => [
    'Calibration has not paid so far: the Brier score is ',
    fixed(it.at('brier'), 4),
    ', and of the raw probabilities ',
    fixed(it.at('rawBrier'), 4),
    '.',
  ],
  missing_values: (it) => [it.value.feature, ' is missing on ', percent(it.at('share')), ' of the decision dates.'],
  not_finite: (it) => [
    `${it.value.column} is NaN or infinite `,
    count(it.at('count')),
    ' times, first on ',
    day(it.at('first')),
    ': such values count as missing.',
  ],
  outside_training: (it) => [
    'The newest ',
    it.value.feature,
    ' (',
    ...withUnit(measured(it.at('value')), units.get(it.value.feature)),
    ') lies outside the range of the training rows.',
  ],
  drift: (it) => [
    'The recent values of ',
    ...share(it),
    ` features are distributed otherwise than those of training: ${it.value.features.join(', ')}.`,
  ],
  sign_change: (it) => [
    ...share(it),
    ` coefficients had the opposite sign in an earlier refit: ${it.value.coefficients.join(', ')}.`,
  ],
  insignificant: (it) => [
    ...share(it),
    ` coefficients cannot be told from zero by their Newey-West errors: ${it.value.coefficients.join(', ')}.`,
  ],
  break_in_series: (it) => [
    it.value.series,
    ' has a declared break in ',
    month(it.at('date')),
    ': ',
    it.value.reason,
    '.',
  ],
  reported: (it) => [it.value.code, ' ', it.value.message],
});

/** `-0.100 to 0.600, includes zero.` */
function withZero(interval: Cited<{ readonly low: number; readonly high: number }>): Text {
  return [fixed(interval.at('low')), ' to ', fixed(interval.at('high')), ', includes zero.'];
}

/** `1 of 2`. */
function share(counted: Cited<{ readonly count: number; readonly of: number }>): Text {
  return [count(counted.at('count')), ' of ', count(counted.at('of'))];
}

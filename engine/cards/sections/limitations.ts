import type { Section, Text } from '../block.ts';
import type { Card } from '../card.ts';
import { Cited, each } from '../cited.ts';
import type { EngineLimitation } from '../engine-limitation.ts';
import { count, day, fixed, measured, month, percent, worded } from '../figure.ts';
import { basisSentence } from '../wording.ts';
import { whyNot } from './calibration-method.ts';

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
            { kind: 'list', items: seen.map(limitationSentence) } as const,
          ]),
    ],
  };
}

function limitationSentence({ value, pointer }: Cited<EngineLimitation>): Text {
  switch (value.kind) {
    case 'pseudo_real_time':
      return [basisSentence('pseudo_real_time')];
    case 'assumed_knowledge':
      return [
        percent(new Cited(value, pointer).at('share')),
        ' of the feature values have an assumed publication date.',
      ];
    case 'outcomes_end':
      return [
        'Outcomes are known through ',
        day(new Cited(value, pointer).at('through')),
        ': refits after it have learnt from no later one, and what is predicted after it is not scored.',
      ];
    case 'window_not_compared':
      return [
        'The months of the outcome are as the label declares them: nobody could compare them with what its SQL looks at.',
      ];
    case 'panel':
      return [
        'A panel of ',
        count(new Cited(value, pointer).at('keys')),
        ' keys, which may share their crises: intervals draw the episodes of each as if they were independent, and Newey-West errors leave out what keys have in common in a month, so both are too narrow where crises come together.',
      ];
    case 'random_cv':
      return [
        'A leak that the definition allows: parameters were chosen by random cross-validation in ',
        count(new Cited(value, pointer).at('folds')),
        ' folds, which validates on months whose neighbours it was trained on.',
      ];
    case 'few_episodes':
      return ['Everything measured here rests on ', count(new Cited(value, pointer).at('episodes')), ' episodes.'];
    case 'below_baseline':
      return [
        'The probabilities are no better than the base rate: Brier skill ',
        fixed(new Cited(value, pointer).at('skill')),
        '.',
      ];
    case 'skill_not_shown': {
      const cited = new Cited(value, pointer);
      return [
        'That the probabilities beat the base rate is not shown: the Brier skill’s interval, ',
        fixed(cited.at('low')),
        ' to ',
        fixed(cited.at('high')),
        ', includes zero.',
      ];
    }
    case 'no_better_than_mean':
      return [
        'The predictions are no better than the mean of the outcomes known then: skill ',
        fixed(new Cited(value, pointer).at('skill')),
        '.',
      ];
    case 'skill_over_mean_not_shown': {
      const cited = new Cited(value, pointer);
      return [
        'That the predictions beat the mean known then is not shown: the interval of the skill, ',
        fixed(cited.at('low')),
        ' to ',
        fixed(cited.at('high')),
        ', includes zero.',
      ];
    }
    case 'no_better_than_persistence': {
      const cited = new Cited(value, pointer);
      return [
        `The predictions are no better than to say that ${value.feature} stays as it is: skill `,
        fixed(cited.at('skill')),
        '.',
      ];
    }
    case 'skill_over_persistence_not_shown': {
      const cited = new Cited(value, pointer);
      return [
        `That the predictions beat a ${value.feature} that stays as it is is not shown: the interval of the skill, `,
        fixed(cited.at('low')),
        ' to ',
        fixed(cited.at('high')),
        ', includes zero.',
      ];
    }
    case 'useless_alarm':
      return [
        'At the declared preference the alarms are no better than ignoring the model: relative usefulness ',
        fixed(new Cited(value, pointer).at('relativeUsefulness')),
        '.',
      ];
    case 'missed_episodes': {
      const cited = new Cited(value, pointer);
      return [count(cited.at('missed')), ' of ', count(cited.at('scored')), ' episodes were missed.'];
    }
    case 'uncalibrated':
      return [
        'The probabilities are the estimator’s own: they were not recalibrated on forward predictions, because ',
        worded(new Cited(value, pointer).at('reason'), whyNot),
        '.',
      ];
    case 'calibration_costs': {
      const cited = new Cited(value, pointer);
      return [
        'Calibration has not paid so far: the Brier score is ',
        fixed(cited.at('brier'), 4),
        ', and of the raw probabilities ',
        fixed(cited.at('rawBrier'), 4),
        '.',
      ];
    }
    case 'missing_values':
      return [
        value.feature,
        ' is missing on ',
        percent(new Cited(value, pointer).at('share')),
        ' of the decision dates.',
      ];
    case 'not_finite': {
      const cited = new Cited(value, pointer);
      return [
        `${value.column} is NaN or infinite `,
        count(cited.at('count')),
        ' times, first on ',
        day(cited.at('first')),
        ': such values count as missing.',
      ];
    }
    case 'outside_training':
      return [
        'The newest ',
        value.feature,
        ' (',
        measured(new Cited(value, pointer).at('value')),
        ') lies outside the range of the training rows.',
      ];
    case 'drift': {
      const cited = new Cited(value, pointer);
      return [
        'The recent values of ',
        count(cited.at('count')),
        ' of ',
        count(cited.at('of')),
        ` features are distributed otherwise than those of training: ${value.features.join(', ')}.`,
      ];
    }
    case 'sign_change': {
      const cited = new Cited(value, pointer);
      return [
        count(cited.at('count')),
        ' of ',
        count(cited.at('of')),
        ` coefficients had the opposite sign in an earlier refit: ${value.coefficients.join(', ')}.`,
      ];
    }
    case 'insignificant': {
      const cited = new Cited(value, pointer);
      return [
        count(cited.at('count')),
        ' of ',
        count(cited.at('of')),
        ` coefficients cannot be told from zero by their Newey-West errors: ${value.coefficients.join(', ')}.`,
      ];
    }
    case 'break_in_series':
      return [
        value.series,
        ' has a declared break in ',
        month(new Cited(value, pointer).at('date')),
        ': ',
        value.reason,
        '.',
      ];
    case 'reported':
      return [value.code, ' ', value.message];
    default:
      return value satisfies never;
  }
}

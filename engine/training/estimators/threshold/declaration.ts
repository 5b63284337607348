import type { EventEstimator, ParameterRules, WrittenEstimator } from '../declaration.ts';
import type { FittedThreshold, ThresholdParameters } from './types.ts';

const RULES = {
  feature: { takes: 'feature' },
  at: { takes: 'number', words: 'a number' },
  above: { takes: 'yes_or_no', default: true },
} as const satisfies ParameterRules;

export const threshold: EventEstimator<ThresholdParameters, FittedThreshold> = {
  kind: 'threshold',
  predicts: 'alarm',
  features: 'named',
  missing: null,
  rules: RULES,
  parametersOf: ({ at, above }: WrittenEstimator<typeof RULES>) => ({ kind: 'threshold', at, above }),
  documented: {
    parameters:
      '`feature`: the one that it reads, so `features` stays away; `at`; `above` (true): alarm at or above `at`, ' +
      'else at or below',
    reads: 'rows with the feature',
  },
  example: { kind: 'threshold', at: 0.5, above: true },
  method: (_, [feature]) => [
    {
      term: 'Rule',
      text: [
        `alarm where ${feature} is `,
        { worded: 'above', as: (above) => (above ? 'at or above' : 'at or below') },
        ' ',
        { measured: 'at' },
        '; nothing is fitted',
      ],
    },
  ],
  load: async () => (await import('./threshold.ts')).threshold,
};

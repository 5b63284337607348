import type { ParameterRules, ValueEstimator, WrittenEstimator } from '../declaration.ts';
import { SHARE_OF_TAIL } from '../parameter-rules.ts';
import type { ValueParameters } from './types.ts';

const LINE = { winsorize: SHARE_OF_TAIL } as const satisfies ParameterRules;

const CURVE = {
  degree: { takes: 'whole_number', words: 'a whole number from 1 to 5', from: 1, to: 5, default: 2 },
  ...LINE,
} as const satisfies ParameterRules;

export const linear: ValueEstimator<ValueParameters> = {
  kind: 'linear',
  predicts: 'value',
  features: 'any',
  missing: 'drop',
  rules: LINE,
  parametersOf: ({ winsorize }: WrittenEstimator<typeof LINE>) => ({ kind: 'linear', winsorize }),
  documented: {
    parameters: "`winsorize` (0); a continuous label: least squares, by npm's `ml-regression-multivariate-linear`",
    reads: 'rows without a missing feature',
  },
  method: () => [': least squares, by npm’s ml-regression-multivariate-linear'],
};

export const theilSen: ValueEstimator<ValueParameters> = {
  kind: 'theil_sen',
  predicts: 'value',
  features: 'one',
  missing: 'drop',
  rules: LINE,
  parametersOf: ({ winsorize }: WrittenEstimator<typeof LINE>) => ({ kind: 'theil_sen', winsorize }),
  documented: {
    parameters: '`winsorize` (0); a continuous label, one feature: the median of the slopes between all pairs of rows',
    reads: 'rows with the feature',
  },
  method: () => [': the median of the slopes between all pairs of rows, by npm’s ml-regression-theil-sen'],
};

export const polynomial: ValueEstimator<ValueParameters> = {
  kind: 'polynomial',
  predicts: 'value',
  features: 'one',
  missing: 'drop',
  rules: CURVE,
  parametersOf: ({ degree, winsorize }: WrittenEstimator<typeof CURVE>) => ({ kind: 'polynomial', degree, winsorize }),
  documented: {
    parameters: '`degree` (2, at most 5), `winsorize` (0); a continuous label, one feature',
    reads: 'rows with the feature',
  },
  method: () => [': least squares on powers of one feature, by npm’s ml-matrix', ', degree ', { count: 'degree' }],
};

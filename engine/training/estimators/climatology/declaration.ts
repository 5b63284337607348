import type { EventEstimator } from '../declaration.ts';
import type { ClimatologyParameters, FittedClimatology } from './types.ts';

export const climatology: EventEstimator<ClimatologyParameters, FittedClimatology> = {
  kind: 'climatology',
  predicts: 'base_rate',
  features: 'none',
  missing: null,
  rules: {},
  parametersOf: () => ({ kind: 'climatology' }),
  documented: {
    parameters: 'none: the base rate of the labels known at each refit',
    reads: 'every row, no feature',
  },
  example: { kind: 'climatology' },
  method: () => [],
  load: async () => (await import('./climatology.ts')).climatology,
};

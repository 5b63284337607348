import type { ValueSpec } from './types.ts';

/** A linear model of one feature that is fitted once a year, from four years of labels on. */
export const valueSpec: ValueSpec = {
  estimator: { kind: 'linear', winsorize: 0 },
  features: ['g.signal'],
  protocol: {
    firstCutoff: '1996-01-31',
    refitMonths: 12,
    minimumRows: 48,
    maturity: 'as_known',
    excludeInEvent: false,
  },
  window: { fromMonth: 12, toMonth: 12 },
  bootstrap: { draws: 200, level: 0.9 },
  seed: 4,
};

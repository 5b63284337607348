import type { ContractCase } from '../contract-case.fixture.ts';
import type { GlmParameters } from './types.ts';

// The mean is exact for the logit by its first-order condition, close for the probit.
export const CASES: readonly ContractCase<GlmParameters>[] = [
  { parameters: { kind: 'probit' }, columns: 2, meanDecimals: 1, reports: 'redundancy' },
  { parameters: { kind: 'probit', ridge: 1, winsorize: 0.02 }, columns: 2, meanDecimals: 1, reports: 'nothing' },
  { parameters: { kind: 'logit' }, columns: 2, meanDecimals: 9, reports: 'redundancy' },
  { parameters: { kind: 'logit', ridge: 0.1, standardize: false }, columns: 2, meanDecimals: 9, reports: 'nothing' },
  { parameters: { kind: 'logit', lasso: 2 }, columns: 2, meanDecimals: 9, reports: 'nothing' },
  { parameters: { kind: 'probit', lasso: 1, ridge: 1 }, columns: 2, meanDecimals: 1, reports: 'nothing' },
  { parameters: { kind: 'logit', classWeight: 'balanced' }, columns: 2, meanDecimals: null, reports: 'redundancy' },
];

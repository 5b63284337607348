import type { ContractCase } from '../contract-case.fixture.ts';
import type { ThresholdParameters } from './types.ts';

export const CASES: readonly ContractCase<ThresholdParameters>[] = [
  { parameters: { kind: 'threshold', at: 0.5, above: true }, columns: 1, meanDecimals: null, reports: 'nothing' },
  { parameters: { kind: 'threshold', at: -0.5, above: false }, columns: 1, meanDecimals: null, reports: 'nothing' },
];

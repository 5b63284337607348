import type { ContractCase } from '../contract-case.fixture.ts';
import type { ClimatologyParameters } from './types.ts';

export const CASES: readonly ContractCase<ClimatologyParameters>[] = [
  { parameters: { kind: 'climatology' }, columns: 2, meanDecimals: 9, reports: 'nothing' },
];

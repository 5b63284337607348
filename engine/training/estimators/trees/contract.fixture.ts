import type { ContractCase } from '../contract-case.fixture.ts';
import type { BoostingParameters, ForestParameters, MlForestParameters } from './types.ts';

const GROWTH = { trees: 20, maxDepth: null, minRowsLeaf: 2, featuresPerSplit: 1, classWeight: 'none' } as const;
const FOREST: ForestParameters = { kind: 'random_forest', ...GROWTH };
const ON_SHARES = { minRowsSplit: 3, featuresPerTree: 'all', rowsPerTree: 0.5 } as const;

export const CASES: readonly ContractCase<ForestParameters | BoostingParameters | MlForestParameters>[] = [
  { parameters: FOREST, columns: 2, meanDecimals: 1, reports: 'nothing' },
  { parameters: { ...FOREST, classWeight: 'balanced' }, columns: 2, meanDecimals: null, reports: 'nothing' },
  // Without drawing rows every row is in every leaf that it reaches, and the mean is exact.
  { parameters: { ...FOREST, kind: 'extra_trees', maxDepth: 3 }, columns: 2, meanDecimals: 9, reports: 'nothing' },
  {
    parameters: { kind: 'ml_random_forest', trees: 20, maxDepth: null, minRowsSplit: 3, featuresPerTree: 1 },
    columns: 2,
    meanDecimals: 1,
    reports: 'nothing',
  },
  {
    parameters: { kind: 'ml_random_forest', trees: 20, maxDepth: 5, ...ON_SHARES },
    columns: 2,
    meanDecimals: null,
    reports: 'nothing',
  },
  {
    parameters: { kind: 'gradient_boosting', ...GROWTH, maxDepth: 3, learningRate: 0.2, l2: 1 },
    columns: 2,
    meanDecimals: 1,
    reports: 'nothing',
  },
];

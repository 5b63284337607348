import type { EventEstimator, MethodPart, ParameterRules, WrittenEstimator } from '../declaration.ts';
import { CLASS_WEIGHT, depthOf, FEATURES_TRIED, ROWS, TREE_DEPTH, TREES, WEIGHT } from '../parameter-rules.ts';
import type { FittedTrees } from './fitted-trees.ts';
import type { BoostingParameters, ForestParameters, MlForestParameters } from './types.ts';

const LEAF = { min_rows_leaf: { ...ROWS, default: 5 }, class_weight: CLASS_WEIGHT } as const;

const FOREST = {
  trees: { ...TREES, default: 200 },
  max_depth: { ...TREE_DEPTH, default: 'none' },
  features_per_split: { ...FEATURES_TRIED, default: 'sqrt' },
  ...LEAF,
} as const satisfies ParameterRules;

const BOOSTING = {
  trees: { ...TREES, default: 100 },
  max_depth: { ...TREE_DEPTH, default: 3 },
  features_per_split: { ...FEATURES_TRIED, default: 'all' },
  learning_rate: { takes: 'number', words: 'a number above 0, at most 1', above: 0, to: 1, default: 0.1 },
  l2: { ...WEIGHT, default: 1 },
  ...LEAF,
} as const satisfies ParameterRules;

const ML_FOREST = {
  trees: { ...TREES, default: 50 },
  max_depth: { ...TREE_DEPTH, default: 'none' },
  features_per_tree: { ...FEATURES_TRIED, default: 'sqrt' },
  rows_per_tree: { takes: 'number', words: 'a share of the rows, above 0, at most 1', above: 0, to: 1, default: 1 },
  min_rows_split: { ...ROWS, default: 3 },
} as const satisfies ParameterRules;

export const randomForest = forest('random_forest');
export const extraTrees = forest('extra_trees');

function forest(kind: ForestParameters['kind']): EventEstimator<ForestParameters, FittedTrees> {
  return {
    kind,
    predicts: 'probability',
    features: 'any',
    missing: 'native',
    rules: FOREST,
    parametersOf: (written: WrittenEstimator<typeof FOREST>) => ({ kind, ...treesOf(written) }),
    documented: {
      parameters:
        '`trees` (200); `max_depth` (none); `min_rows_leaf` (5); `features_per_split` (sqrt): `sqrt`, `all` or a ' +
        'number, of the features that vary; `class_weight` (none): `balanced` gives both classes the same weight in ' +
        'sum',
      reads: 'rows with at least one feature',
    },
    example: { kind, trees: 4, maxDepth: 3, minRowsLeaf: 2, featuresPerSplit: 'all', classWeight: 'none' },
    method: () => [{ term: 'Hyper-parameters', text: GROWTH }],
    load: async () => {
      const { extraTrees: extra, randomForest: random } = await import('./forest.ts');
      return kind === 'random_forest' ? random : extra;
    },
  };
}

export const gradientBoosting: EventEstimator<BoostingParameters, FittedTrees> = {
  kind: 'gradient_boosting',
  predicts: 'probability',
  features: 'any',
  missing: 'native',
  rules: BOOSTING,
  parametersOf: ({ learning_rate: learningRate, l2, ...written }: WrittenEstimator<typeof BOOSTING>) => ({
    kind: 'gradient_boosting',
    ...treesOf(written),
    learningRate,
    l2,
  }),
  documented: {
    parameters:
      '`trees` (100); `learning_rate` (0.1); `max_depth` (3); `min_rows_leaf` (5); `l2` (1): added to the curvature ' +
      'of a leaf; `features_per_split` (all); `class_weight` (none)',
    reads: 'rows with at least one feature',
  },
  example: {
    kind: 'gradient_boosting',
    trees: 4,
    maxDepth: 3,
    minRowsLeaf: 2,
    featuresPerSplit: 'all',
    classWeight: 'none',
    learningRate: 0.3,
    l2: 1,
  },
  method: () => [
    {
      term: 'Hyper-parameters',
      text: [...GROWTH, '; learning rate ', { measured: 'learningRate' }, ', l2 ', { measured: 'l2' }],
    },
  ],
  load: async () => (await import('./boosting.ts')).gradientBoosting,
};

export const mlRandomForest: EventEstimator<MlForestParameters, FittedTrees> = {
  kind: 'ml_random_forest',
  predicts: 'probability',
  features: 'any',
  missing: 'drop',
  rules: ML_FOREST,
  parametersOf: (written: WrittenEstimator<typeof ML_FOREST>) => ({
    kind: 'ml_random_forest',
    trees: written.trees,
    maxDepth: depthOf(written.max_depth),
    featuresPerTree: written.features_per_tree,
    ...(written.rows_per_tree === 1 ? {} : { rowsPerTree: written.rows_per_tree }),
    minRowsSplit: written.min_rows_split,
  }),
  documented: {
    parameters:
      '`trees` (50); `max_depth` (none); `features_per_tree` (sqrt): `sqrt`, `all` or a number; `rows_per_tree` ' +
      '(1): as a share of the training rows, how many each tree draws, with replacement; `min_rows_split` (3): a ' +
      'node with at most so many rows is a leaf',
    reads: 'rows without a missing feature',
  },
  example: { kind: 'ml_random_forest', trees: 3, maxDepth: 4, featuresPerTree: 'all', minRowsSplit: 3 },
  method: ({ rowsPerTree }) => [
    {
      term: 'Hyper-parameters',
      text: [
        { count: 'trees' },
        ' trees, ',
        { worded: 'maxDepth', as: depthText },
        ', ',
        { worded: 'featuresPerTree', as: triedText },
        ' of the features in a tree, ',
        ...(rowsPerTree === undefined ? [] : SHARE_OF_ROWS),
        'nodes of at most ',
        { count: 'minRowsSplit' },
        ' rows not split',
      ],
    },
    { term: 'Limits of the library', text: [ML_FOREST_LIMITS] },
  ],
  load: async () => (await import('./ml-random-forest.ts')).mlRandomForest,
};

/** How many rows a tree of the library draws, where that is declared. */
const SHARE_OF_ROWS: readonly MethodPart<MlForestParameters>[] = [
  'as many rows in a tree as ',
  { percent: 'rowsPerTree' },
  ' of all, drawn with replacement, ',
];

type WrittenTrees = Omit<WrittenEstimator<typeof FOREST>, 'kind'>;

function treesOf({ trees, max_depth, min_rows_leaf, features_per_split, class_weight }: WrittenTrees) {
  return {
    trees,
    maxDepth: depthOf(max_depth),
    minRowsLeaf: min_rows_leaf,
    featuresPerSplit: features_per_split,
    classWeight: class_weight,
  };
}

/** How a tree of ours is grown. */
const GROWTH: readonly (MethodPart<ForestParameters> & MethodPart<BoostingParameters>)[] = [
  { count: 'trees' },
  ' trees, ',
  { worded: 'maxDepth', as: depthText },
  ', at least ',
  { count: 'minRowsLeaf' },
  ' rows in a leaf, ',
  { worded: 'featuresPerSplit', as: triedText },
  ' of the features tried at a split; 64 bins a feature, cut on training rows; class weights: ',
  { verbatim: 'classWeight' },
];

/** Of ml-random-forest 2.1.0 on ml-cart 2.1.1, as read in their source. */
const ML_FOREST_LIMITS =
  'npm’s ml-random-forest samples features once a tree instead of at each split, takes no missing values and has no ' +
  'class weights; ' +
  'every tree votes 0 or 1. Its gain threshold is set to 0; its own probabilities, importances and out-of-bag ' +
  'scores are not used.';

function depthText(depth: number | null): string {
  return depth === null ? 'of any depth' : `at most ${depth} splits deep`;
}

function triedText(tried: 'sqrt' | 'all' | number): string {
  return tried === 'sqrt' ? 'the square root' : String(tried);
}

import type { ModelDefinition } from '../definitions.ts';
import type { EstimatorShape } from '../schemas/model.ts';

type TreeShape = Extract<EstimatorShape, { readonly min_rows_leaf: number }>;

function depthOf({ max_depth }: { readonly max_depth: 'none' | number }): number | null {
  return max_depth === 'none' ? null : max_depth;
}

function treesOf(shape: TreeShape) {
  const { trees, min_rows_leaf, features_per_split, class_weight } = shape;
  return {
    trees,
    maxDepth: depthOf(shape),
    minRowsLeaf: min_rows_leaf,
    featuresPerSplit: features_per_split,
    classWeight: class_weight,
  };
}

export function estimatorOf(estimator: EstimatorShape): ModelDefinition['estimator'] {
  switch (estimator.kind) {
    case 'probit':
    case 'logit': {
      const { class_weight: classWeight, ...glm } = estimator;
      return { ...glm, classWeight };
    }
    case 'climatology':
    case 'linear':
    case 'theil_sen':
    case 'polynomial':
      return estimator;
    case 'threshold':
      return { kind: estimator.kind, at: estimator.at, above: estimator.above };
    case 'random_forest':
    case 'extra_trees':
      return { kind: estimator.kind, ...treesOf(estimator) };
    case 'ml_random_forest':
      return {
        kind: estimator.kind,
        trees: estimator.trees,
        maxDepth: depthOf(estimator),
        featuresPerTree: estimator.features_per_tree,
        minRowsSplit: estimator.min_rows_split,
      };
    case 'gradient_boosting':
      return {
        kind: estimator.kind,
        ...treesOf(estimator),
        learningRate: estimator.learning_rate,
        l2: estimator.l2,
      };
    default:
      return estimator satisfies never;
  }
}

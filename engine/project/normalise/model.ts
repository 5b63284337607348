import { defined } from '../defined.ts';
import type { BaselineDefinition, ModelDefinition } from '../definitions.ts';
import type { ModelShape } from '../schemas/model.ts';
import type { YamlFile } from '../yaml-file.ts';
import { columnReference } from './column-reference.ts';
import { describedBy, type PathDefaults } from './described.ts';

export function normaliseModel(yaml: YamlFile, shape: ModelShape, defaults: PathDefaults): ModelDefinition {
  const { protocol, estimator, lead_window, alarm } = shape;
  return defined({
    ...describedBy(yaml, shape.model, shape, defaults),
    label: shape.label,
    features: [...ruleFeature(shape), ...shape.features].map(columnReference),
    estimator: estimatorOf(shape),
    protocol: {
      firstCutoff: protocol.first_cutoff,
      refitMonths: protocol.refit_months,
      minimumEpisodes: protocol.minimum_episodes,
      minimumRows: protocol.minimum_rows,
      maturity: protocol.maturity,
      excludeInEvent: protocol.exclude.includes('in_event'),
    },
    // Climatology beside itself would say nothing, so it is the one estimator without a default baseline.
    baselines: (shape.baselines ?? (estimator.kind === 'climatology' ? [] : ['climatology' as const])).map(baselineOf),
    loss: shape.loss,
    leadWindow: { minMonths: lead_window.min_months, maxMonths: lead_window.max_months },
    persistence: { k: alarm.k, n: alarm.n },
    bootstrap: shape.bootstrap,
    seed: shape.seed,
    intendedUse: shape.intended_use.trim(),
    intendedUsers: shape.intended_users,
    materiality: shape.materiality.trim(),
    limitations: shape.limitations,
    validatedBy: shape.validated_by,
  });
}

function baselineOf(shape: NonNullable<ModelShape['baselines']>[number]): BaselineDefinition {
  return shape === 'climatology' ? { kind: shape } : { ...shape, feature: columnReference(shape.feature) };
}

/** A rule names its feature beside its threshold; it comes first, and the rules refuse any other. */
function ruleFeature({ estimator }: ModelShape): readonly string[] {
  return estimator.kind === 'threshold' ? [estimator.feature] : [];
}

type TreeShape = Extract<ModelShape['estimator'], { readonly min_rows_leaf: number }>;

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

function estimatorOf({ estimator }: ModelShape): ModelDefinition['estimator'] {
  switch (estimator.kind) {
    case 'probit':
    case 'logit':
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

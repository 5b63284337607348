import type { ModelNode } from '../../compile/index.ts';
import type { TuningDefinition } from '../../project/index.ts';
import type { EstimatorParameters, ModelSpec, Tuning } from '../../training/index.ts';

/** A model's declaration as training takes it. */
export function modelSpec(node: ModelNode): ModelSpec {
  const { definition, label } = node;
  return {
    estimator: estimatorOf(node),
    ...(definition.tuning === undefined ? {} : { tuning: tuningOf(definition.tuning) }),
    features: definition.features.map(({ group, column }) => `${group}.${column}`),
    protocol: definition.protocol,
    window: label.window,
    loss: definition.loss,
    leadWindow: definition.leadWindow,
    persistence: definition.persistence,
    bootstrap: definition.bootstrap,
    seed: definition.seed,
  };
}

function estimatorOf(node: ModelNode): EstimatorParameters {
  const { estimator } = node.definition;
  return { ...estimator };
}

function tuningOf({ candidates, folds, split, everyMonths, score }: TuningDefinition): Tuning {
  return {
    candidates: candidates.map(({ set, estimator }) => ({ set, parameters: { ...estimator } })),
    folds,
    split,
    everyMonths,
    score,
  };
}

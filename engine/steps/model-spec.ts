import type { ModelNode } from '../compile/index.ts';
import type { TuningDefinition } from '../project/index.ts';
import {
  type EstimatorParameters,
  isOfValues,
  type ModelSpec,
  type Rival,
  type Tuning,
  type ValueParameters,
  type ValueRival,
  type ValueSpec,
} from '../training/index.ts';

/** A model's declaration as training takes it: of an event, or of a value. */
export type AnySpec =
  | { readonly task: 'event'; readonly spec: ModelSpec }
  | { readonly task: 'value'; readonly spec: ValueSpec };

export function anySpec(node: ModelNode): AnySpec {
  const estimator = { ...node.definition.estimator };
  return isOfValues(estimator)
    ? { task: 'value', spec: valueSpec(node, estimator) }
    : { task: 'event', spec: modelSpec(node, estimator) };
}

/** The baselines of a model of an event that are models of their own. */
export function rivalsOf({ definition }: ModelNode): readonly Rival[] {
  return definition.baselines.flatMap((baseline) => {
    if (baseline.kind === 'climatology' || baseline.kind === 'persistence') return [];
    return [{ ...baseline, feature: `${baseline.feature.group}.${baseline.feature.column}` }];
  });
}

/** The baselines that a model of a value has to stand beside. */
export function valueRivalsOf({ definition }: ModelNode): readonly ValueRival[] {
  return definition.baselines.flatMap((baseline) => {
    if (baseline.kind !== 'persistence') return [];
    return [{ kind: baseline.kind, feature: `${baseline.feature.group}.${baseline.feature.column}` }];
  });
}

function modelSpec(node: ModelNode, estimator: EstimatorParameters): ModelSpec {
  const { definition } = node;
  const { minimumRows: _, ...protocol } = definition.protocol;
  if (definition.loss === undefined) throw new Error(`${node.id} has no loss, and the project was found sound`);
  return {
    ...shared(node),
    estimator,
    ...(definition.tuning === undefined ? {} : { tuning: tuningOf(definition.tuning) }),
    ...(definition.validate === undefined ? {} : { validate: definition.validate }),
    protocol,
    ...(definition.calibration === undefined ? {} : { calibration: definition.calibration }),
    loss: definition.loss,
    leadWindow: definition.leadWindow,
    persistence: definition.persistence,
  };
}

function valueSpec(node: ModelNode, estimator: ValueParameters): ValueSpec {
  const { minimumEpisodes: _, ...protocol } = node.definition.protocol;
  return { ...shared(node), estimator, protocol };
}

type Shared = 'features' | 'missing' | 'chooseColumns' | 'window' | 'bootstrap' | 'seed';

function shared({ definition, label }: ModelNode): Pick<ModelSpec, Shared> {
  const { missing, chooseColumns } = definition;
  return {
    features: definition.features.map(({ group, column }) => `${group}.${column}`),
    ...(missing === undefined ? {} : { missing }),
    ...(chooseColumns === undefined ? {} : { chooseColumns }),
    window: label.window,
    bootstrap: definition.bootstrap,
    seed: definition.seed,
  };
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

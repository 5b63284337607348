import { estimatorOf } from '../training/estimators/index.ts';
import type { ModelDefinition } from './definitions.ts';
import type { ColumnReference } from './normalise/column-reference.ts';
import type { YamlPath } from './problem-at.ts';

/** Every column that a model reads, for itself and for its baselines, and where that is written. */
export function readColumns(
  model: ModelDefinition,
): readonly { readonly reference: ColumnReference; readonly path: YamlPath }[] {
  return [
    ...model.features.map((reference, i) => ({ reference, path: featurePath(model, i) })),
    ...model.baselines.flatMap((baseline, i) =>
      baseline.kind === 'climatology' ? [] : [{ reference: baseline.feature, path: ['baselines', i, 'feature'] }],
    ),
  ];
}

/** Where a model's feature is written: the first one of an estimator that names its own among its parameters. */
function featurePath({ estimator }: ModelDefinition, i: number): YamlPath {
  const named = Object.entries(estimatorOf(estimator.kind).rules).find(([, { takes }]) => takes === 'feature');
  if (named === undefined) return ['features', i];
  return i === 0 ? ['estimator', named[0]] : ['features', i - 1];
}

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

/** Where a model's feature is written: a rule's first one beside its threshold. */
function featurePath({ estimator }: ModelDefinition, i: number): YamlPath {
  if (estimator.kind !== 'threshold') return ['features', i];
  return i === 0 ? ['estimator', 'feature'] : ['features', i - 1];
}

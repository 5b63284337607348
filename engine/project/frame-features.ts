import type { ModelDefinition } from './definitions.ts';
import type { ColumnReference } from './normalise/column-reference.ts';

/** The columns of a model's frame: its features, then those that only its baselines read. */
export function frameFeatures({ features, baselines }: ModelDefinition): readonly ColumnReference[] {
  const nameOf = ({ group, column }: ColumnReference): string => `${group}.${column}`;
  const ownNames = new Set(features.map(nameOf));
  const others = baselines.flatMap((baseline) => (baseline.kind === 'climatology' ? [] : [baseline.feature]));
  const more = new Map(
    others.filter((reference) => !ownNames.has(nameOf(reference))).map((reference) => [nameOf(reference), reference]),
  );
  return [...features, ...more.values()];
}

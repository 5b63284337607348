import type { ModelDefinition } from './definitions.ts';
import type { ColumnReference } from './normalise/column-reference.ts';

/** The columns of a model's frame: its features, then those that only its baselines read. */
export function frameFeatures({ features, baselines }: ModelDefinition): readonly ColumnReference[] {
  const nameOf = ({ group, column }: ColumnReference): string => `${group}.${column}`;
  const own = new Set(features.map(nameOf));
  const others = baselines.flatMap((baseline) => (baseline.kind === 'climatology' ? [] : [baseline.feature]));
  const more = new Map(others.filter((each) => !own.has(nameOf(each))).map((each) => [nameOf(each), each]));
  return [...features, ...more.values()];
}

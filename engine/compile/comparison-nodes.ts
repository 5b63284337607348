import { idOf } from '../ids/index.ts';
import type { Definitions, LabelDefinition, ModelDefinition } from '../project/index.ts';
import type { ComparisonNode } from './graph.ts';

/** A node for every label that two models or more predict: nobody has to ask for their comparison. */
export function comparisonNodes(definitions: Definitions): readonly ComparisonNode[] {
  return definitions.labels.flatMap((label) => {
    const models = definitions.models.filter((model) => model.label === label.name);
    return models.length < 2 ? [] : [comparisonNode(label, models, definitions)];
  });
}

function comparisonNode(
  label: LabelDefinition,
  models: readonly ModelDefinition[],
  { config }: Definitions,
): ComparisonNode {
  const byName = models.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const champion = config.champions.find((declared) => declared.label === label.name)?.model ?? null;
  return {
    kind: 'comparison',
    id: idOf.comparison(label.name),
    name: label.name,
    description: `Models of ${label.name} side by side`,
    ...(label.owner === undefined ? {} : { owner: label.owner }),
    tags: [],
    path: label.yaml.file.path,
    inputs: byName.map(({ name }) => idOf.model(name)),
    // The models that it compares are its inputs, by their fingerprints; who is the champion decides what it says of
    // them.
    recipe: { champion },
    label,
    models: byName,
    champion,
  };
}

import { idOf, type NodeId } from '../ids/index.ts';
import { type Definitions, frameFeatures, type LabelDefinition, type ModelDefinition } from '../project/index.ts';
import type { ModelNode } from './graph.ts';
import { modelRecipe } from './recipes.ts';

/** One node a model. References were checked when the project was read; `notComparable` are labels by name. */
export function modelNodes(definitions: Definitions, notComparable: ReadonlySet<string>): readonly ModelNode[] {
  const labels = new Map(definitions.labels.map((label) => [label.name, label]));
  return definitions.models.map((model) => {
    const label = labels.get(model.label);
    if (label === undefined) throw new Error(`model ${model.name} refers to no label`);
    return modelNode(model, label, !notComparable.has(label.name));
  });
}

function modelNode(model: ModelDefinition, label: LabelDefinition, windowCompared: boolean): ModelNode {
  return {
    kind: 'model',
    id: idOf.model(model.name),
    name: model.name,
    description: model.description,
    ...(model.owner === undefined ? {} : { owner: model.owner }),
    tags: model.tags,
    path: model.yaml.file.path,
    inputs: modelInputs(model, label),
    recipe: modelRecipe(model, label, windowCompared),
    definition: model,
    label,
    windowCompared,
  };
}

/** Its label, its features' groups, and the group that tells episodes, each once. */
function modelInputs(model: ModelDefinition, label: LabelDefinition): readonly NodeId[] {
  const groups = [...frameFeatures(model).map(({ group }) => group), ...(label.event ? [label.event.group] : [])];
  return [idOf.label(label.name), ...[...new Set(groups)].map((group) => idOf.group(group))];
}

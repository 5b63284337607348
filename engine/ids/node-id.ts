/**
 * The id of a node of the graph: `fred.unrate`, `features.labor`, `labels.recession_12m`, `models.recession_probit`,
 * `comparisons.recession_12m`, `tests.labor.unrate.not_null`. In SQL those of relations, groups and labels are their
 * names.
 */
export type NodeId = string & { readonly __brand: 'NodeId' };

/** Takes a text for an id, such as the key of a manifest; whether there is such a node, the graph knows. */
export function nodeId(text: string): NodeId {
  return text as NodeId;
}

/** The ids of nodes, by what they are and their names. */
export const idOf = {
  relation: (source: string, relation: string) => nodeId(`${source}.${relation}`),
  group: (name: string) => nodeId(`features.${name}`),
  label: (name: string) => nodeId(`labels.${name}`),
  model: (name: string) => nodeId(`models.${name}`),
  /** A comparison has the name of the label that its models share. */
  comparison: (label: string) => nodeId(`comparisons.${label}`),
  test: (group: string, name: string) => nodeId(`tests.${group}.${name}`),
} as const;

/** The ids of what the step of a model makes beside it: stages of the lineage and objects, and no nodes. */
export const stageIdOf = {
  frame: (model: string) => `frames.${model}`,
  prediction: (model: string) => `predictions.${model}`,
  alarms: (model: string) => `alarms.${model}`,
  card: (model: string) => `cards.${model}`,
} as const;

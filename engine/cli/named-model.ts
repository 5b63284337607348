import type { Graph, ModelNode } from '../compile/index.ts';
import { didYouMean, problemError } from '../diagnostics/index.ts';
import { namedTarget } from './named-node.ts';

/** The model of this name. ProblemError EWS6002 for anything else. */
export function namedModel(graph: Graph, name: string): ModelNode {
  const model = findModel(graph, name);
  if (model !== undefined) return model;
  const names = modelsOf(graph).map((each) => each.name);
  const { node } = namedTarget(graph, name, []);
  const hint =
    didYouMean(name, names) ?? (names.length === 0 ? 'this project has no models' : `models: ${names.join(', ')}`);
  throw problemError('EWS6002', `${node.id} is a ${node.kind}, not a model`, { hint });
}

/** The model of this name or id; undefined where there is none. */
export function findModel(graph: Graph, name: string): ModelNode | undefined {
  return modelsOf(graph).find((node) => node.name === name || node.id === name);
}

function modelsOf(graph: Graph): readonly ModelNode[] {
  return [...graph.nodes.values()].filter((node) => node.kind === 'model');
}

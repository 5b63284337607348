import type { Graph, NodeId } from '../compile/index.ts';
import {
  type DefinedNode,
  type DefinitionAspect,
  differingAspects,
  nodesDefinedBy,
  nodesMadeIn,
  type WordsOfNodes,
} from './defined-nodes.ts';
import type { Manifest } from './manifest.ts';

/** The definitions of a whole project at some time, as far as it takes to tell whether others differ from them. */
export interface ProjectState {
  /** `prod#41`, `run 20221101T060000Z-5a51f3`, `git main`: for messages. */
  readonly name: string;
  readonly defined: ReadonlyMap<NodeId, DefinedNode>;
  /** What was built of it; absent of a revision. */
  readonly manifest?: Manifest;
}

/** In what a definition differs from that of a state: in nothing else where the state has no such node. */
export type DefinitionDifference = 'new' | readonly DefinitionAspect[];

export function stateOfManifest(name: string, manifest: Manifest, words: WordsOfNodes): ProjectState {
  return { name, defined: nodesMadeIn(manifest, words), manifest };
}

export function stateOfGraph(name: string, graph: Pick<Graph, 'nodes'>, words: WordsOfNodes): ProjectState {
  return { name, defined: nodesDefinedBy(graph, words) };
}

/** How each definition differs from a state. Data, days, the engine and the machine are no part of a definition. */
export function differencesFrom(
  { defined }: ProjectState,
  graph: Pick<Graph, 'nodes'>,
  words: WordsOfNodes,
): ReadonlyMap<NodeId, DefinitionDifference> {
  return new Map(
    [...nodesDefinedBy(graph, words)].map(([id, now]) => {
      const before = defined.get(id);
      return [id, before === undefined ? 'new' : differingAspects(before, now)];
    }),
  );
}

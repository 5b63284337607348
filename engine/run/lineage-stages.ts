import { DIGEST_REVISION, type Stage } from '../../lineage/index.ts';
import type { Graph, GraphNode } from '../compile/index.ts';
import { ENGINE_SETTINGS } from '../warehouse/index.ts';
import { modelStages } from './lineage-stages/model-stages.ts';
import { featureStage, labelStage } from './lineage-stages/query-stages.ts';
import { originStages, sourceStage } from './lineage-stages/source-stages.ts';
import { testStage } from './lineage-stages/test-stage.ts';

/** What digests of formulas depend on besides the formulas: the rules, and the plans that they are applied to. */
export const DIGEST_RULES = `${DIGEST_REVISION}, ${ENGINE_SETTINGS.engine}`;

/** The columns of every object that a project makes, from the source's bytes to the prediction, and their edges. */
export function lineageStages(graph: Graph): readonly Stage[] {
  return [...originStages(graph), ...[...graph.nodes.values()].flatMap((node) => stagesOf(graph, node))];
}

function stagesOf(graph: Graph, node: GraphNode): readonly Stage[] {
  switch (node.kind) {
    case 'source':
      return [sourceStage(node)];
    case 'feature':
      return [featureStage(node)];
    case 'label':
      return [labelStage(node)];
    case 'model':
      return modelStages(
        node,
        [...graph.nodes.values()].filter((each) => each.kind === 'feature'),
      );
    case 'comparison':
      // It has no columns: what it says is quoted from cards.
      return [];
    case 'test':
      return [testStage(graph, node)];
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

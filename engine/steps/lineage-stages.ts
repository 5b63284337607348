import { DIGEST_REVISION, type Stage } from '../../lineage/index.ts';
import type { Graph, GraphNode } from '../compile/index.ts';
import { ENGINE_SETTINGS } from '../warehouse/index.ts';
import { comparisonStage } from './lineage-stages/card-stage.ts';
import { modelStages } from './lineage-stages/model-stages.ts';
import { featureStage, labelStage } from './lineage-stages/query-stages.ts';
import { originStages, sourceStage } from './lineage-stages/source-stages.ts';
import type { StageMaking } from './lineage-stages/stage-making.ts';
import { rulesWithout, type StageRule } from './lineage-stages/stage-rules.ts';
import { testStage } from './lineage-stages/test-stage.ts';

/** Raise it when the same query would give a stage other digests of its columns or rows. */
const STAGE_REVISION = 2;

/** What digests of formulas depend on besides the formulas: the rules, and the plans that they are applied to. */
export const DIGEST_RULES = `${DIGEST_REVISION}.${STAGE_REVISION}, ${ENGINE_SETTINGS.engine}`;

/**
 * The columns of every object that a project makes, from the source's bytes to the prediction, and their edges.
 * `without` rules they are what an oracle of lineage has to find wanting.
 */
export function lineageStages(graph: Graph, ...without: readonly StageRule[]): readonly Stage[] {
  const making: StageMaking = { graph, ruled: rulesWithout(without) };
  return [...originStages(graph), ...[...graph.nodes.values()].flatMap((node) => stagesOf(node, making))];
}

function stagesOf(node: GraphNode, making: StageMaking): readonly Stage[] {
  switch (node.kind) {
    case 'source':
      return [sourceStage(node, making)];
    case 'feature':
      return [featureStage(node, making)];
    case 'label':
      return [labelStage(node, making)];
    case 'model':
      return modelStages(node, making);
    case 'comparison':
      return [comparisonStage(node)];
    case 'test':
      // What gives its rows itself reads nothing that is stored.
      return node.body.kind === 'unit' ? [] : [testStage(node, node.body, making)];
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

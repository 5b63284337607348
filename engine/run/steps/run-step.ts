import type { GraphNode } from '../../compile/index.ts';
import { buildComparison } from './comparison.ts';
import { buildFeature } from './feature.ts';
import { buildLabel } from './label.ts';
import { buildModel } from './model.ts';
import type { StepOutcome } from './outcome.ts';
import type { RunStepContext } from './run-step-context.ts';
import { runTest } from './test.ts';
import { isUnitTest, runUnitTest } from './unit-test.ts';

/** Makes one node's objects. Throws ProblemError for what the user can mend. */
export async function runStep(context: RunStepContext, node: GraphNode, fingerprint: string): Promise<StepOutcome> {
  switch (node.kind) {
    case 'feature':
      return buildFeature(context, node, fingerprint);
    case 'label':
      return buildLabel(context, node, fingerprint);
    case 'model':
      return buildModel(context, node, fingerprint);
    case 'comparison':
      return buildComparison(context, node, fingerprint);
    case 'test':
      return isUnitTest(node) ? runUnitTest(context, node, fingerprint) : runTest(context, node, fingerprint);
    case 'source':
      throw new Error(`${node.id} is ingested, not run`);
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

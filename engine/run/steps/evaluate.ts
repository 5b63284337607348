import type { FeatureNode, LabelNode } from '../../compile/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { checkLift, type Evaluated, evaluateLifted, evaluateLoop } from '../../feature-store/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import { asDataProblem } from './data-problem.ts';

export interface Evaluation {
  readonly evaluated: Evaluated;
  /** `lifted`, or `loop: why`. */
  readonly note: string;
  readonly warnings: readonly Problem[];
}

/**
 * A definition's query as of every decision date: set-based where the lifted form exists and equals the loop on a
 * sample of dates, by the loop otherwise. The result is the same either way.
 */
export async function evaluate(
  warehouse: Warehouse,
  node: FeatureNode | LabelNode,
  dates: readonly string[],
): Promise<Evaluation> {
  const plan = { ...node.query, name: node.id };
  try {
    if (node.query.liftedSql === undefined) {
      const reason = node.query.loopReason ?? 'it cannot be lifted';
      return {
        evaluated: await evaluateLoop(warehouse, plan, dates, 'effective'),
        note: `loop: ${reason}`,
        warnings: [],
      };
    }
    const check = await checkLift(warehouse, plan, dates);
    if (check.equal) return { evaluated: await evaluateLifted(warehouse, plan, dates), note: 'lifted', warnings: [] };
    const warning: Problem = {
      code: 'EWS3008',
      severity: 'warning',
      message: `${node.id} runs as a loop: its lifted form differs (${check.reason})`,
      hint: 'the result is right, only slower; please report the query',
    };
    return {
      evaluated: await evaluateLoop(warehouse, plan, dates, 'effective'),
      note: 'loop: lifted form differs',
      warnings: [warning],
    };
  } catch (error) {
    throw asDataProblem(error, node);
  }
}

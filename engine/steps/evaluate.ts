import type { Day } from '../calendar/index.ts';
import { type FeatureNode, type Graph, type LabelNode, liftedQuery } from '../compile/index.ts';
import { type Problem, warning } from '../diagnostics/index.ts';
import { checkLift, type Evaluated, evaluateLifted, evaluateLoop } from '../feature-store/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { asDataProblem } from './data-problem.ts';

export interface Evaluation {
  readonly evaluated: Evaluated;
  /** `lifted`, or `loop: why`. */
  readonly note: string;
  readonly warnings: readonly Problem[];
}

/** A group or label of a graph. */
export interface CompiledNode {
  readonly graph: Pick<Graph, 'nodes'>;
  readonly node: FeatureNode | LabelNode;
}

/**
 * A definition's query as of every decision date: set-based where the lifted form exists and equals the loop on a
 * sample of dates, by the loop otherwise: the loop is the definition. Where the two disagree its rows are taken, and
 * the warning says so, because one of the two is wrong. `take` is given the rows, a run of dates after the other; the
 * result then holds the last run alone.
 */
export async function evaluate(
  warehouse: Warehouse,
  { graph, node }: CompiledNode,
  dates: readonly Day[],
  take?: (part: Evaluated) => Promise<void>,
): Promise<Evaluation> {
  const query = { ...node.query, name: node.id };
  const taking = take === undefined ? {} : { take };
  const loop = (): Promise<Evaluated> => evaluateLoop(warehouse, query, dates, { which: 'effective', ...taking });
  try {
    const lifted = await liftedQuery(graph, node, warehouse);
    if (lifted.kind === 'loop') {
      return { evaluated: await loop(), note: `loop: ${lifted.reason}`, warnings: [] };
    }
    const plan = { ...query, liftedSql: lifted.sql, exactness: lifted.exactness };
    const check = await checkLift(warehouse, plan, dates);
    if (check.equal) {
      return { evaluated: await evaluateLifted(warehouse, plan, dates, taking), note: 'lifted', warnings: [] };
    }
    const differs = warning(
      'EWS3008',
      `${node.id} gives other rows lifted than by the loop over decision dates (${check.reason})`,
      { hint: "the loop's rows are stored, because the loop is the definition; compare a date by hand with ews show" },
    );
    return { evaluated: await loop(), note: 'loop: lifted form differs', warnings: [differs] };
  } catch (error) {
    throw asDataProblem(error, node);
  }
}

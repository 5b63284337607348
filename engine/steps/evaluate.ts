import type { Day } from '../calendar/index.ts';
import { type FeatureNode, type Graph, type LabelNode, liftedQuery } from '../compile/index.ts';
import { type Problem, warning } from '../diagnostics/index.ts';
import {
  type AsOfPlan,
  checkLift,
  countPasses,
  type Evaluated,
  evaluateLatest,
  evaluateLifted,
  evaluateLoop,
  windowsOf,
} from '../feature-store/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { asDataProblem } from './data-problem.ts';

/** The later half of the passes, evaluated elsewhere at the same time. */
export interface LaterHalf {
  /** Waits for it, and takes its rows. False where it has none to give. */
  readonly takeOver: () => Promise<boolean>;
  /** Ends it where it is not wanted, and waits until it has ended. */
  readonly end: () => Promise<void>;
}

/** Whoever is given a definition's rows. */
export interface Taking {
  /** Is given the rows, a run of dates after the other. */
  readonly take: (part: Evaluated) => Promise<void>;
  /**
   * Where only the row with the last `date` as of each date is taken, and the last values of these columns: then other
   * rows need not be given.
   */
  readonly lastValues?: readonly string[] | undefined;
  /** Begins the later half of the passes where there are several; undefined where nobody is idle. */
  readonly beginLater?: (plan: AsOfPlan) => LaterHalf | undefined;
}

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
 * the warning says so, because one of the two is wrong. Where somebody takes the rows, the result holds the last run of
 * dates alone.
 */
export async function evaluate(
  warehouse: Warehouse,
  { graph, node }: CompiledNode,
  dates: readonly Day[],
  taken?: Taking,
): Promise<Evaluation> {
  const query = { ...node.query, name: node.id };
  const taking = taken === undefined ? {} : { take: taken.take };
  const loop = (): Promise<Evaluated> => evaluateLoop(warehouse, query, dates, { which: 'effective', ...taking });
  try {
    const lifted = await liftedQuery(graph, node, warehouse);
    if (lifted.kind === 'loop') {
      return { evaluated: await loop(), note: `loop: ${lifted.reason}`, warnings: [] };
    }
    const { sql: liftedSql, exactness, reachDays } = lifted;
    const plan = { ...query, liftedSql, exactness, ...(reachDays === undefined ? {} : { reachDays }) };
    const checked = await evaluateChecked(warehouse, plan, dates, taken);
    if (checked.kind === 'equal') return { evaluated: checked.evaluated, note: 'lifted', warnings: [] };
    const differs = warning(
      'EWS3008',
      `${node.id} gives other rows lifted than by the loop over decision dates (${checked.reason})`,
      { hint: "the loop's rows are stored, because the loop is the definition; compare a date by hand with ews show" },
    );
    return { evaluated: await loop(), note: 'loop: lifted form differs', warnings: [differs] };
  } catch (error) {
    throw asDataProblem(error, node);
  }
}

type Checked =
  | { readonly kind: 'equal'; readonly evaluated: Evaluated }
  | { readonly kind: 'differs'; readonly reason: string };

/** The lifted form, if it equals the loop: of the latest rows alone where that is enough. */
async function evaluateChecked(
  warehouse: Warehouse,
  plan: AsOfPlan,
  dates: readonly Day[],
  taken: Taking | undefined,
): Promise<Checked> {
  // Sums that windows share hang on where their partition begins.
  const lastValues = plan.reachDays === undefined ? undefined : taken?.lastValues;
  if (taken === undefined || lastValues === undefined || (await windowsOf(warehouse)) === 'shared') {
    return evaluateWhole(warehouse, plan, dates, taken);
  }
  const check = await checkLift(warehouse, plan, dates);
  if (!check.equal) return { kind: 'differs', reason: check.reason };
  const latest = await evaluateLatest(warehouse, plan, dates, { take: taken.take, lastValues });
  const evaluated = latest ?? (await evaluateLifted(warehouse, plan, dates, { take: taken.take }));
  return { kind: 'equal', evaluated };
}

/** The later half of the passes beside the check and the first, if it can. */
async function evaluateWhole(
  warehouse: Warehouse,
  plan: AsOfPlan,
  dates: readonly Day[],
  taken: Taking | undefined,
): Promise<Checked> {
  const isLong = taken?.beginLater !== undefined && (await countPasses(warehouse, plan, dates)) > 1;
  const later = isLong ? taken.beginLater?.(plan) : undefined;
  const taking = taken === undefined ? {} : { take: taken.take };
  try {
    const check = await checkLift(warehouse, plan, dates);
    if (!check.equal) return { kind: 'differs', reason: check.reason };
    const evaluated = await evaluateLifted(warehouse, plan, dates, { ...taking, half: later && 'first' });
    if (later === undefined || (await later.takeOver())) return { kind: 'equal', evaluated };
    return { kind: 'equal', evaluated: await evaluateLifted(warehouse, plan, dates, { ...taking, half: 'second' }) };
  } finally {
    await later?.end();
  }
}

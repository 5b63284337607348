import { END_OF_TIME } from '../bitemporal/index.ts';
import { addMonths } from '../calendar/index.ts';
import type { Graph, ModelNode } from '../compile/index.ts';
import { type Problem, ProblemError, problem, topOf } from '../diagnostics/index.ts';
import type { Plan } from '../plan/index.ts';
import type { TargetDefinition } from '../project/index.ts';
import type { Prepared } from '../run/index.ts';
import {
  anySpec,
  createTrainer,
  type Effects,
  eventMonths,
  finalFrames,
  outcomesThrough,
  readFrame,
} from '../steps/index.ts';
import { type FitSummary, type LabelVersion, rowName, type TrainingFrame } from '../training/index.ts';
import { inspect } from './inspect.ts';

/** One fit for inspection. Months are `YYYY-MM`, both included; a decision date counts when its outcome lies in them. */
export interface FitRequest {
  readonly outcomes: { readonly from: string; readonly to: string } | null;
  /** known: features as known on each date; revised: final values, publication lag removed. Labels are final in both. */
  readonly data: 'known' | 'revised';
  readonly memory: string;
  readonly isolation: TargetDefinition['isolation'];
}

export interface FitReport extends FitSummary {
  readonly name: string;
  readonly data: FitRequest['data'];
  /** Of a panel. */
  readonly keys?: number;
  readonly firstDecision: string | null;
  readonly lastDecision: string | null;
  /** Nobody looked later what became of outcomes. */
  readonly outcomesThrough: string;
}

/** Fits a model once, on all decision dates whose outcome is asked for. Reads what is built, stores nothing. */
export async function fitModel(
  prepared: Prepared,
  plan: Plan,
  node: ModelNode,
  request: FitRequest,
  effects: Effects,
): Promise<FitReport> {
  const { task, spec } = anySpec(node);
  if (task === 'value' || (spec.estimator.kind !== 'probit' && spec.estimator.kind !== 'logit'))
    throw new ProblemError([noCoefficients(node)]);
  return inspect({ prepared, plan, reader: node.id, effects, memory: request.memory }, async (context) => {
    const known = await readFrame(context, node);
    const whole = request.data === 'known' ? known.frame : (await finalFrames(context, node, known)).lagRemoved;
    const { frame, y } = restrict(whole, known.labels, node, request.outcomes);
    const { months: events } = await eventMonths(context, node);
    const trainer = createTrainer({ demanded: request.isolation, memory: request.memory, width: 1 });
    const fit = await trainer.train({ kind: 'fit', input: { frame, y, spec, events } }, context.signal);
    return {
      name: node.name,
      data: request.data,
      ...(frame.keys === undefined ? {} : { keys: new Set(frame.keys).size }),
      firstDecision: frame.asOf[0] ?? null,
      lastDecision: frame.asOf.at(-1) ?? null,
      outcomesThrough: outcomesThrough(context.graph, node),
      ...fit.result,
    };
  });
}

/** The model that a command names. */
export function modelNamed(graph: Graph, id: string): ModelNode | undefined {
  const node = [...graph.nodes.values()].find((each) => each.id === id || (each.kind === 'model' && each.name === id));
  return node?.kind === 'model' ? node : undefined;
}

/** Decision dates whose whole outcome window lies in the months asked for, with their final labels. */
function restrict(
  frame: TrainingFrame,
  labels: readonly LabelVersion[],
  node: ModelNode,
  outcomes: FitRequest['outcomes'],
): { readonly frame: TrainingFrame; readonly y: readonly (0 | 1 | null)[] } {
  const last = labels.filter(({ knownTo }) => knownTo === END_OF_TIME);
  const final = new Map(last.map(({ date, key, y }) => [rowName(date, key), y]));
  const { fromMonth, toMonth } = node.label.window;
  const kept = frame.asOf
    .map((date, row) => ({ date, row }))
    .filter(
      ({ date }) =>
        outcomes === null || (addMonths(date, fromMonth) >= outcomes.from && addMonths(date, toMonth) <= outcomes.to),
    );
  return {
    frame: {
      asOf: kept.map(({ date }) => date),
      ...(frame.keys === undefined ? {} : { keys: kept.map(({ row }) => frame.keys?.[row] ?? '') }),
      features: frame.features,
      values: frame.values.map((column) => kept.map(({ row }) => column[row] ?? null)),
    },
    y: kept.map(({ date, row }) => binary(final.get(rowName(date, frame.keys?.[row])))),
  };
}

function binary(y: LabelVersion['y'] | undefined): 0 | 1 | null {
  return y === 0 || y === 1 ? y : null;
}

function noCoefficients(node: ModelNode): Problem {
  const message = `${node.id} is ${node.definition.estimator.kind}: only probit and logit have a table of coefficients`;
  const hint = `its record out of sample: ews card ${node.name}`;
  return problem('EWS6001', message, { span: topOf(node.path), hint });
}

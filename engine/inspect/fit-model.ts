import { END_OF_TIME } from '../bitemporal/index.ts';
import { addMonths, type Day, type Month } from '../calendar/index.ts';
import type { ModelNode } from '../compile/index.ts';
import { type ProblemError, problemError, topOf } from '../diagnostics/index.ts';
import { at } from '../presence/index.ts';
import { anySpec, createTrainer, eventMonths, finalFrames, outcomesThrough, readFrame } from '../steps/index.ts';
import { type FitSummary, type LabelVersion, rowName, type TrainingFrame } from '../training/index.ts';
import { inspect } from './inspect.ts';
import type { WholeProject } from './whole-project.ts';

/** One fit to look at. Months are `YYYY-MM`, both included; a decision date counts when its outcome lies in them. */
export interface FitRequest {
  readonly outcomes: { readonly from: Month; readonly to: Month } | null;
  /** known: features as known on each date; revised: final values without publication lag. Labels are final in both. */
  readonly data: 'known' | 'revised';
}

export interface FitReport extends FitSummary {
  readonly name: string;
  readonly data: FitRequest['data'];
  /** How many keys a panel has. */
  readonly keys?: number;
  readonly firstDecision: Day | null;
  readonly lastDecision: Day | null;
  /** Nobody looked later what became of outcomes. */
  readonly outcomesThrough: Day;
}

/** Fits a model once, on all decision dates whose outcome is asked for. Reads what is built, stores nothing. */
export async function fitModel(project: WholeProject, node: ModelNode, request: FitRequest): Promise<FitReport> {
  const { isolation, resources } = project.target;
  return inspect(project, node.id, async (context) => {
    const { task, spec } = anySpec(node);
    if (task === 'value' || (spec.estimator.kind !== 'probit' && spec.estimator.kind !== 'logit'))
      throw noCoefficients(node);
    const known = await readFrame(context, node);
    const whole = request.data === 'known' ? known.frame : (await finalFrames(context, node, known)).lagRemoved;
    const { frame, y } = restrict(whole, known.labels, node, request.outcomes);
    const { months: events } = await eventMonths(context, node);
    const trainer = createTrainer({ demanded: isolation, memory: resources.memory, width: 1 });
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
  const { keys } = frame;
  const kept = frame.asOf
    .map((date, row) => ({ date, row, ...(keys === undefined ? {} : { key: at(keys, row) }) }))
    .filter(
      ({ date }) =>
        outcomes === null || (addMonths(date, fromMonth) >= outcomes.from && addMonths(date, toMonth) <= outcomes.to),
    );
  return {
    frame: {
      asOf: kept.map(({ date }) => date),
      ...(keys === undefined ? {} : { keys: kept.map(({ row }) => at(keys, row)) }),
      features: frame.features,
      values: frame.values.map((column) => kept.map(({ row }) => at(column, row))),
    },
    y: kept.map(({ date, key }) => binary(final.get(rowName(date, key)))),
  };
}

function binary(y: LabelVersion['y'] | undefined): 0 | 1 | null {
  return y === 0 || y === 1 ? y : null;
}

function noCoefficients(node: ModelNode): ProblemError {
  const message = `${node.id} is ${node.definition.estimator.kind}: only probit and logit have a table of coefficients`;
  const hint = `its record out of sample: ews card ${node.name}`;
  return problemError('EWS6001', message, { span: topOf(node.path), hint });
}

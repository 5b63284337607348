import type { ModelNode } from '../compile/index.ts';
import { ProblemError } from '../diagnostics/index.ts';
import { readObjectFile } from '../lake/index.ts';
import type { Plan } from '../plan/index.ts';
import {
  type Explained,
  type ExplainedDate,
  type ExplainedValue,
  explainDate,
  explainValueDate,
  type ValuePrediction,
  type ValueRefit,
  type ValueWhatIf,
  valueWhatIf,
  type Walked,
  type WhatIf,
  whatIf,
} from '../training/index.ts';
import type { Effects, StepContext } from './context.ts';
import { inspect } from './inspect.ts';
import type { Prepared } from './prepare.ts';
import { readFrame } from './steps/frame.ts';
import { anySpec } from './steps/model-spec.ts';

export interface ExplainRequest {
  readonly prepared: Pick<Prepared, 'graph' | 'holdings'>;
  readonly plan: Plan;
  readonly node: ModelNode;
  /** The decision date; the newest one that was predicted when absent. */
  readonly at: string | undefined;
  readonly effects: Pick<Effects, 'store' | 'scratch'>;
  readonly memory: string;
}

/** What is said of a prediction, by what the model predicts: an event, or a value. */
export type ByTask<Event, Value> =
  | { readonly task: 'event'; readonly said: Event }
  | { readonly task: 'value'; readonly said: Value };

/**
 * Why a stored prediction came out as it did: the contributions of the fit that made it. Throws ProblemError EWS4003 when
 * the model is not built as it is defined now, EWS4005 for a date without a prediction.
 */
export async function explainModel(request: ExplainRequest): Promise<ByTask<ExplainedDate, ExplainedValue>> {
  return withStoredModel(request, explainDate, explainValueDate);
}

/** The same date with other inputs. Throws as `explainModel`; every changed feature must be one of the model's. */
export async function modelWhatIf(
  request: ExplainRequest,
  changes: ReadonlyMap<string, number | null>,
): Promise<ByTask<WhatIf, ValueWhatIf>> {
  return withStoredModel(
    request,
    (stored, at) => whatIf(stored, at, changes),
    (stored, at) => valueWhatIf(stored, at, changes),
  );
}

/** A value model's frame and its walk-forward. */
type ExplainedValues = Walked<ValuePrediction, ValueRefit>;

async function withStoredModel<Event, Value>(
  { prepared, plan, node, at, effects, memory }: ExplainRequest,
  askEvent: (stored: Explained, at: string) => Event | undefined,
  askValue: (stored: ExplainedValues, at: string) => Value | undefined,
): Promise<ByTask<Event, Value>> {
  return inspect({ prepared, plan, reader: node.id, effects, memory }, async (context) => {
    const { frame } = await readFrame(context, node);
    if (anySpec(node).task === 'event') {
      const { spec, realTime } = await readModel<Pick<Explained, 'spec'> & Stored<Explained>>(context, node);
      return { task: 'event', said: answerOf({ frame, spec, backtest: realTime }, node, at, askEvent) };
    }
    const { realTime } = await readModel<Stored<ExplainedValues>>(context, node);
    return { task: 'value', said: answerOf({ frame, backtest: realTime }, node, at, askValue) };
  });
}

/** Step (a), as `model.json` holds it. */
interface Stored<Model extends Walked<unknown, unknown>> {
  readonly realTime: Model['backtest'];
}

async function readModel<Contents>(context: StepContext, node: ModelNode): Promise<Contents> {
  const meta = await context.object(context.input(node.id));
  const bytes = await readObjectFile(context.store, meta, 'model.json');
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as Contents;
}

function answerOf<Model extends Walked<{ readonly asOf: string }, unknown>, Said>(
  stored: Model,
  node: ModelNode,
  at: string | undefined,
  ask: (stored: Model, at: string) => Said | undefined,
): Said {
  const { predictions } = stored.backtest;
  const said = ask(stored, at ?? predictions.at(-1)?.asOf ?? '');
  if (said === undefined) throw noPrediction(node, at, predictions);
  return said;
}

function noPrediction(
  { name }: ModelNode,
  at: string | undefined,
  predictions: readonly { readonly asOf: string }[],
): ProblemError {
  const [first, last] = [predictions[0]?.asOf, predictions.at(-1)?.asOf];
  const message = `${name} has no prediction for ${at ?? 'any date'}`;
  const hint =
    first === undefined ? 'it has predicted nothing' : `it predicted on the decision dates from ${first} to ${last}`;
  return new ProblemError([{ code: 'EWS4005', severity: 'error', message, hint }]);
}

import type { Day } from '../calendar/index.ts';
import type { ModelNode } from '../compile/index.ts';
import { problemError } from '../diagnostics/index.ts';
import { readObjectJson } from '../lake/index.ts';
import type { Standing } from '../standing/index.ts';
import { anySpec, outcomesThrough, readFrame, type StepContext } from '../steps/index.ts';
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
import { highest } from './highest.ts';
import { inspect } from './inspect.ts';
import type { WholeProject } from './whole-project.ts';

export interface ExplainRequest {
  readonly project: WholeProject;
  readonly node: ModelNode;
  /** The decision date; the newest one that was predicted when absent. */
  readonly at: string | undefined;
  /** A key of a panel; the one with the highest probability on that date when absent. */
  readonly key: string | undefined;
}

/** What is said of a prediction, by what the model predicts: an event, or a value. */
export type ByTask<Event, Value> = {
  /** Nobody looked later what became of outcomes. */
  readonly outcomesThrough: Day;
  /** Whose numbers these are; null where another environment made them. */
  readonly standing: Standing | null;
} & ({ readonly task: 'event'; readonly said: Event } | { readonly task: 'value'; readonly said: Value });

/**
 * Says why a stored prediction came out as it did: the contributions of the fit that made it. Throws ProblemError
 * EWS4003 when the model is not built as it is defined now, EWS4005 for a date without a prediction.
 */
export async function explainModel(request: ExplainRequest): Promise<ByTask<ExplainedDate, ExplainedValue>> {
  return withStoredModel(request, explainDate, explainValueDate);
}

/** Asks for a date with other inputs. Throws as `explainModel`; every changed feature must be one of the model's. */
export async function modelWhatIf(
  request: ExplainRequest,
  changes: ReadonlyMap<string, number | null>,
): Promise<ByTask<WhatIf, ValueWhatIf>> {
  return withStoredModel(
    request,
    (stored, at, key) => whatIf(stored, at, changes, key),
    (stored, at) => valueWhatIf(stored, at, changes),
  );
}

/** A value model's frame and its walk-forward. */
type ExplainedValues = Walked<ValuePrediction, ValueRefit>;

/** The answer for a date, of a panel and key; undefined where nothing was predicted. */
type Explain<Model, Said> = (stored: Model, at: string, key?: string) => Said | undefined;

async function withStoredModel<Event, Value>(
  request: ExplainRequest,
  askEvent: Explain<Explained, Event>,
  askValue: Explain<ExplainedValues, Value>,
): Promise<ByTask<Event, Value>> {
  const { project, node } = request;
  return inspect(project, node.id, async (context, standing) => {
    const { frame } = await readFrame(context, node);
    const through = { outcomesThrough: outcomesThrough(project.graph, node), standing };
    if (anySpec(node).task === 'event') {
      const { spec, realTime } = await readModel<Pick<Explained, 'spec'> & Stored<Explained>>(context, node);
      return { ...through, task: 'event', said: answerOf({ frame, spec, backtest: realTime }, request, askEvent) };
    }
    const { realTime } = await readModel<Stored<ExplainedValues>>(context, node);
    return { ...through, task: 'value', said: answerOf({ frame, backtest: realTime }, request, askValue) };
  });
}

/** Step (a), as `model.json` holds it. */
interface Stored<Model extends Walked<unknown, unknown>> {
  readonly realTime: Model['backtest'];
}

async function readModel<Contents>(context: StepContext, node: ModelNode): Promise<Contents> {
  const meta = await context.object(context.input(node.id));
  return readObjectJson<Contents>(context.store, meta, 'model.json');
}

/** A prediction of any task; a value has neither key nor probability. */
interface Said {
  readonly asOf: Day;
  readonly key?: string;
  readonly probability?: number | null;
}

function answerOf<Model extends Walked<Said, unknown>, Answer>(
  stored: Model,
  { node, at, key }: ExplainRequest,
  ask: Explain<Model, Answer>,
): Answer {
  const { predictions } = stored.backtest;
  const date = at ?? predictions.at(-1)?.asOf;
  const answer = date === undefined ? undefined : ask(stored, date, key ?? keyInFront(predictions, date));
  if (answer !== undefined) return answer;
  const message = `${node.name} has no prediction for ${[at ?? 'any date', key].filter(Boolean).join(' ')}`;
  throw problemError('EWS4005', message, { hint: noneHint(predictions, date) });
}

/** The key in front on a date; undefined without keys. */
function keyInFront(predictions: readonly Said[], date: Day): string | undefined {
  const rows = predictions.filter(({ asOf }) => asOf === date);
  return highest(rows, ({ probability }) => probability)?.key;
}

function noneHint(predictions: readonly Said[], date: Day | undefined): string {
  const keys = new Set(predictions.filter(({ asOf }) => asOf === date).flatMap((row) => row.key ?? []));
  if (keys.size > 0) return `on that date it has a prediction for ${[...keys].join(', ')}`;
  const [first, last] = [predictions[0]?.asOf, predictions.at(-1)?.asOf];
  if (first === undefined) return 'it has predicted nothing';
  return `it predicted on the decision dates from ${first} to ${last}`;
}

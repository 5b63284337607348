import { type CardBody, type CardTask, collectCard, gateName } from '../../cards/index.ts';
import type { ModelNode } from '../../compile/index.ts';
import { type Problem, placedAt, type Span, topOf, warning } from '../../diagnostics/index.ts';
import { plainFigure } from '../../figures/index.ts';
import { canonicalText, commitObject, type NewObjectId, type ObjectId } from '../../lake/index.ts';
import {
  buildFrame,
  eventMonths,
  eventVersions,
  keysOfRow,
  notFiniteWarning,
  type PREDICTION_COLUMNS,
  predictionColumns,
  type StepContext,
  VALUE_PREDICTION_COLUMNS,
} from '../../steps/index.ts';
import type { BacktestResult, PredictionRow, Validation, ValuePrediction } from '../../training/index.ts';
import { commitAlarms, type MadeModel } from './alarm-object.ts';
import { cardInput } from './card-input.ts';
import { gapsOf } from './gaps/gaps.ts';
import { commitMain, type StepOutcome } from './outcome.ts';
import { type ParquetTable, writeParquet } from './parquet-table.ts';
import type { RunStepContext } from './run-step-context.ts';
import { haveVintages, sourceInputs } from './source-inputs.ts';
import { starvedFolds } from './starved-folds.ts';
import { trainSteps } from './train-steps.ts';

/**
 * Builds a model: its frame, the walk-forward backtest in steps (a) to (d), the predictions, and the body of its card.
 * The backtest is the model object; the others are its companions.
 */
export async function buildModel(context: RunStepContext, node: ModelNode, fingerprint: string): Promise<StepOutcome> {
  const known = await buildFrame(context, node);
  const { frame, dates, object: frameObject } = known;
  const { months: events, notFinite: oddStates } = await eventMonths(context, node);
  const notFinite = [...known.notFinite, ...oddStates];
  const sources = await sourceInputs(context, node);
  const { task, isolation } = await trainSteps(context, node, {
    known,
    events,
    eventVersions: await eventVersions(context, node),
    vintages: haveVintages(sources),
  });
  const gaps = await gapsOf(context, node, { known, events, task });
  const figures = { task, frame, dates, events, notFinite, gaps, sources, fingerprint };
  const body = collectCard(cardInput(context, node, figures));

  const prediction: NewObjectId = { kind: 'prediction', name: node.name, fingerprint };
  const card: NewObjectId = { kind: 'card', name: node.name, fingerprint };
  const inputs = [frameObject];
  const table = predictionTable(task, node.label.keys);
  const file = await writeParquet(context, 'prediction', table);
  await commitObject(context.store, { ...prediction, files: new Map([['data.parquet', { file }]]), inputs, extra: {} });
  const cardText = canonicalText(body);
  const cardFiles = new Map([['card.json', Buffer.from(cardText)]]);
  await commitObject(context.store, { ...card, files: cardFiles, inputs, extra: {} });
  context.bodies.keep('card', card, cardText);
  const made = { name: node.name, fingerprint, keys: node.label.keys, inputs };
  const ofEvents = task.task === 'event' ? await commitOfEvents(context, made, task) : [];
  const { realTime } = task.steps;
  return commitMain(
    context,
    {
      id: { kind: 'model', name: node.name, fingerprint },
      files: new Map([['model.json', Buffer.from(canonicalText(storedModel(task)))]]),
      inputs,
    },
    {
      rows: table.rows.length,
      note: `${realTime.refits.length} refits`,
      warnings: placedAt(topOf(node.path), [
        ...(task.task === 'event' ? placedAt(validateSpan(node), starvedFolds(task.validation)) : []),
        ...oddStates.map((each) => notFiniteWarning(each, node.label.yaml.spanOf(['event']))),
        ...realTime.problems,
        ...promotionProblem(node, body),
      ]),
      companions: [prediction, card, frameObject, ...ofEvents],
      isolation,
    },
  );
}

/**
 * What the model object holds: the declaration, all of step (a), predictions and scores of the others, what each rival
 * is worth and, of an event, each feature.
 */
function storedModel(task: CardTask): object {
  const { spec, steps } = task;
  return task.task === 'event'
    ? { spec, ...steps, importance: task.importance, rivals: task.rivals }
    : { spec, ...steps, rivals: task.rivals };
}

/** Where the definition says how rows are held out. */
function validateSpan({ definition }: ModelNode): Span {
  return definition.yaml.spanOf(['validate']);
}

/** What only models of events have: their alarms, the trace of their searches, and their validation. */
async function commitOfEvents(
  context: StepContext,
  made: MadeModel,
  task: Extract<CardTask, { readonly task: 'event' }>,
): Promise<readonly ObjectId[]> {
  const alarms = await commitAlarms(context, made, task);
  const trace = await commitTrace(context, made, task.steps.realTime);
  return [alarms, ...trace, ...(await commitValidation(context, made, task.validation))];
}

/** The complete trace of a model's searches, an object of its own; none for a model that is not tuned. */
async function commitTrace(
  { store }: StepContext,
  { name, fingerprint, inputs }: MadeModel,
  { tuning }: BacktestResult,
): Promise<readonly ObjectId[]> {
  if (tuning.length === 0) return [];
  const id: NewObjectId = { kind: 'tuning', name, fingerprint };
  const files = new Map([['trace.json', Buffer.from(canonicalText(tuning))]]);
  await commitObject(store, { ...id, files, inputs, extra: {} });
  return [id];
}

/** What folds said of the groups that they held out, row by row; none for a model that declares no validation. */
async function commitValidation(
  { store }: StepContext,
  { name, fingerprint, inputs }: MadeModel,
  validation: Validation | undefined,
): Promise<readonly ObjectId[]> {
  if (validation === undefined) return [];
  const id: NewObjectId = { kind: 'validation', name, fingerprint };
  const files = new Map([['validation.json', Buffer.from(canonicalText(validation))]]);
  await commitObject(store, { ...id, files, inputs, extra: {} });
  return [id];
}

/** What is said of a model that fails its own gates: it is built, and not for promotion. */
function promotionProblem(node: ModelNode, body: CardBody): readonly Problem[] {
  if (body.task !== 'event') return [];
  const { promotion } = body;
  const failed = promotion.gates.filter(({ passed }) => !passed);
  if (failed.length === 0) return [];
  const fails = `it fails ${failed.length} of the ${promotion.gates.length} gates of its definition`;
  const message = `${node.id} is not fit for promotion: ${fails}`;
  const notes = failed.map(
    ({ gate, required, found }) =>
      `${gateName(gate)} ${required}: ${found === null ? 'not defined' : plainFigure(found)}`,
  );
  const hint = 'its card says more; gates are for people to keep, so change the model rather than the gate';
  return [warning('EWS5024', message, { notes, hint })];
}

/** One row for each predicted decision date, of a panel for each key too. */
function predictionTable(task: CardTask, keys: readonly string[]): ParquetTable {
  const order = ['as_of', ...keys];
  if (task.task === 'value') {
    return { columns: VALUE_PREDICTION_COLUMNS, rows: task.steps.realTime.predictions.map(valueRow), order };
  }
  const rows = task.steps.realTime.predictions.map((row) => ({ ...eventRow(row), ...keysOfRow(row, keys) }));
  return { columns: predictionColumns(keys), rows, order };
}

function eventRow(row: PredictionRow): Record<keyof typeof PREDICTION_COLUMNS, unknown> {
  const { asOf, cutoff, probability, raw, baseline, threshold, alarm, y, excluded } = row;
  return { as_of: asOf, cutoff, probability, raw_probability: raw, baseline, threshold, alarm, y, excluded };
}

function valueRow(row: ValuePrediction): Record<keyof typeof VALUE_PREDICTION_COLUMNS, unknown> {
  const { asOf, cutoff, prediction, baseline, y, excluded } = row;
  return { as_of: asOf, cutoff, prediction, baseline, y, excluded };
}

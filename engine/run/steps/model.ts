import path from 'node:path';
import { type CardBody, type CardTask, collectCard, gateName } from '../../cards/index.ts';
import type { ModelNode } from '../../compile/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { canonicalJson, commitObject, type ObjectId } from '../../lake/index.ts';
import type { BacktestResult, PredictionRow, ValuePrediction } from '../../training/index.ts';
import { openWarehouse, quoteText } from '../../warehouse/index.ts';
import type { StepContext, TrainingContext } from '../context.ts';
import { cardInput } from './card-input.ts';
import { eventMonths } from './event-months.ts';
import { buildFrame } from './frame.ts';
import { asPlain, commitMain, type StepOutcome } from './outcome.ts';
import { PREDICTION_COLUMNS, VALUE_PREDICTION_COLUMNS } from './prediction-columns.ts';
import { haveVintages, sourceInputs } from './source-inputs.ts';
import { placedAt, trainSteps } from './train-steps.ts';

/**
 * Builds a model: its frame, the walk-forward backtest in steps (a) to (d), the predictions, and the body of its card.
 * The backtest is the model object; the others are its companions.
 */
export async function buildModel(context: TrainingContext, node: ModelNode, fingerprint: string): Promise<StepOutcome> {
  const known = await buildFrame(context, node);
  const { frame, dates, object: frameObject } = known;
  const events = await eventMonths(context, node);
  const sources = await sourceInputs(context, node);
  const { task, isolation } = await trainSteps(context, node, { known, events, vintages: haveVintages(sources) });
  const body = collectCard(cardInput(context, node, { task, frame, dates, events, sources, fingerprint }));

  const prediction: ObjectId = { kind: 'prediction', name: node.name, fingerprint };
  const card: ObjectId = { kind: 'card', name: node.name, fingerprint };
  const inputs = [frameObject];
  const table = predictionTable(task);
  const file = await writePredictions(context, table);
  await commitObject(context.store, { ...prediction, files: new Map([['data.parquet', { file }]]), inputs, extra: {} });
  await commitObject(context.store, { ...card, files: new Map([['card.json', jsonFile(body)]]), inputs, extra: {} });
  const traced =
    task.task === 'event' ? await commitTrace(context, node.name, fingerprint, task.steps.realTime, inputs) : [];
  const { realTime } = task.steps;
  return commitMain(
    context,
    {
      id: { kind: 'model', name: node.name, fingerprint },
      files: new Map([['model.json', jsonFile(storedModel(task))]]),
      inputs,
    },
    {
      rows: table.rows.length,
      note: `${realTime.refits.length} refits`,
      warnings: [...realTime.problems, ...promotionProblem(node, body)].map((each) => placedAt(node, each)),
      companions: [prediction, card, frameObject, ...traced],
      isolation,
    },
  );
}

/** What the model object holds: the declaration, every step, and what each rival and of an event each feature is worth. */
function storedModel(task: CardTask): object {
  const { spec, steps } = task;
  return task.task === 'event'
    ? { spec, ...steps, importance: task.importance, rivals: task.rivals }
    : { spec, ...steps, rivals: task.rivals };
}

/** The complete trace of a model's searches, an object of its own; none for a model that is not tuned. */
async function commitTrace(
  context: StepContext,
  name: string,
  fingerprint: string,
  { tuning }: BacktestResult,
  inputs: readonly ObjectId[],
): Promise<readonly ObjectId[]> {
  if (tuning.length === 0) return [];
  const id: ObjectId = { kind: 'tuning', name, fingerprint };
  await commitObject(context.store, { ...id, files: new Map([['trace.json', jsonFile(tuning)]]), inputs, extra: {} });
  return [id];
}

/** What a model that fails its own gates is told: it is built, and not for promotion. */
function promotionProblem(node: ModelNode, body: CardBody): readonly Problem[] {
  if (body.task !== 'event') return [];
  const { promotion } = body;
  const failed = promotion.gates.filter(({ passed }) => !passed);
  if (failed.length === 0) return [];
  const message = `${node.id} is not fit for promotion: it fails ${failed.length} of the ${promotion.gates.length} gates of its definition`;
  const notes = failed.map(
    ({ gate, required, found }) => `${gateName(gate)} ${required}: ${found === null ? 'not defined' : rounded(found)}`,
  );
  const hint = 'its card says more; gates are for people to keep, so change the model rather than the gate';
  return [{ code: 'EWS5024', severity: 'warning', message, notes, hint }];
}

function rounded(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}

function jsonFile(value: unknown): Buffer {
  return Buffer.from(`${canonicalJson(asPlain(value))}\n`);
}

interface PredictionTable {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly unknown[];
}

function predictionTable(task: CardTask): PredictionTable {
  return task.task === 'event'
    ? { columns: PREDICTION_COLUMNS, rows: task.steps.realTime.predictions.map(eventRow) }
    : { columns: VALUE_PREDICTION_COLUMNS, rows: task.steps.realTime.predictions.map(valueRow) };
}

/** One row a predicted decision date, as parquet. */
async function writePredictions(context: StepContext, { columns, rows }: PredictionTable): Promise<string> {
  const warehouse = await openWarehouse({ memoryLimit: context.memory, tempDirectory: context.scratch });
  try {
    const file = path.join(context.scratch, 'prediction.parquet');
    await warehouse.run('CREATE TABLE predictions AS SELECT unnest(from_json($1::JSON, $2), recursive := true)', [
      JSON.stringify(rows),
      JSON.stringify([columns]),
    ]);
    await warehouse.run(
      `COPY (SELECT * FROM predictions ORDER BY as_of) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    return file;
  } finally {
    warehouse.close();
  }
}

function eventRow(row: PredictionRow): Record<keyof typeof PREDICTION_COLUMNS, unknown> {
  const { asOf, cutoff, probability, baseline, threshold, alarm, y, excluded } = row;
  return { as_of: asOf, cutoff, probability, baseline, threshold, alarm, y, excluded };
}

function valueRow(row: ValuePrediction): Record<keyof typeof VALUE_PREDICTION_COLUMNS, unknown> {
  const { asOf, cutoff, prediction, baseline, y, excluded } = row;
  return { as_of: asOf, cutoff, prediction, baseline, y, excluded };
}

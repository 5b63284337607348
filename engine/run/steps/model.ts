import path from 'node:path';
import { collectCard } from '../../cards/index.ts';
import type { ModelNode } from '../../compile/index.ts';
import { hasErrors, type Problem, ProblemError } from '../../diagnostics/index.ts';
import { canonicalJson, commitObject, type ObjectId } from '../../lake/index.ts';
import {
  type BacktestInput,
  backtest,
  compareRivals,
  type PredictionRow,
  permutationImportance,
  type ValuePrediction,
  valueBacktest,
} from '../../training/index.ts';
import { openWarehouse, quoteText } from '../../warehouse/index.ts';
import type { StepContext } from '../context.ts';
import { cardInput, type TrainedFigures } from './card-input.ts';
import { eventMonths } from './event-months.ts';
import { buildFrame } from './frame.ts';
import { anySpec, rivalsOf } from './model-spec.ts';
import { asPlain, commitMain, type StepOutcome } from './outcome.ts';
import { PREDICTION_COLUMNS, VALUE_PREDICTION_COLUMNS } from './prediction-columns.ts';

/**
 * Builds a model: its frame, the walk-forward backtest in steps (a) and (b), the predictions, and the body of its card.
 * The backtest is the model object; the others are its companions.
 */
export async function buildModel(context: StepContext, node: ModelNode, fingerprint: string): Promise<StepOutcome> {
  const { frame, labels, dates, object: frameObject } = await buildFrame(context, node);
  const events = await eventMonths(context, node);
  const trained = train(node, { frame, labels, events });
  const body = collectCard(await cardInput(context, node, { ...trained.figures, frame, dates, events, fingerprint }));

  const prediction: ObjectId = { kind: 'prediction', name: node.name, fingerprint };
  const card: ObjectId = { kind: 'card', name: node.name, fingerprint };
  const inputs = [frameObject];
  const file = await writePredictions(context, trained);
  await commitObject(context.store, { ...prediction, files: new Map([['data.parquet', { file }]]), inputs, extra: {} });
  await commitObject(context.store, { ...card, files: new Map([['card.json', jsonFile(body)]]), inputs, extra: {} });
  return commitMain(
    context,
    {
      id: { kind: 'model', name: node.name, fingerprint },
      files: new Map([['model.json', jsonFile(trained.stored)]]),
      inputs,
    },
    {
      rows: trained.rows.length,
      note: `${trained.figures.realTime.refits.length} refits`,
      warnings: trained.figures.realTime.problems.map((each) => placed(each, node)),
      companions: [prediction, card, frameObject],
    },
  );
}

interface Trained {
  readonly figures: TrainedFigures;
  /** What the model object holds. */
  readonly stored: unknown;
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly unknown[];
}

function train(node: ModelNode, data: Pick<BacktestInput, 'frame' | 'labels' | 'events'>): Trained {
  const { task, spec } = anySpec(node);
  if (task === 'value') {
    const realTime = sound(valueBacktest({ ...data, spec, labelKnowledge: 'as_known' }), node);
    const labelsFinal = valueBacktest({ ...data, spec, labelKnowledge: 'final' });
    const rows = realTime.predictions.map(valueRow);
    const stored = { spec, realTime, labelsFinal };
    return { figures: { task, spec, realTime, labelsFinal }, stored, columns: VALUE_PREDICTION_COLUMNS, rows };
  }
  const realTime = sound(backtest({ ...data, spec, labelKnowledge: 'as_known' }), node);
  const labelsFinal = backtest({ ...data, spec, labelKnowledge: 'final' });
  const importance = permutationImportance({ frame: data.frame, spec }, realTime);
  const rivals = compareRivals({ ...data, spec }, rivalsOf(node), realTime);
  const rows = realTime.predictions.map(eventRow);
  const stored = { spec, realTime, labelsFinal, importance, rivals };
  return {
    figures: { task, spec, realTime, labelsFinal, importance, rivals },
    stored,
    columns: PREDICTION_COLUMNS,
    rows,
  };
}

/** The result, unless it is none. */
function sound<R extends { readonly problems: readonly Problem[] }>(result: R, node: ModelNode): R {
  if (hasErrors(result.problems)) throw new ProblemError(result.problems.map((each) => placed(each, node)));
  return result;
}

function placed(problem: Problem, node: ModelNode): Problem {
  return problem.span === undefined
    ? { ...problem, span: { file: node.path, line: 1, column: 1, length: 1 } }
    : problem;
}

function jsonFile(value: unknown): Buffer {
  return Buffer.from(`${canonicalJson(asPlain(value))}\n`);
}

/** One row a predicted decision date, as parquet. */
async function writePredictions(context: StepContext, { columns, rows }: Trained): Promise<string> {
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

import path from 'node:path';
import { collectCard } from '../../cards/index.ts';
import type { ModelNode } from '../../compile/index.ts';
import { hasErrors, type Problem, ProblemError } from '../../diagnostics/index.ts';
import { canonicalJson, commitObject, type ObjectId } from '../../lake/index.ts';
import type { BacktestInput, BacktestResult, PredictionRow } from '../../training/index.ts';
import { openWarehouse, quoteText } from '../../warehouse/index.ts';
import type { StepContext, TrainingContext } from '../context.ts';
import type { Trained } from '../trainer/index.ts';
import { cardInput } from './card-input.ts';
import { eventMonths } from './event-months.ts';
import { buildFrame } from './frame.ts';
import { modelSpec } from './model-spec.ts';
import { asPlain, commitMain, type StepOutcome } from './outcome.ts';
import { PREDICTION_COLUMNS } from './prediction-columns.ts';

/**
 * Builds a model: its frame, the walk-forward backtest in steps (a) and (b), the predictions, and the body of its card.
 * The backtest is the model object; the others are its companions.
 */
export async function buildModel(context: TrainingContext, node: ModelNode, fingerprint: string): Promise<StepOutcome> {
  const { frame, labels, dates, object: frameObject } = await buildFrame(context, node);
  const events = await eventMonths(context, node);
  const spec = modelSpec(node);
  const input = { frame, labels, events, spec };
  const [{ result: realTime, isolation }, { result: labelsFinal }] = await both(
    train(context, node, { ...input, labelKnowledge: 'as_known' }),
    train(context, node, { ...input, labelKnowledge: 'final' }),
  );
  if (hasErrors(realTime.problems)) throw new ProblemError(realTime.problems.map((each) => placed(each, node)));

  const prediction: ObjectId = { kind: 'prediction', name: node.name, fingerprint };
  const card: ObjectId = { kind: 'card', name: node.name, fingerprint };
  const inputs = [frameObject];
  const file = await writePredictions(context, realTime);
  await commitObject(context.store, { ...prediction, files: new Map([['data.parquet', { file }]]), inputs, extra: {} });
  const body = collectCard(
    await cardInput(context, node, { spec, frame, dates, events, realTime, labelsFinal, fingerprint }),
  );
  await commitObject(context.store, { ...card, files: new Map([['card.json', jsonFile(body)]]), inputs, extra: {} });
  return commitMain(
    context,
    {
      id: { kind: 'model', name: node.name, fingerprint },
      files: new Map([['model.json', jsonFile({ spec, realTime, labelsFinal })]]),
      inputs,
    },
    {
      rows: realTime.predictions.length,
      note: `${realTime.refits.length} refits`,
      warnings: realTime.problems.map((each) => placed(each, node)),
      companions: [prediction, card, frameObject],
      isolation,
    },
  );
}

/** A backtest in a process of its own; what goes wrong there is placed at the model's definition. */
async function train(
  context: TrainingContext,
  node: ModelNode,
  input: BacktestInput,
): Promise<Trained<BacktestResult>> {
  try {
    return await context.trainer.train({ kind: 'backtest', input }, context.signal);
  } catch (error) {
    throw error instanceof ProblemError ? new ProblemError(error.problems.map((each) => placed(each, node))) : error;
  }
}

/** Both results; the first failure only once both have ended, so that nothing goes on behind a failed step. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<readonly [A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
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
async function writePredictions(context: StepContext, result: BacktestResult): Promise<string> {
  const warehouse = await openWarehouse({ memoryLimit: context.memory, tempDirectory: context.scratch });
  try {
    const file = path.join(context.scratch, 'prediction.parquet');
    await warehouse.run('CREATE TABLE predictions AS SELECT unnest(from_json($1::JSON, $2), recursive := true)', [
      JSON.stringify(result.predictions.map(predictionJson)),
      JSON.stringify([PREDICTION_COLUMNS]),
    ]);
    await warehouse.run(
      `COPY (SELECT * FROM predictions ORDER BY as_of) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    return file;
  } finally {
    warehouse.close();
  }
}

function predictionJson(row: PredictionRow): Record<keyof typeof PREDICTION_COLUMNS, unknown> {
  const { asOf, cutoff, probability, baseline, threshold, alarm, y, excluded } = row;
  return { as_of: asOf, cutoff, probability, baseline, threshold, alarm, y, excluded };
}

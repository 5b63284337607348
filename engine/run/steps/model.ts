import path from 'node:path';
import { collectCard } from '../../cards/index.ts';
import type { ModelNode } from '../../compile/index.ts';
import { hasErrors, type Problem, ProblemError } from '../../diagnostics/index.ts';
import { canonicalJson, commitObject, type ObjectId } from '../../lake/index.ts';
import { type BacktestResult, backtest, type PredictionRow, permutationImportance } from '../../training/index.ts';
import { openWarehouse, quoteText } from '../../warehouse/index.ts';
import type { StepContext } from '../context.ts';
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
export async function buildModel(context: StepContext, node: ModelNode, fingerprint: string): Promise<StepOutcome> {
  const { frame, labels, dates, object: frameObject } = await buildFrame(context, node);
  const events = await eventMonths(context, node);
  const spec = modelSpec(node);
  const realTime = backtest({ frame, labels, events, spec, labelKnowledge: 'as_known' });
  if (hasErrors(realTime.problems)) throw new ProblemError(realTime.problems.map((each) => placed(each, node)));
  const labelsFinal = backtest({ frame, labels, events, spec, labelKnowledge: 'final' });

  const importance = permutationImportance({ frame, spec }, realTime);

  const prediction: ObjectId = { kind: 'prediction', name: node.name, fingerprint };
  const card: ObjectId = { kind: 'card', name: node.name, fingerprint };
  const inputs = [frameObject];
  const file = await writePredictions(context, realTime);
  await commitObject(context.store, { ...prediction, files: new Map([['data.parquet', { file }]]), inputs, extra: {} });
  const body = collectCard(
    await cardInput(context, node, { spec, frame, dates, events, realTime, labelsFinal, importance, fingerprint }),
  );
  await commitObject(context.store, { ...card, files: new Map([['card.json', jsonFile(body)]]), inputs, extra: {} });
  return commitMain(
    context,
    {
      id: { kind: 'model', name: node.name, fingerprint },
      files: new Map([['model.json', jsonFile({ spec, realTime, labelsFinal, importance })]]),
      inputs,
    },
    {
      rows: realTime.predictions.length,
      note: `${realTime.refits.length} refits`,
      warnings: realTime.problems.map((each) => placed(each, node)),
      companions: [prediction, card, frameObject],
    },
  );
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

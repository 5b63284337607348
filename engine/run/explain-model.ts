import type { ModelNode } from '../compile/index.ts';
import { ProblemError } from '../diagnostics/index.ts';
import { readObjectFile } from '../lake/index.ts';
import type { Plan } from '../plan/index.ts';
import { type Explained, type ExplainedDate, explainDate, type WhatIf, whatIf } from '../training/index.ts';
import type { Effects, StepContext } from './context.ts';
import { inspect } from './inspect.ts';
import type { Prepared } from './prepare.ts';
import { readFrame } from './steps/frame.ts';

export interface ExplainRequest {
  readonly prepared: Pick<Prepared, 'graph' | 'holdings'>;
  readonly plan: Plan;
  readonly node: ModelNode;
  /** The decision date; the newest one that was predicted when absent. */
  readonly at: string | undefined;
  /** Of a panel; the one with the highest probability on that date when absent. */
  readonly key: string | undefined;
  readonly effects: Pick<Effects, 'store' | 'scratch'>;
  readonly memory: string;
}

/**
 * Why a stored prediction came out as it did: the contributions of the fit that made it. Throws ProblemError EWS4003 when
 * the model is not built as it is defined now, EWS4005 for a date without a prediction.
 */
export async function explainModel(request: ExplainRequest): Promise<ExplainedDate> {
  return withStoredModel(request, (stored, at, key) => explainDate(stored, at, key));
}

/** The same date with other inputs. Throws as `explainModel`; every changed feature must be one of the model's. */
export async function modelWhatIf(
  request: ExplainRequest,
  changes: ReadonlyMap<string, number | null>,
): Promise<WhatIf> {
  return withStoredModel(request, (stored, at, key) => whatIf(stored, at, changes, key));
}

async function withStoredModel<T>(
  { prepared, plan, node, at, key, effects, memory }: ExplainRequest,
  ask: (stored: Explained, at: string, key: string | undefined) => T | undefined,
): Promise<T> {
  return inspect({ prepared, plan, reader: node.id, effects, memory }, async (context) => {
    const stored = await storedModel(context, node);
    const { predictions } = stored.backtest;
    const [first, last] = [predictions[0]?.asOf, predictions.at(-1)?.asOf];
    const date = at ?? last ?? '';
    const answer = ask(stored, date, key ?? highest(predictions, date));
    if (answer !== undefined) return answer;
    const message = `${node.name} has no prediction for ${[at ?? 'any date', key].filter(Boolean).join(' ')}`;
    const keys = new Set(predictions.filter(({ asOf }) => asOf === date).flatMap((row) => row.key ?? []));
    const hint = noneHint({ first, last, keys: [...keys] });
    throw new ProblemError([{ code: 'EWS4005', severity: 'error', message, hint }]);
  });
}

/** The key in front on a date; undefined without keys. */
function highest(predictions: Explained['backtest']['predictions'], date: string): string | undefined {
  const rows = predictions.filter(({ asOf }) => asOf === date);
  return rows.reduce((most, row) => ((row.probability ?? -1) > (most?.probability ?? -1) ? row : most), rows[0])?.key;
}

function noneHint(of: {
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly keys: readonly string[];
}): string {
  if (of.keys.length > 0) return `on that date it has a prediction for ${of.keys.join(', ')}`;
  if (of.first === undefined) return 'it has predicted nothing';
  return `it predicted on the decision dates from ${of.first} to ${of.last}`;
}

async function storedModel(context: StepContext, node: ModelNode): Promise<Explained> {
  const meta = await context.object(context.input(node.id));
  const bytes = await readObjectFile(context.store, meta, 'model.json');
  const { spec, realTime } = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const { frame } = await readFrame(context, node);
  return { frame, spec, backtest: realTime };
}

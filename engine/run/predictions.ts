import {
  type CardBody,
  type EventCardBody,
  outcomesThrough,
  publishedText,
  stalenessWarning,
  type ValueCardBody,
} from '../cards/index.ts';
import type { Graph, ModelNode } from '../compile/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import { intervalText } from '../figures/index.ts';
import type { Measured, ValuePrediction } from '../training/index.ts';
import type { LatestPrediction } from './events.ts';

const HISTORY = 24;

/** The newest prediction of every model, read from its card. */
export function latestPredictions(graph: Graph, cards: ReadonlyMap<string, CardBody>): readonly LatestPrediction[] {
  return [...graph.nodes.values()].flatMap((node) => {
    const body = node.kind === 'model' ? cards.get(node.name) : undefined;
    return node.kind === 'model' && body?.latest ? [latestOf(node, body)] : [];
  });
}

/** Warnings about models whose newest data are old on `today`, each once (EWS5003). */
export function staleness(cards: ReadonlyMap<string, CardBody>, today: string): readonly Problem[] {
  const warnings = [...cards.values()].flatMap((body) => stalenessWarning(body.data, today) ?? []);
  return [...new Map(warnings.map((warning) => [warning.message, warning])).values()];
}

/** `within` begins now: a window that begins later is told by its months. */
function outcomeWords(from: string, to: string, { fromMonth, toMonth }: ModelNode['label']['window']): string {
  if (from === to) return `in month ${from}`;
  return fromMonth <= 1 ? `within ${toMonth} months` : `in months ${fromMonth} to ${toMonth}`;
}

function latestOf(node: ModelNode, body: CardBody): LatestPrediction {
  if (body.latest === null) throw new Error(`${node.id} predicted nothing`);
  const [from, to] = [body.latest.outcome.from.slice(0, 7), body.latest.outcome.to.slice(0, 7)];
  const common = {
    model: node.name,
    description: node.description,
    asOf: body.latest.prediction.asOf,
    outcome: outcomeWords(from, to, node.label.window),
    ...(body.data.published.series === 0 ? {} : { published: publishedText(body.data.published) }),
    outcomesThrough: outcomesThrough(body.data),
  };
  if (body.task === 'value') return { ...common, ...latestValue(body, body.latest.prediction) };
  const { key, probability, threshold, alarm } = body.latest.prediction;
  return {
    ...common,
    predicts: body.method.predicts,
    probability,
    threshold,
    alarm,
    ...(key === undefined ? {} : { key }),
    history: body.history
      .filter((row) => row.key === key)
      .slice(-HISTORY)
      .map((row) => row.probability),
    summary: eventSummary(body),
  };
}

function latestValue(body: ValueCardBody, { prediction, baseline }: ValuePrediction) {
  const history = body.history.slice(-HISTORY).map((row) => row.prediction);
  return { predicts: 'value', value: prediction, baseline, history, summary: valueSummary(body) } as const;
}

/** `pseudo-real-time: AUROC 0.84 [0.78, 0.90], Brier 0.11, 8 episodes · climatology Brier 0.12`. */
function eventSummary(body: EventCardBody): string {
  const step = body.performance.steps.find(({ id }) => id === 'real_time');
  if (step?.kind !== 'measured') return 'nothing could be scored';
  const { auroc, probability } = step.measures;
  const parts = [`AUROC ${withInterval(auroc)}`];
  if (probability !== null) parts.push(`Brier ${probability.brier.toFixed(3)}`);
  if (auroc.interval !== null) parts.push(`${auroc.interval.episodes} episodes`);
  const baseline = probability === null ? '' : ` · climatology Brier ${probability.baselineBrier.toFixed(3)}`;
  return `${basis(body)}: ${parts.join(', ')}${baseline}`;
}

/** `pseudo-real-time: RMSE 1.47 [0.90, 2.01], skill 0.12, 8 episodes · climatology RMSE 1.57`. */
function valueSummary(body: ValueCardBody): string {
  const step = body.performance.steps.find(({ id }) => id === 'real_time');
  if (step?.kind !== 'measured') return 'nothing could be scored';
  const { rmse, skill, baselineRmse } = step.measures;
  const parts = [`RMSE ${withInterval(rmse)}`, `skill ${skill.value?.toFixed(3) ?? 'not defined'}`];
  if (rmse.interval !== null) parts.push(`${rmse.interval.episodes} episodes`);
  return `${basis(body)}: ${parts.join(', ')} · climatology RMSE ${baselineRmse.toFixed(3)}`;
}

function basis({ data }: CardBody): string {
  return data.basis.replaceAll('_', '-').replace('partly-', 'partly ');
}

function withInterval({ value, interval }: Measured): string {
  return value === null ? 'not defined' : intervalText(value, interval);
}

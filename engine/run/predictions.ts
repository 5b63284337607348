import type { Day, Month } from '../calendar/index.ts';
import {
  type Card,
  type EventHeadline,
  type Headline,
  headline,
  publishedText,
  realTimeMeasures,
  stalenessWarning,
  type ValueHeadline,
} from '../cards/index.ts';
import type { Graph, ModelNode, NodeId } from '../compile/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import { behindFigure, intervalText, plainFixed, unitOfDifference } from '../figures/index.ts';
import { entry } from '../presence/index.ts';
import type { Standing } from '../standing/index.ts';
import type { Measured } from '../training/index.ts';
import type { LatestEvent, LatestPrediction, LatestValue } from './events.ts';

const HISTORY = 24;

/** The newest prediction of every model that has one, read from its card. */
export function latestPredictions(
  graph: Graph,
  cards: ReadonlyMap<string, Card>,
  standings: ReadonlyMap<NodeId, Standing>,
): readonly LatestPrediction[] {
  const champions = new Set(graph.definitions.config.champions.map(({ model }) => model));
  return [...graph.nodes.values()].flatMap((node) => {
    const card = node.kind === 'model' ? cards.get(node.name) : undefined;
    if (node.kind !== 'model' || card === undefined) return [];
    const champion = champions.has(node.name);
    return latestOf(card, entry(standings, node.id)).map((latest) => ({ ...latest, champion }));
  });
}

/** Warnings about models whose newest data are old on `today`, each once (EWS5003). */
export function staleness(cards: ReadonlyMap<string, Card>, today: Day): readonly Problem[] {
  const warnings = [...cards.values()].flatMap(({ body }) => stalenessWarning(body.data, today) ?? []);
  return [...new Map(warnings.map((warning) => [warning.message, warning])).values()];
}

function latestOf({ body, envelope }: Card, standing: Standing): readonly Unranked[] {
  const said = headline(body);
  if (said.latest === null) return [];
  const { outcome, prediction } = said.latest.value;
  const unit = envelope.prose.labelUnit;
  const common = {
    model: body.identity.model,
    description: envelope.prose.description,
    standing,
    asOf: prediction.asOf,
    outcome: outcomeWords(outcome.from.slice(0, 7), outcome.to.slice(0, 7), body.label.window),
    ...(said.published.series === 0 ? {} : { published: publishedText(said.published) }),
    outcomesThrough: said.outcomesThrough.value,
  };
  return [
    { ...common, ...(said.task === 'value' ? latestValue(said, said.latest, unit) : latestEvent(said, said.latest)) },
  ];
}

/** Of a model of which nobody has said yet whether it is the champion. */
type Unranked = Omit<LatestEvent, 'champion'> | Omit<LatestValue, 'champion'>;

/** `within` begins now: a window that begins later is told by its months. */
function outcomeWords(from: Month, to: Month, { fromMonth, toMonth }: ModelNode['label']['window']): string {
  if (from === to) return `in month ${from}`;
  return fromMonth <= 1 ? `within ${toMonth} months` : `in months ${fromMonth} to ${toMonth}`;
}

function latestEvent(said: EventHeadline, { value }: NonNullable<EventHeadline['latest']>) {
  const { key, probability, threshold, alarm } = value.prediction;
  return {
    predicts: said.predicts,
    probability,
    threshold,
    alarm,
    ...(key === undefined ? {} : { key }),
    history: said.history.slice(-HISTORY).map((row) => row.probability),
    summary: eventSummary(said),
  };
}

function latestValue(said: ValueHeadline, { value }: NonNullable<ValueHeadline['latest']>, unit: string | undefined) {
  const { prediction, baseline } = value.prediction;
  const history = said.history.slice(-HISTORY).map((row) => row.prediction);
  const counted = unit === undefined ? {} : { unit };
  return {
    predicts: 'value',
    value: prediction,
    ...counted,
    baseline,
    history,
    summary: valueSummary(said, unit),
  } as const;
}

/** `pseudo-real-time: AUROC 0.84 [0.78, 0.90], Brier 0.11, 8 episodes · climatology Brier 0.12`. */
function eventSummary(said: EventHeadline): string {
  const measures = realTimeMeasures(said);
  if (measures === null) return 'nothing could be scored';
  const { auroc, probability } = measures;
  const parts = [`AUROC ${withInterval(auroc)}`];
  if (probability !== null) parts.push(`Brier ${plainFixed(probability.brier, 3)}`);
  if (auroc.interval !== null) parts.push(`${auroc.interval.episodes} episodes`);
  const baseline = probability === null ? '' : ` · climatology Brier ${plainFixed(probability.baselineBrier, 3)}`;
  return `${basisWords(said)}: ${parts.join(', ')}${baseline}`;
}

/** `pseudo-real-time: RMSE 1.47 [0.90, 2.01], skill 0.12, 8 episodes · climatology RMSE 1.57`. */
function valueSummary(said: ValueHeadline, unit: string | undefined): string {
  const measures = realTimeMeasures(said);
  if (measures === null) return 'nothing could be scored';
  const { rmse, skill, baselineRmse } = measures;
  const skillText = skill.value === null ? 'not defined' : plainFixed(skill.value, 3);
  const errors = behindFigure(unitOfDifference(unit));
  const parts = [`RMSE ${withInterval(rmse)}${errors}`, `skill ${skillText}`];
  if (rmse.interval !== null) parts.push(`${rmse.interval.episodes} episodes`);
  return `${basisWords(said)}: ${parts.join(', ')} · climatology RMSE ${plainFixed(baselineRmse, 3)}`;
}

function basisWords({ basis }: Headline): string {
  return basis.replaceAll('_', '-').replace('partly-', 'partly ');
}

function withInterval({ value, interval }: Measured): string {
  return value === null ? 'not defined' : intervalText(value, interval);
}

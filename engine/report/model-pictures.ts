import {
  alarmChart,
  type CardBody,
  comparisonChart,
  contributionChart,
  type EventCardBody,
  eventName,
  type PicturePart,
  pictureFile,
  probabilityChart,
  type ValueCardBody,
  valueChart,
} from '../cards/index.ts';
import type { ModelUnits } from '../compile/index.ts';
import { inUnit, unitOfDifference } from '../figures/index.ts';
import type { ByTask, ExplainedDate, ExplainedValue, ValueWhatIf, WhatIf } from '../inspect/index.ts';
import { figureOf, type ShownModel } from './explanation-text.ts';

const WIDTH = 760;

/** The history of a model as its card draws it: self-contained SVG. */
export function backtestPicture(body: CardBody, unit: string | null): string {
  return pictureFile([historyOf(body, unit)]);
}

/** Models of one label above the same years. */
export function comparisonPicture(cards: readonly CardBody[], unit: string | null): string {
  const events = cards.filter((card) => card.task === 'event');
  const [first] = events;
  if (first === undefined || events.length < cards.length)
    return pictureFile(cards.map((card) => historyOf(card, unit)));
  const chart = comparisonChart({
    id: 'comparison',
    title: `Predictions of ${first.label.name}`,
    models: events.map(({ identity, method, history }) => ({
      name: identity.model,
      predicts: method.predicts,
      points: history,
    })),
    events: first.events,
    eventName: eventName(first.label),
    ahead: first.label.window.fromMonth,
    width: WIDTH,
  });
  return pictureFile([{ heading: `Models of ${first.label.name}, out of sample, in outcome time`, chart }]);
}

/** Contributions to one prediction; null where there is nothing to explain. */
export function explanationPicture(
  { name: model, units }: ShownModel,
  explained: ByTask<ExplainedDate, ExplainedValue>,
): string | null {
  const { asOf } = explained.said.prediction;
  const { explanation } = explained.said;
  if (isEmpty(explanation)) return null;
  const said = `${model}@${asOf} = ${inUnit(predicted(explained), units.label)}`;
  const heading = `${said}; contributions ${unitOf(explanation, units)}`;
  const chart = contributionChart({
    id: 'contributions',
    title: heading,
    bars: explanation.contributions,
    width: WIDTH,
  });
  return pictureFile([{ heading, chart }]);
}

/** Contributions to a prediction as it was observed and as it would be; null where either cannot be explained. */
export function whatIfPicture({ name: model, units }: ShownModel, answer: ByTask<WhatIf, ValueWhatIf>): string | null {
  const { observed, explanation: changed, changes } = answer.said;
  const { explanation } = observed;
  if (isEmpty(explanation) || isEmpty(changed)) return null;
  const is = answer.task === 'event' ? answer.said.probability : answer.said.prediction;
  const was =
    answer.task === 'event' ? answer.said.observed.prediction.probability : answer.said.observed.prediction.prediction;
  const what = changes.map(({ feature, to }) => `${feature} = ${inUnit(figureOf(to), units.features.get(feature))}`);
  const inputs = what.length > 2 ? `${what.length} inputs changed` : what.join(', ');
  const before = {
    heading:
      `${model}@${observed.prediction.asOf} = ${inUnit(figureOf(was), units.label)}; ` +
      `contributions ${unitOf(explanation, units)}`,
    bars: explanation.contributions,
  };
  const after = { heading: `with ${inputs}: ${inUnit(figureOf(is), units.label)}`, bars: changed.contributions };
  const beside = [...before.bars, ...after.bars].map(({ contribution }) => contribution);
  const parts = [before, after].map(({ heading, bars }, i): PicturePart => {
    const chart = contributionChart({ id: `contributions-${i}`, title: heading, bars, width: WIDTH, beside });
    return { heading, chart };
  });
  return pictureFile(parts);
}

type Explanation = ExplainedDate['explanation'] | ExplainedValue['explanation'];

function isEmpty(explanation: Explanation): explanation is null {
  return explanation === null || explanation.contributions.length === 0;
}

function unitOf(explanation: NonNullable<Explanation>, { label }: ModelUnits): string {
  if ('scale' in explanation) return `in ${explanation.scale.replaceAll('_', ' ')}`;
  return `in ${unitOfDifference(label) ?? 'the unit of the label'}`;
}

function predicted({ task, said }: ByTask<ExplainedDate, ExplainedValue>): string {
  return figureOf(task === 'event' ? said.prediction.probability : said.prediction.prediction);
}

function historyOf(body: CardBody, unit: string | null): PicturePart {
  return body.task === 'event' ? eventHistory(body) : valueHistory(body, unit);
}

function eventHistory({ identity, method, history, events, label }: EventCardBody): PicturePart {
  const common = {
    id: identity.model,
    points: history,
    events,
    eventName: eventName(label),
    width: WIDTH,
    ahead: label.window.fromMonth,
  };
  return method.predicts === 'alarm'
    ? {
        heading: `${identity.model}: alarms for ${label.name}, out of sample, in outcome time`,
        chart: alarmChart({ ...common, title: 'Alarms over time' }),
      }
    : {
        heading: `${identity.model}: probability of ${label.name}, out of sample, in outcome time`,
        chart: probabilityChart({ ...common, title: 'Probability over time', height: 300 }),
      };
}

function valueHistory({ identity, history, events, label }: ValueCardBody, unit: string | null): PicturePart {
  const chart = valueChart({
    id: identity.model,
    title: 'Predictions and outcomes',
    points: history,
    events,
    eventName: label.event === null ? null : eventName(label),
    unit,
    ahead: label.window.fromMonth,
    width: WIDTH,
    height: 300,
  });
  return { heading: `${identity.model}: ${label.name}, predicted out of sample and become, in outcome time`, chart };
}

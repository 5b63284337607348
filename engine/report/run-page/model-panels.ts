import { alarmChart, alarmWord, escapeHtml, type ProbabilityPoint, probabilityChart } from '../../cards/index.ts';
import { formatFixed, formatMonth, formatPercent } from '../../figures/index.ts';
import { datedReading, historyFigure } from './history-figure.ts';
import { evidenceFact, fact, recordOf, softly } from './model-record.ts';
import type { EventModelOnPage, ModelOnPage } from './run-page-data.ts';
import { newestValue, valueHistory, valueRecord } from './value-panel.ts';

/** One panel per model: the newest probability large, its history beside it, its record below. */
export function modelPanels(models: readonly ModelOnPage[]): string {
  return models.map((model, index) => panel(model, `history-${index}`)).join('\n');
}

function panel(model: ModelOnPage, id: string): string {
  const parts =
    model.predicts === 'value'
      ? { now: newestValue(model), past: `${valueHistory(model, id)}${valueRecord(model)}` }
      : { now: newest(model), past: `${history(model, id)}${record(model)}` };
  const title = `<a href="${escapeHtml(model.cardHref)}">${escapeHtml(model.name)}</a>`;
  return (
    `<article class="model" aria-labelledby="${id}-h"><div class="now"><h2 id="${id}-h">${title}</h2>` +
    `${rankParagraph(model)}${standingParagraph(model)}${parts.now}</div>` +
    `<div class="past">${parts.past}</div></article>`
  );
}

/** The word that the terminal marks it by. */
function rankParagraph({ champion }: ModelOnPage): string {
  return champion ? '<p class="rank">champion</p>' : '';
}

/** Before the number: whose it is, where it is not the run's. */
function standingParagraph({ standing }: ModelOnPage): string {
  return standing === null ? '' : `<p class="standing"><strong>${escapeHtml(standing)}</strong></p>`;
}

function newest({ latest, eventName, predicts, front }: EventModelOnPage): string {
  if (latest === null) return '<p class="soft">No prediction yet: no cut-off had enough known episodes.</p>';
  const { from, to } = latest.outcome;
  const when = from === to ? `in ${formatMonth(from)}` : `between ${formatMonth(from)} and ${formatMonth(to)}`;
  const large = (text: string) => `<p class="probability${latest.alarm === true ? ' in-alarm' : ''}">${text}</p>`;
  const whose = front === null ? '' : ` for ${escapeHtml(front.key)}`;
  const others = front === null ? '' : `, the highest of ${front.of} keys`;
  const outcome = `${escapeHtml(eventName)}${whose} <span class="when">${when}${others}</span></p>`;
  if (predicts === 'alarm') {
    const said = alarmWord(latest.alarm, { raised: 'Alarm', calm: 'Calm', none: '–' });
    return `${large(said)}<p class="what">a rule for ${outcome}<p class="verdict">${ruleVerdict(latest)}</p>`;
  }
  const value = latest.probability === null ? '–' : formatPercent(latest.probability, 0);
  return `${large(value)}<p class="what">chance of ${outcome}<p class="verdict">${verdict(latest)}</p>`;
}

function verdict({ probability, alarm, threshold, baseline }: NonNullable<EventModelOnPage['latest']>): string {
  const base = `The base rate is ${formatPercent(baseline, 0)}.`;
  if (probability === null || alarm === null) return `A feature is missing, so nothing is predicted. ${base}`;
  const at = formatPercent(threshold, 0);
  return alarm
    ? `<strong class="warning">In alarm</strong>, threshold ${at}. ${base}`
    : `No alarm, threshold ${at}. ${base}`;
}

function ruleVerdict({ alarm, baseline }: NonNullable<EventModelOnPage['latest']>): string {
  const said = alarm === null ? 'Its feature is missing' : 'It gives no probability';
  return `${said}. The base rate is ${formatPercent(baseline, 0)}.`;
}

function history(model: EventModelOnPage, id: string): string {
  const { history: points, events, eventName, predicts, front, window } = model;
  const name = front === null ? model.name : `${model.name}, ${front.key}`;
  const newest = points.at(-1)?.asOf;
  if (newest === undefined) return '';
  const draw = (key: string, width: number) => {
    const common = { id: key, points, events, eventName, ahead: window.fromMonth, width };
    return predicts === 'alarm'
      ? alarmChart({ ...common, title: `${name}: alarms over time` })
      : probabilityChart({ ...common, title: `${name}: probability over time`, height: 270 });
  };
  const said = predicts === 'alarm' ? ruleReading : reading;
  const readings = points.map((point) => `${datedReading(point.asOf, window)}: ${said(point)}`);
  return historyFigure({ id, window, newest, readings, draw });
}

/** What the page says of one decision date under the pointer. */
function reading({ probability, threshold, alarm }: ProbabilityPoint): string {
  const value = probability === null ? 'no prediction' : formatPercent(probability);
  return `${value}, threshold ${formatPercent(threshold)}${alarm === true ? ', in alarm' : ''}`;
}

function ruleReading({ alarm }: ProbabilityPoint): string {
  return alarmWord(alarm, { raised: 'in alarm', calm: 'no alarm', none: 'not defined' });
}

function record({ scores, history: points, ...grounds }: EventModelOnPage): string {
  return recordOf(scores === null ? [] : scoreFacts(scores), { first: points[0]?.asOf, ...grounds });
}

function scoreFacts({ auroc, brier, relativeUsefulness }: NonNullable<EventModelOnPage['scores']>): readonly string[] {
  const { value, interval } = auroc;
  const range = interval === null ? '' : softly(`[${formatFixed(interval.low, 2)}, ${formatFixed(interval.high, 2)}]`);
  const facts: string[] = [];
  if (value !== null) facts.push(fact('AUROC', `${formatFixed(value, 3)}${range}`));
  if (brier !== null) {
    const rival = softly(`climatology ${formatFixed(brier.climatology, 3)}`);
    facts.push(fact('Brier score', `${formatFixed(brier.model, 3)}${rival}`));
  }
  if (relativeUsefulness !== null) facts.push(fact('Usefulness', formatFixed(relativeUsefulness, 2)));
  return [...facts, evidenceFact(auroc)];
}

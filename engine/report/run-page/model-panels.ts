import { alarmWord, escapeHtml } from '../../cards/index.ts';
import { formatFixed, formatMonth, formatPercent } from '../../figures/index.ts';
import { historyId, historyOf } from './histories.ts';
import { evidenceFact, fact, recordOf, softly } from './model-record.ts';
import type { EventModelOnPage, ModelOnPage, OtherRun } from './run-page-data.ts';
import { newestValue, valueRecord } from './value-panel.ts';

/**
 * One panel per model: the newest probability large, its history beside it, its record below.
 * @param documentsOf the run whose page has the pictures, where it is another; its script puts them here
 */
export function modelPanels(models: readonly ModelOnPage[], documentsOf: OtherRun | null): string {
  return models.map((model, index) => panel(model, historyId(index), documentsOf)).join('\n');
}

function panel(model: ModelOnPage, id: string, documentsOf: OtherRun | null): string {
  const history = documentsOf === null ? historyOf(model, id) : historyElsewhere(model, documentsOf);
  const parts =
    model.predicts === 'value'
      ? { now: newestValue(model), past: `${history}${valueRecord(model)}` }
      : { now: newest(model), past: `${history}${record(model)}` };
  const title = `<a href="${escapeHtml(model.cardHref)}">${escapeHtml(model.name)}</a>`;
  return (
    `<article class="model" aria-labelledby="${id}-h"><div class="now"><h2 id="${id}-h">${title}</h2>` +
    `${rankParagraph(model)}${standingParagraph(model)}${parts.now}</div>` +
    `<div class="past">${parts.past}</div></article>`
  );
}

/** Where the picture is, until the script has it. */
function historyElsewhere({ name, history }: ModelOnPage, { run, page }: OtherRun): string {
  if (history.length === 0) return '';
  const words = `Its history is drawn on the page of run ${escapeHtml(run)}`;
  const link = `<p class="elsewhere"><a href="${escapeHtml(page)}">${words}</a></p>`;
  return `<figure class="history" data-model="${name}">${link}</figure>`;
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

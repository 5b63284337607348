import { escapeHtml, formatDay, formatFixed, formatMonth, formatPercent, probabilityChart } from '../../cards/index.ts';
import type { ModelOnPage, ProbabilityOnPage } from './run-page-data.ts';
import { plural } from './wording.ts';

/** One panel per model: the newest probability large, its history beside it, its record below. */
export function modelPanels(models: readonly ModelOnPage[]): string {
  return models.map((model, index) => panel(model, `history-${index}`)).join('\n');
}

function panel(model: ModelOnPage, id: string): string {
  return (
    `<article class="model" aria-labelledby="${id}-h"><div class="now"><h2 id="${id}-h"><a href="${escapeHtml(model.cardHref)}">` +
    `${escapeHtml(model.name)}</a></h2>${newest(model)}</div><div class="past">${history(model, id)}${record(model)}</div></article>`
  );
}

function newest({ latest, eventName, statesProbability }: ModelOnPage): string {
  if (latest === null) return '<p class="soft">No prediction yet: no cut-off had enough known episodes.</p>';
  const { from, to } = latest.outcome;
  const when = from === to ? `in ${formatMonth(from)}` : `between ${formatMonth(from)} and ${formatMonth(to)}`;
  if (!statesProbability) {
    const said = latest.alarm === null ? '–' : latest.alarm ? 'Alarm' : 'Calm';
    return (
      `<p class="probability${latest.alarm === true ? ' in-alarm' : ''}">${said}</p>` +
      `<p class="what">a rule for ${escapeHtml(eventName)} <span class="when">${when}</span></p>` +
      `<p class="verdict">It gives no probability. The base rate is ${formatPercent(latest.baseline, 0)}.</p>`
    );
  }
  const value = latest.probability === null ? '–' : formatPercent(latest.probability, 0);
  return (
    `<p class="probability${latest.alarm === true ? ' in-alarm' : ''}">${value}</p>` +
    `<p class="what">chance of ${escapeHtml(eventName)} <span class="when">${when}</span></p>` +
    `<p class="verdict">${verdict(latest)}</p>`
  );
}

function verdict({ probability, alarm, threshold, baseline }: NonNullable<ModelOnPage['latest']>): string {
  const base = `The base rate is ${formatPercent(baseline, 0)}.`;
  if (probability === null || alarm === null) return `A feature is missing, so nothing is predicted. ${base}`;
  const at = formatPercent(threshold, 0);
  return alarm
    ? `<strong class="warning">In alarm</strong>, threshold ${at}. ${base}`
    : `No alarm, threshold ${at}. ${base}`;
}

function history({ name, history: points, events, eventName }: ModelOnPage, id: string): string {
  if (points.length === 0) return '';
  const draw = (key: string, width: number, height: number) =>
    probabilityChart({
      id: key,
      title: `${name}: probability over decision dates`,
      points,
      events,
      eventName,
      width,
      height,
    });
  return (
    `<figure class="history" data-readings="${escapeHtml(points.map(reading).join('|'))}">` +
    `<div class="wide-only">${draw(id, 760, 270)}</div><div class="narrow-only">${draw(`${id}-narrow`, 400, 270)}</div>` +
    '<p class="reading" aria-hidden="true"></p></figure>'
  );
}

/** What the page says of one decision date under the pointer. */
function reading({ asOf, probability, threshold, alarm }: ProbabilityOnPage): string {
  const value = probability === null ? 'no prediction' : formatPercent(probability);
  return `${formatDay(asOf)}: ${value}, threshold ${formatPercent(threshold)}${alarm === true ? ', in alarm' : ''}`;
}

function record({ scores, history: points, pseudoRealTime, cardHref }: ModelOnPage): string {
  const parts: string[] = [];
  if (scores) {
    const interval = scores.aurocInterval;
    const range = interval
      ? ` <span class="soft">[${formatFixed(interval.low, 2)}, ${formatFixed(interval.high, 2)}]</span>`
      : '';
    if (scores.auroc !== null) parts.push(fact('AUROC', `${formatFixed(scores.auroc, 3)}${range}`));
    if (scores.brier !== null)
      parts.push(fact('Brier score', `${formatFixed(scores.brier, 3)}${rival(scores.baselineBrier)}`));
    if (scores.relativeUsefulness !== null) parts.push(fact('Usefulness', formatFixed(scores.relativeUsefulness, 2)));
    parts.push(fact('Evidence', escapeHtml(plural(scores.episodes, 'episode'))));
  }
  const since = points[0] ? `Walk-forward since ${formatDay(points[0].asOf)}` : '';
  const basis = pseudoRealTime
    ? `${since === '' ? 'P' : ', p'}seudo-real-time: revised history with an assumed lag`
    : '';
  return (
    `<dl class="record">${parts.join('')}</dl><p class="basis">${since}${basis}. ` +
    `<a href="${escapeHtml(cardHref)}">Model card</a></p>`
  );
}

function rival(baseline: number | null): string {
  return baseline === null ? '' : ` <span class="soft">climatology ${formatFixed(baseline, 3)}</span>`;
}

function fact(term: string, value: string): string {
  return `<div><dt>${term}</dt><dd>${value}</dd></div>`;
}

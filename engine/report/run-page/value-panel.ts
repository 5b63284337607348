import { escapeHtml, type ValuePoint, valueChart } from '../../cards/index.ts';
import { formatDay, formatFixed, formatMonth } from '../../figures/index.ts';
import { fact, recordOf } from './model-record.ts';
import type { ValueModelOnPage } from './run-page-data.ts';
import { plural } from './wording.ts';

/** The newest prediction of a value, large. */
export function newestValue({ latest, labelName }: ValueModelOnPage): string {
  if (latest === null) return '<p class="soft">No prediction yet: no cut-off had enough known labels.</p>';
  const { from, to } = latest.outcome;
  const when = from === to ? `in ${formatMonth(from)}` : `between ${formatMonth(from)} and ${formatMonth(to)}`;
  const value = latest.prediction === null ? '–' : formatFixed(latest.prediction, 1);
  const verdict =
    latest.prediction === null
      ? 'A feature is missing, so nothing is predicted.'
      : `The mean of the outcomes known then is ${formatFixed(latest.baseline, 1)}.`;
  return (
    `<p class="probability">${value}</p>` +
    `<p class="what">${escapeHtml(labelName.replaceAll('_', ' '))} <span class="when">${when}</span></p>` +
    `<p class="verdict">${verdict}</p>`
  );
}

export function valueHistory({ name, history, events, eventName }: ValueModelOnPage, id: string): string {
  if (history.length === 0) return '';
  const title = `${name}: predictions and outcomes over decision dates`;
  const draw = (key: string, width: number) =>
    valueChart({ id: key, title, points: history, events, eventName, width, height: 270 });
  return (
    `<figure class="history" data-readings="${escapeHtml(history.map(reading).join('|'))}">` +
    `<div class="wide-only">${draw(id, 760)}</div><div class="narrow-only">${draw(`${id}-narrow`, 400)}</div>` +
    '<p class="reading" aria-hidden="true"></p></figure>'
  );
}

/** What the page says of one decision date under the pointer. */
function reading({ asOf, prediction, y }: ValuePoint): string {
  const value = prediction === null ? 'no prediction' : formatFixed(prediction, 2);
  return `${formatDay(asOf)}: ${value}, ${y === null ? 'outcome not known yet' : `became ${formatFixed(y, 2)}`}`;
}

export function valueRecord({ scores, history, basis, outcomesThrough, cardHref }: ValueModelOnPage): string {
  const facts: string[] = [];
  if (scores) {
    const range = scores.rmseInterval
      ? ` <span class="soft">[${formatFixed(scores.rmseInterval.low, 2)}, ${formatFixed(scores.rmseInterval.high, 2)}]</span>`
      : '';
    if (scores.rmse !== null) {
      const rival = ` <span class="soft">climatology ${formatFixed(scores.baselineRmse, 2)}</span>`;
      facts.push(fact('RMSE', `${formatFixed(scores.rmse, 2)}${range}${rival}`));
    }
    if (scores.skill !== null) facts.push(fact('Skill', formatFixed(scores.skill, 2)));
    facts.push(fact('Evidence', escapeHtml(plural(scores.episodes, 'episode'))));
  }
  return recordOf(facts, { first: history[0]?.asOf, basis, outcomesThrough, cardHref });
}

import { escapeHtml, type ValuePoint, valueChart } from '../../cards/index.ts';
import { formatDay, formatFixed, formatMonth } from '../../figures/index.ts';
import { evidenceFact, fact, recordOf, softly } from './model-record.ts';
import type { ValueModelOnPage } from './run-page-data.ts';

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

export function valueRecord({ scores, history, ...grounds }: ValueModelOnPage): string {
  return recordOf(scores === null ? [] : errorFacts(scores), { first: history[0]?.asOf, ...grounds });
}

function errorFacts({ rmse, baselineRmse, skill }: NonNullable<ValueModelOnPage['scores']>): readonly string[] {
  const { value, interval } = rmse;
  const range = interval === null ? '' : softly(`[${formatFixed(interval.low, 2)}, ${formatFixed(interval.high, 2)}]`);
  const rival = softly(`climatology ${formatFixed(baselineRmse, 2)}`);
  const facts: string[] = [];
  if (value !== null) facts.push(fact('RMSE', `${formatFixed(value, 2)}${range}${rival}`));
  if (skill.value !== null) facts.push(fact('Skill', formatFixed(skill.value, 2)));
  return [...facts, evidenceFact(rmse)];
}

import { escapeHtml, type ValuePoint, valueChart } from '../../cards/index.ts';
import { behindFigure, formatFixed, formatMonth, inUnit, unitOfDifference } from '../../figures/index.ts';
import { datedReading, historyFigure } from './history-figure.ts';
import { evidenceFact, fact, recordOf, softly } from './model-record.ts';
import type { ValueModelOnPage } from './run-page-data.ts';

/** A large figure with its unit in smaller type, however long that is. */
function figureInUnit(figure: string, unit: string | null): string {
  const behind = behindFigure(unit);
  return behind === '' ? figure : `${figure}<span class="unit">${escapeHtml(behind)}</span>`;
}

/** The newest prediction of a value, large. */
export function newestValue({ latest, labelName, unit }: ValueModelOnPage): string {
  if (latest === null) return '<p class="soft">No prediction yet: no cut-off had enough known labels.</p>';
  const { from, to } = latest.outcome;
  const when = from === to ? `in ${formatMonth(from)}` : `between ${formatMonth(from)} and ${formatMonth(to)}`;
  const value = latest.prediction === null ? '–' : figureInUnit(formatFixed(latest.prediction, 1), unit);
  const verdict =
    latest.prediction === null
      ? 'A feature is missing, so nothing is predicted.'
      : `The mean of the outcomes known then is ${escapeHtml(inUnit(formatFixed(latest.baseline, 1), unit))}.`;
  return (
    `<p class="probability">${value}</p>` +
    `<p class="what">${escapeHtml(labelName.replaceAll('_', ' '))} <span class="when">${when}</span></p>` +
    `<p class="verdict">${verdict}</p>`
  );
}

export function valueHistory(model: ValueModelOnPage, id: string): string {
  const { name, history: points, events, eventName, window, unit } = model;
  const newest = points.at(-1)?.asOf;
  if (newest === undefined) return '';
  const common = { title: `${name}: predictions and outcomes`, points, events, eventName, unit, height: 270 };
  const draw = (key: string, width: number) => valueChart({ ...common, id: key, ahead: window.fromMonth, width });
  const readings = points.map((point) => `${datedReading(point.asOf, window)}: ${reading(point, unit)}`);
  return historyFigure({ id, window, newest, readings, draw });
}

/** What the page says of one decision date under the pointer. */
function reading({ prediction, y }: ValuePoint, unit: string | null): string {
  const value = prediction === null ? 'no prediction' : inUnit(formatFixed(prediction, 2), unit);
  return `${value}, ${y === null ? 'outcome not known yet' : `became ${inUnit(formatFixed(y, 2), unit)}`}`;
}

export function valueRecord({ scores, history, unit, ...grounds }: ValueModelOnPage): string {
  return recordOf(scores === null ? [] : errorFacts(scores, unitOfDifference(unit)), {
    first: history[0]?.asOf,
    ...grounds,
  });
}

function errorFacts(
  { rmse, baselineRmse, skill }: NonNullable<ValueModelOnPage['scores']>,
  unit: string | null,
): readonly string[] {
  const { value, interval } = rmse;
  const range = interval === null ? '' : softly(`[${formatFixed(interval.low, 2)}, ${formatFixed(interval.high, 2)}]`);
  const rival = softly(`climatology ${formatFixed(baselineRmse, 2)}`);
  const facts: string[] = [];
  if (value !== null)
    facts.push(fact(escapeHtml(`RMSE${unit === null ? '' : `, ${unit}`}`), `${formatFixed(value, 2)}${range}${rival}`));
  if (skill.value !== null) facts.push(fact('Skill', formatFixed(skill.value, 2)));
  return [...facts, evidenceFact(rmse)];
}

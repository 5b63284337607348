import { alarmChart, alarmWord, escapeHtml, type ProbabilityPoint, probabilityChart } from '../../cards/index.ts';
import { formatDay, formatPercent } from '../../figures/index.ts';
import type { EventModelOnPage, ModelOnPage } from './run-page-data.ts';
import { valueHistory } from './value-panel.ts';

/** The file beside a run page that has the pictures of its histories, for later runs in which they are the same. */
export const HISTORIES_FILE = 'histories.js';

/** What `HISTORIES_FILE` sets: model -> its figure. */
export const HISTORIES = 'ewsHistories';

/**
 * The histories of all models as a classic script, which a page may load from the folder of another run, also where
 * both are files on a disk: of text, pictures and modules a browser loads no other that way.
 */
export function historiesFile(models: readonly ModelOnPage[]): string {
  const figures = Object.fromEntries(models.map((model, index) => [model.name, historyOf(model, historyId(index))]));
  return `globalThis.${HISTORIES} = ${JSON.stringify(figures).replaceAll('<', '\\u003c')};\n`;
}

/** The id of the picture of a model's history, and the beginning of those around it. */
export function historyId(index: number): string {
  return `history-${index}`;
}

/** The past of a model as a figure; empty where nothing was predicted. */
export function historyOf(model: ModelOnPage, id: string): string {
  return model.predicts === 'value' ? valueHistory(model, id) : eventHistory(model, id);
}

function eventHistory(model: EventModelOnPage, id: string): string {
  const { history: points, events, eventName, predicts, front } = model;
  const name = front === null ? model.name : `${model.name}, ${front.key}`;
  if (points.length === 0) return '';
  const draw = (key: string, width: number, height: number) => {
    const common = { id: key, points, events, eventName, width };
    return predicts === 'alarm'
      ? alarmChart({ ...common, title: `${name}: alarms over decision dates` })
      : probabilityChart({ ...common, title: `${name}: probability over decision dates`, height });
  };
  const readings = points.map((point) => (predicts === 'alarm' ? ruleReading(point) : reading(point)));
  return (
    `<figure class="history" data-readings="${escapeHtml(readings.join('|'))}">` +
    `<div class="wide-only">${draw(id, 760, 270)}</div>` +
    `<div class="narrow-only">${draw(`${id}-narrow`, 400, 270)}</div>` +
    '<p class="reading" aria-hidden="true"></p></figure>'
  );
}

/** What the page says of one decision date under the pointer. */
function reading({ asOf, probability, threshold, alarm }: ProbabilityPoint): string {
  const value = probability === null ? 'no prediction' : formatPercent(probability);
  return `${formatDay(asOf)}: ${value}, threshold ${formatPercent(threshold)}${alarm === true ? ', in alarm' : ''}`;
}

function ruleReading({ asOf, alarm }: ProbabilityPoint): string {
  return `${formatDay(asOf)}: ${alarmWord(alarm, { raised: 'in alarm', calm: 'no alarm', none: 'not defined' })}`;
}

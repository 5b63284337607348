import { alarmChart, alarmWord, type ProbabilityPoint, probabilityChart } from '../../cards/index.ts';
import { formatPercent } from '../../figures/index.ts';
import { datedReading, historyFigure } from './history-figure.ts';
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

import { type Day, isDay } from '../../calendar/index.ts';
import { at } from '../../presence/index.ts';
import type { RealtimeWindow, SeriesInfo } from './types.ts';
import {
  countField,
  dayField,
  type Fields,
  listField,
  objectFields,
  shownValue,
  textField,
  UnusableAnswer,
} from './unusable-answer.ts';

const LAST_UPDATED = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}[+-]\d{2}(:?\d{2})?$/;

/** Reads what FRED says of one series. Throws Unusable for another one, or for what is no description of a series. */
export function readSeries(body: Fields, id: string): SeriesInfo {
  // FRED's own spelling.
  const found = only(listField(body, 'seriess'), 'seriess');
  const where = `series ${id}`;
  const answered = textField(found, 'id', where);
  if (answered !== id) throw new UnusableAnswer(`id is ${shownValue(answered)}, ${shownValue(id)} was asked for`);
  const lastUpdated = textField(found, 'last_updated', where);
  if (!LAST_UPDATED.test(lastUpdated))
    throw new UnusableAnswer(`last_updated of ${where} is ${shownValue(lastUpdated)}, not a time`);
  return {
    id: answered,
    title: textField(found, 'title', where),
    units: textField(found, 'units', where),
    ...(found['units_short'] === undefined ? {} : { unitsShort: textField(found, 'units_short', where) }),
    ...(found['frequency'] === undefined ? {} : { frequency: textField(found, 'frequency', where) }),
    frequencyShort: textField(found, 'frequency_short', where),
    seasonalAdjustmentShort: textField(found, 'seasonal_adjustment_short', where),
    lastUpdated,
    observationStart: dayField(found, 'observation_start', where),
    observationEnd: dayField(found, 'observation_end', where),
  };
}

/** Reads the release that a series belongs to. Throws Unusable for none or several. */
export function readRelease(body: Fields): { readonly id: number; readonly name: string } {
  const found = only(listField(body, 'releases'), 'releases');
  return { id: countField(found, 'id', 'the release'), name: textField(found, 'name', 'the release') };
}

/** Vintage dates of one page; `offset` is the place of its first in the whole answer. */
export function readVintageDates(body: Fields, window: RealtimeWindow, offset: number): readonly Day[] {
  const days = listField(body, 'vintage_dates').map((day, at) => {
    const where = `vintage_dates, row ${offset + at + 1},`;
    if (!isDay(day)) throw new UnusableAnswer(`${where} is ${shownValue(day)}, not a date`);
    if (day < window.start || day > window.end) throw new UnusableAnswer(`${where} is outside the period asked for`);
    return day;
  });
  checkVintageDates(days, offset);
  return days;
}

/** Throws Unusable unless days ascend; `offset` is the place of the first one in the whole answer. */
export function checkVintageDates(days: readonly Day[], offset = 0): void {
  for (const [index, { day, above }] of pairs(days).entries()) {
    if (day <= above)
      throw new UnusableAnswer(`vintage_dates, row ${offset + index + 2}, is not after the row above it`);
  }
}

/** Release dates of one page. A day may be there twice. */
export function readReleaseDates(body: Fields, release: number, offset: number): readonly Day[] {
  const days = listField(body, 'release_dates').map((row, at) => {
    const where = `row ${offset + at + 1}`;
    const fields = objectFields(row, where);
    const id = countField(fields, 'release_id', where);
    if (id !== release) throw new UnusableAnswer(`release_id of ${where} is ${id}, ${release} was asked for`);
    return dayField(fields, 'date', where);
  });
  checkReleaseDates(days, offset);
  return days;
}

/**
 * Throws Unusable where a day comes before the one above it; `offset` is the place of the first one in the whole
 * answer.
 */
export function checkReleaseDates(days: readonly Day[], offset = 0): void {
  for (const [index, { day, above }] of pairs(days).entries()) {
    if (day < above) throw new UnusableAnswer(`date of row ${offset + index + 2} is before that of the row above it`);
  }
}

/** Every day but the first, beside the one above it. */
function pairs(days: readonly Day[]): readonly { readonly day: Day; readonly above: string }[] {
  return days.slice(1).map((day, index) => ({ day, above: at(days, index) }));
}

function only(list: readonly unknown[], name: string): Fields {
  if (list.length !== 1) throw new UnusableAnswer(`${name} has ${list.length} members, one was asked for`);
  return objectFields(list[0], `the only one of ${name}`);
}

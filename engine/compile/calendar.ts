import type { Problem } from '../diagnostics/index.ts';
import { lineTextAt } from '../diagnostics/index.ts';
import type { CalendarFrequency, Definitions } from '../project/index.ts';
import type { Calendar } from './graph.ts';

export interface CalendarOutcome {
  readonly calendar: Calendar;
  readonly problems: readonly Problem[];
}

/**
 * The decision dates: the last day of every period from `calendar.start` to `calendar.end`, both included when they
 * are period ends. An end beyond the day for which every source is complete is an error (EWS3005).
 */
export function resolveCalendar(definitions: Definitions): CalendarOutcome {
  const { frequency, start, end } = definitions.config.calendar;
  const complete = completeThrough(definitions);
  if (end === 'data' && complete === undefined) {
    return refuse(definitions, 'no source declares complete_through, so "end: data" has no meaning', frequency);
  }
  const last = end === 'data' ? (complete?.date ?? end) : end;
  if (complete !== undefined && last > complete.date) {
    const message = `decision dates go to ${last}, but source "${complete.source}" is complete only through ${complete.date}`;
    return refuse(definitions, message, frequency);
  }
  const dates = periodEnds(frequency, start, last);
  if (dates.length === 0) {
    return refuse(definitions, `there is no ${frequency} period end from ${start} to ${last}`, frequency);
  }
  return { calendar: { frequency, dates }, problems: [] };
}

/** The last day of each period in [start, end], ascending. Weeks end on Friday. */
export function periodEnds(frequency: CalendarFrequency, start: string, end: string): readonly string[] {
  const dates: string[] = [];
  for (let date = periodEnd(frequency, start); date <= end; date = periodEnd(frequency, addDays(date, 1))) {
    dates.push(date);
  }
  return dates;
}

function periodEnd(frequency: CalendarFrequency, date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  const year = day.getUTCFullYear();
  const month = day.getUTCMonth();
  switch (frequency) {
    case 'daily':
      return date;
    case 'weekly':
      return addDays(date, (12 - day.getUTCDay()) % 7);
    case 'monthly':
      return isoDay(new Date(Date.UTC(year, month + 1, 0)));
    case 'quarterly':
      return isoDay(new Date(Date.UTC(year, month - (month % 3) + 3, 0)));
    default:
      throw new Error(`unknown frequency ${frequency satisfies never}`);
  }
}

function addDays(date: string, days: number): string {
  return isoDay(new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000));
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function completeThrough(definitions: Definitions): { source: string; date: string } | undefined {
  let earliest: { source: string; date: string } | undefined;
  for (const source of definitions.sources) {
    const date = source.completeThrough;
    if (date !== undefined && (earliest === undefined || date < earliest.date))
      earliest = { source: source.name, date };
  }
  return earliest;
}

function refuse(definitions: Definitions, message: string, frequency: CalendarFrequency): CalendarOutcome {
  const yaml = definitions.config.yaml;
  const span = yaml.spanOf(['calendar', 'end']);
  const problem: Problem = {
    code: 'EWS3005',
    severity: 'error',
    message,
    span,
    lineText: lineTextAt(yaml.file, span.line),
    hint: 'set calendar.end to an earlier date, or ingest newer data and raise complete_through; if the publisher has nothing new: ews source attest',
  };
  return { calendar: { frequency, dates: [] }, problems: [problem] };
}

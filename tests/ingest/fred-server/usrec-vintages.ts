import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Day } from '../../../engine/calendar/index.ts';
import { REPOSITORY } from '../../integration/product.ts';
import { dayAfter, type FredSeries, fredSeries, LAST_DAY, type VintageRow } from './fred-series.ts';

export interface TurningPoint {
  readonly kind: string;
  /** First day of the month. */
  readonly month: string;
  /** Before 1980 the end of the month twelve months later, as nothing was announced. */
  readonly announced: Day;
}

export async function usrecTurningPoints(): Promise<readonly TurningPoint[]> {
  const text = await readFile(path.join(REPOSITORY, 'sources/snapshot/nber_turning_points.csv'), 'utf8');
  const lines = text.trim().split('\n').slice(1);
  return lines.map((line) => {
    const [kind = '', month = '', announced = ''] = line.split(',');
    return { kind, month, announced: announced === '' ? endOfMonthLater(month, 12) : announced };
  });
}

/**
 * USREC as FRED keeps it, made up from the announcements: a month is added on the first day of the next one, and on the
 * day of an announcement months are told again. Nothing announced, a month reads as the one before it: 0 after a
 * trough, and 1 after a peak until the trough is announced. The first vintage is of `first`, the last of `last`.
 */
export async function usrecSeries(first: Day, last = '2022-11-01'): Promise<FredSeries> {
  const points = await usrecTurningPoints();
  const days = new Set([first, ...points.map(({ announced }) => announced)]);
  for (let day = monthsLater(`${first.slice(0, 7)}-01`, 1); day <= last; day = monthsLater(day, 1)) days.add(day);
  const versions = new Map<string, VintageRow[]>();
  for (const day of [...days].filter((each) => each >= first && each <= last).toSorted()) {
    for (let month = '1929-09-01'; monthsLater(month, 1) <= day; month = monthsLater(month, 1)) {
      const value = toldOn(points, month, day);
      const told = versions.get(month) ?? [];
      const before = told.at(-1);
      if (before?.value === value) continue;
      if (before !== undefined) told[told.length - 1] = { ...before, realtimeEnd: dayBefore(day) };
      told.push({ date: month, value, realtimeStart: day, realtimeEnd: LAST_DAY });
      versions.set(month, told);
    }
  }
  return fredSeries({ id: 'USREC', rows: [...versions.values()].flat(), units: '+1 or 0' });
}

/** What the series says of a month on a day: 1 where the last turning point before it that was announced is a peak. */
function toldOn(points: readonly TurningPoint[], month: string, day: Day): number {
  const before = points.filter((point) => point.announced <= day && point.month < month);
  return before.at(-1)?.kind === 'peak' ? 1 : 0;
}

const ends = new Map<string, string>();

/** The last day of the month so many months after that of a day. */
export function endOfMonthLater(day: Day, later = 0): Day {
  const asked = `${day} ${later}`;
  const known = ends.get(asked);
  if (known !== undefined) return known;
  const [year = 0, month = 0] = day.split('-').map(Number);
  const end = new Date(Date.UTC(year, month + later, 0)).toISOString().slice(0, 10);
  ends.set(asked, end);
  return end;
}

/** The first day of the month so many months after one. */
export function monthsLater(month: string, count: number): string {
  return `${endOfMonthLater(month, count).slice(0, 7)}-01`;
}

function dayBefore(day: Day): Day {
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  if (dayAfter(before) !== day) throw new Error(`no day before ${day}`);
  return before;
}

import type { Day } from '../../engine/calendar/index.ts';
import { entry, first } from '../../engine/presence/index.ts';
import type { Row } from '../../engine/warehouse/index.ts';

/** The last vintage is of 2021-09-30; values of the autumn of 2022 were not known to anybody in 2021. */
export const FIRST_VINTAGE = '1999-08-31';
export const LAST_VINTAGE = '2021-09-30';
export const LAST_DAY = '2021-10-30';
export const HANDOVER = '2021-10-31';

export interface Version {
  readonly date: Day;
  readonly value: number;
  readonly start: Day;
  readonly end: Day;
}

/** The original files of one series, read without the engine's or the script's SQL. */
export interface Original {
  readonly latest: ReadonlyMap<string, number>;
  readonly versions: readonly Version[];
  readonly lagDays: number;
}

/** Lines `date value start end knowledge`. */
export function originalLines(original: Original): readonly string[] {
  const { latest, versions } = original;
  const link = linkOf(original);
  const published = versions.map(({ date, value, start, end }) =>
    [date, value, start, end === '9999-12-31' ? LAST_DAY : end, 'published'].join(' '),
  );
  const before = [...latest]
    .filter(([date]) => date < link.period)
    .map(([date, value]) => {
      const [start] = versions
        .filter((each) => each.date === date)
        .map((each) => each.start)
        .sort();
      const end = start === undefined ? LAST_DAY : daysLater(start, -1);
      return [date, value * link.factor, dueOn(date, original), end, 'assumed'].join(' ');
    });
  const after = [...latest].map(([date, value]) =>
    [date, value, later(dueOn(date, original), HANDOVER), '9999-12-31', 'assumed'].join(' '),
  );
  return [...published, ...before, ...after];
}

/** The first period of the first vintage, and what takes the snapshot's values to that vintage's base. */
function linkOf({ latest, versions }: Original): { readonly period: string; readonly factor: number } {
  const vintage = firstVintageOf(versions);
  const known = versions.filter(({ start }) => start === vintage).toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const { date: period, value } = first(known);
  return { period, factor: value / entry(latest, period) };
}

function firstVintageOf(versions: readonly Version[]): string {
  return first(versions.map(({ start }) => start).toSorted());
}

/**
 * What a reader knew on a day: by period its value. The first vintage serves the days before it, each period once it
 * was due.
 */
export function knownOn(original: Original, day: Day): ReadonlyMap<string, number> {
  const { latest, versions } = original;
  const known = new Map<string, number>();
  if (day >= HANDOVER) {
    for (const [date, value] of latest) if (dueOn(date, original) <= day) known.set(date, value);
    return known;
  }
  const link = linkOf(original);
  for (const [date, value] of latest) {
    if (date < link.period && dueOn(date, original) <= day) known.set(date, value * link.factor);
  }
  const vintage = firstVintageOf(versions);
  for (const { date, value, start, end } of versions) {
    const serves = start === vintage && day < vintage ? dueOn(date, original) <= day : start <= day && day <= end;
    if (serves) known.set(date, value);
  }
  return new Map([...known].sort());
}

export function versionOf(row: Row): Version {
  const text = (name: string): string => String(row[name]);
  return { date: text('date'), value: Number(row['value']), start: text('realtime_start'), end: text('realtime_end') };
}

function dueOn(date: Day, { lagDays }: Pick<Original, 'lagDays'>): Day {
  return daysLater(lastOfMonth(date), lagDays);
}

export function lastOfMonth(date: Day): Day {
  const [year = 0, month = 0] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

export function daysLater(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

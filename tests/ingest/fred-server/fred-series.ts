import type { Day } from '../../../engine/calendar/index.ts';
/** One row as ALFRED keeps it: a value and the days, both inclusive, on which it was the newest. */
export interface VintageRow {
  readonly date: Day;
  readonly value: number | null;
  readonly realtimeStart: Day;
  readonly realtimeEnd: Day;
}

export interface FredSeries {
  readonly id: string;
  readonly title: string;
  readonly units: string;
  readonly unitsShort?: string;
  readonly frequencyShort: string;
  readonly seasonalAdjustmentShort: string;
  readonly lastUpdated: string;
  /** Sorted by date and real-time start. */
  readonly rows: readonly VintageRow[];
  /** Ascending; empty for a series that is in FRED and not in ALFRED. */
  readonly vintageDates: readonly Day[];
  readonly release: FredRelease;
}

export interface FredRelease {
  readonly id: number;
  readonly name: string;
  /** Ascending, with scheduled ones. */
  readonly dates: readonly Day[];
}

export const LAST_DAY = '9999-12-31';

export interface FredSeriesInput extends Partial<Omit<FredSeries, 'id' | 'rows' | 'vintageDates'>> {
  readonly id: string;
  readonly rows: readonly VintageRow[];
  /** False for a series that is in FRED and not in ALFRED. */
  readonly inAlfred?: boolean;
}

/** A series with its rows in order, its vintage dates worked out, and something said where nothing is given. */
export function fredSeries({ inAlfred = true, ...input }: FredSeriesInput): FredSeries {
  const rows = input.rows.toSorted(
    (a, b) =>
      compare(a.date, b.date) || compare(a.realtimeStart, b.realtimeStart) || compare(a.realtimeEnd, b.realtimeEnd),
  );
  const vintageDates = inAlfred ? vintageDatesOf(rows) : [];
  return {
    title: `Series ${input.id}`,
    units: 'Index',
    frequencyShort: 'M',
    seasonalAdjustmentShort: 'SA',
    lastUpdated: `${vintageDates.at(-1) ?? '2024-10-30'} 07:54:01-05`,
    release: { id: 53, name: `Release of ${input.id}`, dates: vintageDates },
    ...input,
    rows,
    vintageDates,
  };
}

/** Days on which something changed: a version starts, or one ends and no other follows. Rows in order. */
export function vintageDatesOf(rows: readonly VintageRow[]): readonly Day[] {
  const days = new Set<string>();
  for (const [at, row] of rows.entries()) {
    days.add(row.realtimeStart);
    if (row.realtimeEnd === LAST_DAY) continue;
    const next = rows[at + 1];
    const after = dayAfter(row.realtimeEnd);
    if (next?.date !== row.date || next.realtimeStart !== after) days.add(after);
  }
  return [...days].sort();
}

const following = new Map<string, string>();

export function dayAfter(day: Day): Day {
  const known = following.get(day);
  if (known !== undefined) return known;
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  following.set(day, next);
  return next;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

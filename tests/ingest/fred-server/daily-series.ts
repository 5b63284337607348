import { dayAfter, type FredSeries, fredSeries, LAST_DAY, type VintageRow } from './fred-series.ts';

/**
 * A daily series with one vintage a day: each publishes the day before, and revises some days before that. What it
 * holds depends on the arguments only. Every 500th value is withdrawn as "." when it is revised; every 700th leaves a
 * hole.
 */
export function dailySeries(id: string, vintages: number, firstDay = '2000-01-01'): FredSeries {
  const days = [firstDay];
  for (let at = 0; at < vintages; at++) days.push(dayAfter(days[at] ?? firstDay));
  const dayBefore = new Map(days.map((day, at) => [day, days[at - 1] ?? day]));
  const rows: VintageRow[] = [];
  for (let at = 0; at < vintages; at++) {
    const date = days[at] ?? firstDay;
    const value = Math.round(1000 + 100 * Math.sin(at / 50) + (mixed(at) % 100)) / 10;
    const published = days[at + 1] ?? firstDay;
    const revised = days[at + 2 + (mixed(at) % 40)];
    if (revised === undefined || at % 3 !== 0) {
      rows.push({ date, value, realtimeStart: published, realtimeEnd: LAST_DAY });
      continue;
    }
    rows.push({ date, value, realtimeStart: published, realtimeEnd: dayBefore.get(revised) ?? revised });
    if (at > 0 && at % 700 === 0) continue;
    const after = at > 0 && at % 500 === 0 ? null : Math.round(value * 10 + 3) / 10;
    rows.push({ date, value: after, realtimeStart: revised, realtimeEnd: LAST_DAY });
  }
  return fredSeries({ id, rows, frequencyShort: 'D', title: `Daily series ${id}`, units: 'Percent' });
}

/** A whole number that looks random. */
function mixed(n: number): number {
  return Math.imul(n + 1, 2_654_435_761) >>> 7;
}

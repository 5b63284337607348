import type { Day } from '../../calendar/index.ts';
import { formatFixed } from '../../figures/index.ts';
import { type LegendEntry, legendOf } from './legend.ts';
import { decimalYear, linearScale, niceTicks, type Scale } from './scale.ts';
import { element, label } from './svg.ts';

/** First day of the first and last month of an event spell. */
export interface ShadedSpell {
  readonly from: Day;
  readonly to: Day;
}

export interface DatedAlarm {
  readonly asOf: Day;
  readonly alarm: boolean | null;
}

/**
 * The area of a chart in outcome time: what was predicted stands at the first month that its outcome is about, so that
 * it lies over what became of it, and an event over the months in which it was.
 */
export interface TimePlot {
  readonly x: Scale;
  readonly y: Scale;
  /** Where what was predicted, decided or explained on a decision date stands. */
  readonly at: (asOf: Day) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly years: readonly [number, number];
  /** Of the whole picture: what was asked for, and what the legend needs beyond its first row. */
  readonly height: number;
  /** The legend, above the plot. */
  readonly legend: readonly string[];
  /** A mark at the newest decision date, where outcomes lie ahead of it: nothing beyond it can have become known. */
  readonly now: readonly string[];
}

/** What a plot in outcome time is made of. */
export interface TimeFrame {
  /** Decision dates, ascending. */
  readonly dates: readonly Day[];
  /** Months from the month of a decision date to the first that its outcome is about. */
  readonly ahead: number;
  readonly width: number;
  readonly height: number;
  readonly values: readonly [number, number];
  readonly legend: readonly LegendEntry[];
}

export function timePlot({ dates, ahead, width, height, values, legend }: TimeFrame): TimePlot {
  const [left, right] = [40, width - 46];
  const { content, extra } = legendOf(legend, { left, width });
  const [top, bottom] = [32 + extra, height + extra - 40];
  const shifted = (asOf: Day): number => decimalYear(asOf) + ahead / 12;
  const [first, last] = [dates[0], dates.at(-1)];
  const years = [shifted(first ?? '2000-01-01'), shifted(last ?? '2000-12-31')] as const;
  const x = linearScale(years, [left, right]);
  const newest = last === undefined || ahead <= 0 ? undefined : x(decimalYear(last));
  return {
    left,
    right,
    top,
    bottom,
    years,
    x,
    y: linearScale(values, [bottom, top]),
    at: (asOf) => x(shifted(asOf)),
    height: height + extra,
    legend: content,
    now:
      newest === undefined || newest < left
        ? []
        : [element('line', { class: 'chance', x1: newest, x2: newest, y1: top, y2: bottom })],
  };
}

export function shading(events: readonly ShadedSpell[], { x, left, right, top, bottom }: TimePlot): readonly string[] {
  return events.flatMap(({ from, to }) => {
    const start = Math.max(left, x(decimalYear(from)));
    const end = Math.min(right, x(decimalYear(to) + 1 / 12));
    return end <= start
      ? []
      : [element('rect', { class: 'event', x: start, y: top, width: end - start, height: bottom - top })];
  });
}

export function yearAxis({ x, years, left, right, bottom }: TimePlot): readonly string[] {
  const ticks = niceTicks(years, (right - left) / 80).filter(Number.isInteger);
  return ticks.flatMap((year) => [
    element('line', { class: 'axis', x1: x(year), x2: x(year), y1: bottom + 14, y2: bottom + 18 }),
    label([x(year), bottom + 32], String(year), 'tick', 'middle'),
  ]);
}

/** Round values of a range on the left, zero as the axis. */
export function valueAxis({ left, right, top, bottom }: TimePlot, range: readonly [number, number]): readonly string[] {
  const y = linearScale(range, [bottom, top]);
  return niceTicks(range, 5).flatMap((value) => [
    element('line', { class: value === 0 ? 'axis' : 'grid', x1: left, x2: right, y1: y(value), y2: y(value) }),
    label([left - 8, y(value) + 4], formatFixed(value, Number.isInteger(value) ? 0 : 1), 'tick', 'end'),
  ]);
}

/** Spells of consecutive months in alarm, as bars from `y` down: readable without colour. */
export function alarmMarks(
  points: readonly DatedAlarm[],
  { at }: Pick<TimePlot, 'at'>,
  bar: { readonly y: number; readonly height: number },
): readonly string[] {
  const spells: { from: number; to: number }[] = [];
  points.forEach((point, index) => {
    if (point.alarm !== true) return;
    const here = at(point.asOf);
    const open = points[index - 1]?.alarm === true ? spells.at(-1) : undefined;
    if (open) open.to = here;
    else spells.push({ from: here, to: here });
  });
  return spells.map(({ from, to }) =>
    element('rect', { class: 'alarm', x: from - 0.6, y: bar.y, width: to - from + 1.2, height: bar.height }),
  );
}

/** Where a page with a script may follow the pointer; without one nothing is seen of it. */
export function pointerSurface({ left, right, top, bottom }: TimePlot): readonly string[] {
  return [
    element('line', { class: 'cross', x1: left, x2: left, y1: top, y2: bottom }),
    element('rect', { class: 'plot', x: left, y: top, width: right - left, height: bottom - top }),
  ];
}

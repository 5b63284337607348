import type { Day } from '../../calendar/index.ts';
import { formatFixed } from '../../figures/index.ts';
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

/** The area of a chart over decision dates. */
export interface TimePlot {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly years: readonly [number, number];
}

export function timePlot(
  dates: readonly Day[],
  size: { readonly width: number; readonly height: number },
  values: readonly [number, number],
): TimePlot {
  const [left, right, top, bottom] = [40, size.width - 46, 32, size.height - 40];
  const years = [decimalYear(dates[0] ?? '2000-01-01'), decimalYear(dates.at(-1) ?? '2000-12-31')] as const;
  return {
    left,
    right,
    top,
    bottom,
    years,
    x: linearScale(years, [left, right]),
    y: linearScale(values, [bottom, top]),
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
  { x }: TimePlot,
  bar: { readonly y: number; readonly height: number },
): readonly string[] {
  const spells: { from: number; to: number }[] = [];
  points.forEach((point, index) => {
    if (point.alarm !== true) return;
    const at = x(decimalYear(point.asOf));
    const open = points[index - 1]?.alarm === true ? spells.at(-1) : undefined;
    if (open) open.to = at;
    else spells.push({ from: at, to: at });
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

const SWATCHES = {
  line: (x: number) => element('line', { class: 'line', x1: x, x2: x + 16, y1: 10, y2: 10 }),
  sum: (x: number) => element('line', { class: 'line sum', x1: x, x2: x + 16, y1: 10, y2: 10 }),
  threshold: (x: number) => element('line', { class: 'threshold', x1: x, x2: x + 16, y1: 10, y2: 10 }),
  outcome: (x: number) => element('line', { class: 'outcome', x1: x, x2: x + 16, y1: 10, y2: 10 }),
  alarm: (x: number) => element('rect', { class: 'alarm', x, y: 7.5, width: 16, height: 5 }),
  event: (x: number) => element('rect', { class: 'event', x, y: 4, width: 16, height: 12 }),
};

export function legend(
  entries: readonly (readonly [text: string, swatch: keyof typeof SWATCHES])[],
  { left }: TimePlot,
): readonly string[] {
  let x = left;
  return entries.flatMap(([text, swatch]) => {
    const at = x;
    x += 16 + 6 + text.length * 5.9 + 14;
    return [SWATCHES[swatch](at), label([at + 21, 14], text)];
  });
}

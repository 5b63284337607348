import { formatDay, formatPercent } from '../figure.ts';
import { decimalYear, linearScale, niceTicks, type Scale } from './scale.ts';
import { element, label, linePath, svg } from './svg.ts';

export interface ProbabilityPoint {
  readonly asOf: string;
  readonly probability: number | null;
  readonly threshold: number;
  readonly alarm: boolean | null;
}

export interface ProbabilityChart {
  readonly id: string;
  readonly title: string;
  readonly points: readonly ProbabilityPoint[];
  /** First day of the first and last month of each event spell. */
  readonly events: readonly { readonly from: string; readonly to: string }[];
  /** What a shaded stretch is called: `recession`. */
  readonly eventName: string;
  readonly width: number;
  readonly height: number;
}

interface Plot {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly years: readonly [number, number];
}

/** Probability over decision dates: event spells shaded, threshold dashed, months in alarm marked below the axis. */
export function probabilityChart(chart: ProbabilityChart): string {
  const plot = layOut(chart);
  return svg({ ...chart, description: describe(chart) }, [
    ...shading(chart, plot),
    ...percentAxis(plot),
    ...yearAxis(plot),
    element('path', { class: 'area', d: area(chart, plot) }),
    element('path', { class: 'threshold', d: thresholdSteps(chart, plot) }),
    element('path', { class: 'line', d: linePath(chart.points.map((point) => place(point, plot))) }),
    ...alarmMarks(chart, plot),
    ...newest(chart, plot),
    ...legend(chart, plot),
    ...pointerSurface(plot),
  ]);
}

function layOut({ points, width, height }: ProbabilityChart): Plot {
  const [left, right, top, bottom] = [40, width - 46, 32, height - 40];
  const first = decimalYear(points[0]?.asOf ?? '2000-01-01');
  const last = decimalYear(points.at(-1)?.asOf ?? '2000-12-31');
  const years = [first, last] as const;
  return { left, right, bottom, years, x: linearScale(years, [left, right]), y: linearScale([0, 1], [bottom, top]) };
}

function place(point: ProbabilityPoint, { x, y }: Plot): readonly [number, number] | null {
  return point.probability === null ? null : [x(decimalYear(point.asOf)), y(point.probability)];
}

function shading({ events }: ProbabilityChart, { x, y, left, right, bottom }: Plot): readonly string[] {
  return events.flatMap(({ from, to }) => {
    const start = Math.max(left, x(decimalYear(from)));
    const end = Math.min(right, x(decimalYear(to) + 1 / 12));
    return end <= start
      ? []
      : [element('rect', { class: 'event', x: start, y: y(1), width: end - start, height: bottom - y(1) })];
  });
}

function percentAxis({ y, left, right }: Plot): readonly string[] {
  return [0, 0.25, 0.5, 0.75, 1].flatMap((value) => [
    element('line', { class: value === 0 ? 'axis' : 'grid', x1: left, x2: right, y1: y(value), y2: y(value) }),
    label(left - 8, y(value) + 4, value === 1 ? '100%' : String(100 * value), 'tick', 'end'),
  ]);
}

function yearAxis({ x, years, left, right, bottom }: Plot): readonly string[] {
  const ticks = niceTicks(years, (right - left) / 80).filter(Number.isInteger);
  return ticks.flatMap((year) => [
    element('line', { class: 'axis', x1: x(year), x2: x(year), y1: bottom + 14, y2: bottom + 18 }),
    label(x(year), bottom + 32, String(year), 'tick', 'middle'),
  ]);
}

function area({ points }: ProbabilityChart, plot: Plot): string {
  const floor = plot.y(0);
  const stretches: (readonly [number, number])[][] = [[]];
  for (const point of points) {
    const at = place(point, plot);
    if (at === null) stretches.push([]);
    else stretches.at(-1)?.push(at);
  }
  return stretches
    .flatMap((stretch) => {
      const [first, last] = [stretch[0], stretch.at(-1)];
      return first && last ? [`${linePath([[first[0], floor], ...stretch, [last[0], floor]])}Z`] : [];
    })
    .join('');
}

/** The threshold changes at refits only, so it is drawn in steps. */
function thresholdSteps({ points }: ProbabilityChart, { x, y }: Plot): string {
  const corners: (readonly [number, number])[] = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    const at = x(decimalYear(point.asOf));
    if (before && before.threshold !== point.threshold)
      corners.push([at, y(before.threshold)], [at, y(point.threshold)]);
    else if (!before || index === points.length - 1) corners.push([at, y(point.threshold)]);
  });
  return linePath(corners);
}

/** Spells of consecutive months in alarm, as bars in their own lane: readable without colour. */
function alarmMarks({ points }: ProbabilityChart, { x, bottom }: Plot): readonly string[] {
  const spells: { from: number; to: number }[] = [];
  points.forEach((point, index) => {
    if (point.alarm !== true) return;
    const at = x(decimalYear(point.asOf));
    const open = points[index - 1]?.alarm === true ? spells.at(-1) : undefined;
    if (open) open.to = at;
    else spells.push({ from: at, to: at });
  });
  return spells.map(({ from, to }) =>
    element('rect', { class: 'alarm', x: from - 0.6, y: bottom + 5, width: to - from + 1.2, height: 5 }),
  );
}

function newest({ points }: ProbabilityChart, plot: Plot): readonly string[] {
  const last = points.at(-1);
  const at = last ? place(last, plot) : null;
  if (!last || last.probability === null || at === null) return [];
  return [
    element('circle', { class: last.alarm === true ? 'dot alarm' : 'dot', cx: at[0], cy: at[1], r: 3.5 }),
    label(at[0] + 8, at[1] + 4, formatPercent(last.probability, 0), 'value'),
  ];
}

/** Where a page with a script may follow the pointer; without one nothing is seen of it. */
function pointerSurface({ y, left, right, bottom }: Plot): readonly string[] {
  return [
    element('line', { class: 'cross', x1: left, x2: left, y1: y(1), y2: bottom }),
    element('rect', { class: 'plot', x: left, y: y(1), width: right - left, height: bottom - y(1) }),
  ];
}

function legend({ eventName }: ProbabilityChart, { left }: Plot): readonly string[] {
  const entries: readonly (readonly [string, (x: number) => string])[] = [
    ['probability', (x) => element('line', { class: 'line', x1: x, x2: x + 16, y1: 10, y2: 10 })],
    ['threshold', (x) => element('line', { class: 'threshold', x1: x, x2: x + 16, y1: 10, y2: 10 })],
    ['in alarm', (x) => element('rect', { class: 'alarm', x, y: 7.5, width: 16, height: 5 })],
    [eventName, (x) => element('rect', { class: 'event', x, y: 4, width: 16, height: 12 })],
  ];
  let x = left;
  return entries.flatMap(([text, swatch]) => {
    const at = x;
    x += 16 + 6 + text.length * 5.9 + 14;
    return [swatch(at), label(at + 21, 14, text)];
  });
}

function describe({ points, events, eventName }: ProbabilityChart): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'No predictions.';
  const alarms = points.filter((point) => point.alarm === true).length;
  const newestText = last.probability === null ? 'not defined' : formatPercent(last.probability);
  return (
    `Probability on ${points.length} decision dates from ${formatDay(first.asOf)} to ${formatDay(last.asOf)}; ` +
    `the newest is ${newestText}, the threshold ${formatPercent(last.threshold)}. ` +
    `${alarms} dates are in alarm. ${events.length} ${eventName} spells are known, those in the period are shaded.`
  );
}

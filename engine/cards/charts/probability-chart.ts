import type { Day } from '../../calendar/index.ts';
import { formatDay, formatPercent } from '../../figures/index.ts';
import { element, label, linePath, svg } from './svg.ts';
import {
  alarmMarks,
  pointerSurface,
  type ShadedSpell,
  shading,
  type TimePlot,
  timePlot,
  yearAxis,
} from './time-plot.ts';

export interface ProbabilityPoint {
  readonly asOf: Day;
  readonly probability: number | null;
  readonly threshold: number;
  readonly alarm: boolean | null;
}

export interface ProbabilityChart {
  readonly id: string;
  readonly title: string;
  readonly points: readonly ProbabilityPoint[];
  readonly events: readonly ShadedSpell[];
  /** What a shaded stretch is called: `recession`. */
  readonly eventName: string;
  /** Months from a decision date to the first that its outcome is about. */
  readonly ahead: number;
  readonly width: number;
  readonly height: number;
}

/** Probability in outcome time: event spells shaded, threshold dashed, months in alarm marked below the axis. */
export function probabilityChart(chart: ProbabilityChart): string {
  const dates = chart.points.map(({ asOf }) => asOf);
  const legend = [
    ['probability', 'line'],
    ['threshold', 'threshold'],
    ['in alarm', 'alarm'],
    [chart.eventName, 'event'],
  ] as const;
  const plot = timePlot({ ...chart, dates, values: [0, 1], legend });
  return svg({ ...chart, height: plot.height, description: describe(chart) }, [
    ...shading(chart.events, plot),
    ...percentAxis(plot),
    ...yearAxis(plot),
    element('path', { class: 'area', d: area(chart, plot) }),
    element('path', { class: 'threshold', d: thresholdSteps(chart, plot) }),
    element('path', { class: 'line', d: linePath(chart.points.map((point) => place(point, plot))) }),
    ...alarmMarks(chart.points, plot, { y: plot.bottom + 5, height: 5 }),
    ...plot.now,
    ...newest(chart, plot),
    ...plot.legend,
    ...pointerSurface(plot),
  ]);
}

export function place(
  point: ProbabilityPoint,
  { at, y }: Pick<TimePlot, 'at' | 'y'>,
): readonly [number, number] | null {
  return point.probability === null ? null : [at(point.asOf), y(point.probability)];
}

function percentAxis({ y, left, right }: TimePlot): readonly string[] {
  return [0, 0.25, 0.5, 0.75, 1].flatMap((value) => [
    element('line', { class: value === 0 ? 'axis' : 'grid', x1: left, x2: right, y1: y(value), y2: y(value) }),
    label([left - 8, y(value) + 4], value === 1 ? '100%' : String(100 * value), 'tick', 'end'),
  ]);
}

function area({ points }: ProbabilityChart, plot: TimePlot): string {
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
export function thresholdSteps(
  { points }: Pick<ProbabilityChart, 'points'>,
  { at: placeOf, y }: Pick<TimePlot, 'at' | 'y'>,
): string {
  const corners: (readonly [number, number])[] = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    const at = placeOf(point.asOf);
    if (before && before.threshold !== point.threshold)
      corners.push([at, y(before.threshold)], [at, y(point.threshold)]);
    else if (!before || index === points.length - 1) corners.push([at, y(point.threshold)]);
  });
  return linePath(corners);
}

function newest({ points }: ProbabilityChart, plot: TimePlot): readonly string[] {
  const last = points.at(-1);
  const at = last ? place(last, plot) : null;
  if (!last || last.probability === null || at === null) return [];
  return [
    element('circle', { class: last.alarm === true ? 'dot alarm' : 'dot', cx: at[0], cy: at[1], r: 3.5 }),
    label([at[0] + 8, at[1] + 4], formatPercent(last.probability, 0), 'value'),
  ];
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

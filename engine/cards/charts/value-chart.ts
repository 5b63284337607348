import type { Day } from '../../calendar/index.ts';
import { formatDay, formatFixed, inUnit } from '../../figures/index.ts';
import { element, linePath, svg } from './svg.ts';
import { pointerSurface, type ShadedSpell, shading, timePlot, valueAxis, yearAxis } from './time-plot.ts';

export interface ValuePoint {
  readonly asOf: Day;
  readonly prediction: number | null;
  readonly baseline: number;
  readonly y: number | null;
}

export interface ValueChart {
  readonly id: string;
  readonly title: string;
  readonly points: readonly ValuePoint[];
  readonly events: readonly ShadedSpell[];
  /** null: nothing is shaded. */
  readonly eventName: string | null;
  /** What predictions and outcomes are counted in; null: nobody declared it. */
  readonly unit: string | null;
  /** Months from a decision date to the first that its outcome is about. */
  readonly ahead: number;
  readonly width: number;
  readonly height: number;
}

/** Predictions in outcome time with what became of them, and the mean that was known. */
export function valueChart(chart: ValueChart): string {
  const { points, events, eventName, unit } = chart;
  const dates = points.map(({ asOf }) => asOf);
  const values = points.flatMap(({ prediction, baseline, y }) => [prediction, baseline, y]).filter((v) => v !== null);
  const range = [Math.min(0, ...values), Math.max(0, ...values)] as const;
  const ofUnit = unit === null ? '' : `, ${unit}`;
  const legend = [
    [`prediction${ofUnit}`, 'line'],
    ['outcome', 'outcome'],
    ['mean then', 'threshold'],
    ...(eventName === null ? [] : [[eventName, 'event'] as const]),
  ] as const;
  const plot = timePlot({ ...chart, dates, values: range, legend });
  const line = (value: (point: ValuePoint) => number | null): string =>
    linePath(
      points.map((point) => {
        const at = value(point);
        return at === null ? null : [plot.at(point.asOf), plot.y(at)];
      }),
    );
  return svg({ ...chart, height: plot.height, description: describe(chart) }, [
    ...shading(events, plot),
    ...valueAxis(plot, range),
    ...yearAxis(plot),
    element('path', { class: 'threshold', d: line(({ baseline }) => baseline) }),
    element('path', { class: 'outcome', d: line(({ y }) => y) }),
    element('path', { class: 'line', d: line(({ prediction }) => prediction) }),
    ...plot.now,
    ...plot.legend,
    ...pointerSurface(plot),
  ]);
}

function describe({ points, unit }: ValueChart): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'No predictions.';
  const newest = last.prediction === null ? 'not defined' : inUnit(formatFixed(last.prediction, 2), unit);
  const dates = `${points.length} decision dates from ${formatDay(first.asOf)} to ${formatDay(last.asOf)}`;
  return `Predictions on ${dates}; the newest is ${newest}.`;
}

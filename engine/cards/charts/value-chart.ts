import type { Day } from '../../calendar/index.ts';
import { formatDay, formatFixed } from '../../figures/index.ts';
import { decimalYear } from './scale.ts';
import { element, linePath, svg } from './svg.ts';
import { legend, pointerSurface, type ShadedSpell, shading, timePlot, valueAxis, yearAxis } from './time-plot.ts';

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
  readonly width: number;
  readonly height: number;
}

/** Predictions over decision dates with what became of them, and the mean that was known. */
export function valueChart(chart: ValueChart): string {
  const { points, events, eventName } = chart;
  const dates = points.map(({ asOf }) => asOf);
  const values = points.flatMap(({ prediction, baseline, y }) => [prediction, baseline, y]).filter((v) => v !== null);
  const plot = timePlot(dates, chart, [Math.min(0, ...values), Math.max(0, ...values)]);
  const line = (value: (point: ValuePoint) => number | null): string =>
    linePath(
      points.map((point) => {
        const at = value(point);
        return at === null ? null : [plot.x(decimalYear(point.asOf)), plot.y(at)];
      }),
    );
  return svg({ ...chart, description: describe(chart) }, [
    ...shading(events, plot),
    ...valueAxis(plot, [Math.min(0, ...values), Math.max(0, ...values)]),
    ...yearAxis(plot),
    element('path', { class: 'threshold', d: line(({ baseline }) => baseline) }),
    element('path', { class: 'outcome', d: line(({ y }) => y) }),
    element('path', { class: 'line', d: line(({ prediction }) => prediction) }),
    ...legend(
      [
        ['prediction', 'line'],
        ['outcome', 'outcome'],
        ['mean then', 'threshold'],
        ...(eventName === null ? [] : [[eventName, 'event'] as const]),
      ],
      plot,
    ),
    ...pointerSurface(plot),
  ]);
}

function describe({ points }: ValueChart): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'No predictions.';
  const newest = last.prediction === null ? 'not defined' : formatFixed(last.prediction, 2);
  const dates = `${points.length} decision dates from ${formatDay(first.asOf)} to ${formatDay(last.asOf)}`;
  return `Predictions on ${dates}; the newest is ${newest}.`;
}

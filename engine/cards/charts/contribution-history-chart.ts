import { formatDay, formatFixed } from '../../figures/index.ts';
import { decimalYear } from './scale.ts';
import { barPath, element, label, linePath, svg } from './svg.ts';
import {
  alarmMarks,
  type DatedAlarm,
  legend,
  pointerSurface,
  type ShadedSpell,
  shading,
  type TimePlot,
  timePlot,
  valueAxis,
  yearAxis,
} from './time-plot.ts';

export interface ContributionHistoryChart {
  readonly id: string;
  readonly title: string;
  /** Names of the parts, in the order in which they are stacked from zero. */
  readonly parts: readonly string[];
  /** One value a part. */
  readonly points: readonly { readonly asOf: string; readonly values: readonly number[] }[];
  readonly alarms: readonly DatedAlarm[];
  readonly events: readonly ShadedSpell[];
  readonly eventName: string;
  readonly width: number;
  readonly height: number;
}

/** A stretch of one part on one date: from nearer to zero to farther. */
interface Bar {
  readonly from: number;
  readonly to: number;
}

const LINE = 19;
const LETTER_ROOM = 13;

/**
 * Contributions by decision date, those that raise the margin above zero and those that lower it below, with their sum.
 * Shades differ in lightness and each part has a letter where it is largest, so that no colour is needed.
 */
export function contributionHistoryChart(chart: ContributionHistoryChart): string {
  const { parts, points, width, height } = chart;
  const stacks = points.map(({ values }) => stackOf(values));
  const range = rangeOf(stacks);
  const plot = timePlot(
    points.map(({ asOf }) => asOf),
    { width, height },
    range,
  );
  const names = partNames(parts, plot, height + 6);
  return svg({ ...chart, height: height + 6 + names.rows * LINE, description: describe(chart) }, [
    ...shading(chart.events, plot),
    ...valueAxis(plot, range),
    ...yearAxis(plot),
    ...parts.map((_, part) => element('path', { class: `part part-${part}`, d: bars(chart, stacks, part, plot) })),
    element('path', {
      class: 'line sum',
      d: linePath(points.map(({ asOf, values }) => [plot.x(decimalYear(asOf)), plot.y(sumOf(values))] as const)),
    }),
    ...parts.flatMap((_, part) => letter(chart, stacks, part, plot)),
    ...alarmMarks(chart.alarms, plot, { y: plot.bottom + 5, height: 5 }),
    ...legend(
      [
        ['together', 'sum'],
        ['in alarm', 'alarm'],
        [chart.eventName, 'event'],
      ],
      plot,
    ),
    ...names.content,
    ...pointerSurface(plot),
  ]);
}

/** Positive parts pile up from zero, negative ones down from it. */
function stackOf(values: readonly number[]): readonly Bar[] {
  const reached = { up: 0, down: 0 };
  return values.map((value) => {
    const side = value < 0 ? 'down' : 'up';
    const from = reached[side];
    reached[side] += value;
    return { from, to: reached[side] };
  });
}

function rangeOf(stacks: readonly (readonly Bar[])[]): readonly [number, number] {
  const ends = stacks.flatMap((stack) => stack.map(({ to }) => to));
  const range = [
    ends.reduce((low, end) => Math.min(low, end), 0),
    ends.reduce((high, end) => Math.max(high, end), 0),
  ] as const;
  return range[0] === range[1] ? [-1, 1] : range;
}

function bars(
  { points }: ContributionHistoryChart,
  stacks: readonly (readonly Bar[])[],
  part: number,
  { x, y, left, right, years }: TimePlot,
): string {
  // A month wide, and a little more so that neighbours leave no seam.
  const wide = (right - left) / Math.max(1, 12 * (years[1] - years[0])) + 0.25;
  return points
    .flatMap(({ asOf }, i) => {
      const bar = stacks[i]?.[part];
      if (bar === undefined || bar.from === bar.to) return [];
      const [top, bottom] = [y(Math.max(bar.from, bar.to)), y(Math.min(bar.from, bar.to))];
      return barPath(x(decimalYear(asOf)) - wide / 2, top, wide, bottom - top);
    })
    .join('');
}

/** The letter of a part, where its bar is longest and has room for it. */
function letter(
  { points }: ContributionHistoryChart,
  stacks: readonly (readonly Bar[])[],
  part: number,
  { x, y }: TimePlot,
): readonly string[] {
  const sizes = stacks.map((stack) => Math.abs((stack[part]?.to ?? 0) - (stack[part]?.from ?? 0)));
  const at = sizes.reduce((best, size, i) => (size > (sizes[best] ?? 0) ? i : best), 0);
  const [point, bar] = [points[at], stacks[at]?.[part]];
  if (point === undefined || bar === undefined || Math.abs(y(bar.to) - y(bar.from)) < LETTER_ROOM) return [];
  return [label([x(decimalYear(point.asOf)), y((bar.from + bar.to) / 2) + 4], letterOf(part), 'letter', 'middle')];
}

function letterOf(part: number): string {
  return String.fromCharCode(65 + part);
}

/** Names of the parts below the chart, in as many lines as they need. */
function partNames(
  parts: readonly string[],
  { left, right }: TimePlot,
  top: number,
): { readonly rows: number; readonly content: readonly string[] } {
  let x = left;
  let row = 0;
  const content = parts.flatMap((name, part) => {
    const wide = 38 + name.length * 6.6 + 18;
    if (x > left && x + wide > right + 40) {
      x = left;
      row += 1;
    }
    const [at, y] = [x, top + row * LINE];
    x += wide;
    return [
      element('rect', { class: `part part-${part}`, x: at, y, width: 16, height: 12 }),
      label([at + 22, y + 10], letterOf(part), 'letter'),
      label([at + 36, y + 10], name),
    ];
  });
  return { rows: row + 1, content };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function describe({ parts, points }: ContributionHistoryChart): string {
  const sums = points.map(({ asOf, values }) => ({ asOf, sum: sumOf(values) }));
  const ascending = sums.toSorted((one, other) => one.sum - other.sum);
  const [first, last, lowest, highest] = [points[0], points.at(-1), ascending[0], ascending.at(-1)];
  if (!first || !last || !lowest || !highest) return 'No contributions.';
  return (
    `Contributions of ${parts.join(', ')} on ${points.length} decision dates from ${formatDay(first.asOf)} to ` +
    `${formatDay(last.asOf)}. Together they are lowest on ${formatDay(lowest.asOf)}, ${formatFixed(lowest.sum, 2)}, and ` +
    `highest on ${formatDay(highest.asOf)}, ${formatFixed(highest.sum, 2)}.`
  );
}

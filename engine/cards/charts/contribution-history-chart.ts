import type { Day } from '../../calendar/index.ts';
import { formatDay, formatFixed } from '../../figures/index.ts';
import { placedEntries } from './legend.ts';
import { barPath, element, label, linePath, svg } from './svg.ts';
import {
  alarmMarks,
  type DatedAlarm,
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
  readonly points: readonly { readonly asOf: Day; readonly values: readonly number[] }[];
  readonly alarms: readonly DatedAlarm[];
  readonly events: readonly ShadedSpell[];
  readonly eventName: string;
  /** Months from a decision date to the first that its outcome is about. */
  readonly ahead: number;
  readonly width: number;
  readonly height: number;
}

/** A stretch of one part on one date: from nearer to zero to farther. */
interface Bar {
  readonly asOf: Day;
  readonly from: number;
  readonly to: number;
}

/** One part on all dates. */
interface StackedPart {
  readonly letter: string;
  /** The class by which the style sheet knows its shade. */
  readonly style: string;
  readonly bars: readonly Bar[];
}

const LINE = 19;
const LETTER_ROOM = 13;

/**
 * Contributions in outcome time, those that raise the margin above zero and those that lower it below, with their sum.
 * Shades differ in lightness and each part has a letter where it is largest, so that no colour is needed.
 */
export function contributionHistoryChart(chart: ContributionHistoryChart): string {
  const { parts, points, width, height } = chart;
  const stacked = stackedParts(chart);
  const range = rangeOf(stacked);
  const legend = [
    ['together', 'sum'],
    ['in alarm', 'alarm'],
    [chart.eventName, 'event'],
  ] as const;
  const dates = points.map(({ asOf }) => asOf);
  const plot = timePlot({ dates, ahead: chart.ahead, width, height, values: range, legend });
  const names = partNames(parts, width, plot.height + 6);
  return svg({ ...chart, height: plot.height + 6 + names.rows * LINE, description: describe(chart) }, [
    ...shading(chart.events, plot),
    ...valueAxis(plot, range),
    ...yearAxis(plot),
    ...stacked.map(({ style, bars }) => element('path', { class: style, d: barPaths(bars, plot) })),
    element('path', {
      class: 'line sum',
      d: linePath(points.map(({ asOf, values }) => [plot.at(asOf), plot.y(sumOf(values))] as const)),
    }),
    ...stacked.flatMap((part) => letterLabel(part, plot)),
    ...alarmMarks(chart.alarms, plot, { y: plot.bottom + 5, height: 5 }),
    ...plot.now,
    ...plot.legend,
    ...names.content,
    ...pointerSurface(plot),
  ]);
}

function stackedParts({ parts, points }: ContributionHistoryChart): readonly StackedPart[] {
  const stacks = points.map(({ asOf, values }) => stackOf(asOf, values));
  return parts.map((_, part) => ({
    letter: letterOf(part),
    style: styleOf(part),
    bars: stacks.flatMap((stack) => stack[part] ?? []),
  }));
}

/** Positive values pile up from zero, negative ones down from it. */
function stackOf(asOf: Day, values: readonly number[]): readonly Bar[] {
  const reached = { up: 0, down: 0 };
  return values.map((value) => {
    const side = value < 0 ? 'down' : 'up';
    const from = reached[side];
    reached[side] += value;
    return { asOf, from, to: reached[side] };
  });
}

function rangeOf(stacked: readonly StackedPart[]): readonly [number, number] {
  const ends = stacked.flatMap(({ bars }) => bars.map(({ to }) => to));
  const [low, high] = [
    ends.reduce((least, end) => Math.min(least, end), 0),
    ends.reduce((most, end) => Math.max(most, end), 0),
  ];
  return low === high ? [-1, 1] : [low, high];
}

function barPaths(bars: readonly Bar[], { at, y, left, right, years }: TimePlot): string {
  // A month wide, and a little more so that neighbours leave no seam.
  const wide = (right - left) / Math.max(1, 12 * (years[1] - years[0])) + 0.25;
  return bars
    .filter(({ from, to }) => from !== to)
    .map(({ asOf, from, to }) => {
      const [top, bottom] = [y(Math.max(from, to)), y(Math.min(from, to))];
      return barPath(at(asOf) - wide / 2, top, wide, bottom - top);
    })
    .join('');
}

/** The letter of a part, in the middle of its longest bar where that has room for it. */
function letterLabel({ letter, bars }: StackedPart, { at, y }: TimePlot): readonly string[] {
  const [first, ...others] = bars;
  if (first === undefined) return [];
  const size = ({ from, to }: Bar): number => Math.abs(to - from);
  const { asOf, from, to } = others.reduce((longest, bar) => (size(bar) > size(longest) ? bar : longest), first);
  if (Math.abs(y(to) - y(from)) < LETTER_ROOM) return [];
  return [label([at(asOf), y((from + to) / 2) + 4], letter, 'letter', 'middle')];
}

function letterOf(part: number): string {
  return String.fromCharCode(65 + part);
}

function styleOf(part: number): string {
  return `part part-${part}`;
}

/** Names of the parts below the chart, in as many lines as they need. */
function partNames(
  parts: readonly string[],
  width: number,
  top: number,
): { readonly rows: number; readonly content: readonly string[] } {
  const { rows, placed } = placedEntries(parts, { left: 0, right: width, before: 36 });
  const content = placed.flatMap(({ entry: part, x, row, lines }) => {
    const y = top + row * LINE;
    return [
      element('rect', { class: styleOf(part), x, y, width: 16, height: 12 }),
      label([x + 22, y + 10], letterOf(part), 'letter'),
      ...lines.map((line, i) => label([x + 36, y + 10 + i * LINE], line)),
    ];
  });
  return { rows, content };
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
    `${formatDay(last.asOf)}. Together they are lowest on ${formatDay(lowest.asOf)}, ${formatFixed(lowest.sum, 2)}, ` +
    `and highest on ${formatDay(highest.asOf)}, ${formatFixed(highest.sum, 2)}.`
  );
}

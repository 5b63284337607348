import type { Day } from '../../calendar/index.ts';
import { formatDay } from '../../figures/index.ts';
import type { ProbabilityPoint } from './probability-chart.ts';
import { element, label, linePath, svg } from './svg.ts';
import { alarmMarks, type ShadedSpell, shading, type TimePlot, timePlot, yearAxis } from './time-plot.ts';

/** One key of a panel: what was predicted of it, and its own events. */
export interface PanelLane {
  readonly key: string;
  readonly points: readonly ProbabilityPoint[];
  readonly events: readonly ShadedSpell[];
}

export interface PanelChart {
  readonly id: string;
  readonly title: string;
  readonly lanes: readonly PanelLane[];
  /** A rule gives no probability: its alarms alone are drawn. */
  readonly shows: 'probability' | 'alarm';
  readonly eventName: string;
  /** Months from a decision date to the first that its outcome is about. */
  readonly ahead: number;
  readonly width: number;
}

const LANE = 46;
const GAP = 10;

/**
 * A lane for each key, one below the other on one axis of time: the probability from 0 at the foot to 1 at the head,
 * the key's own events shaded, its alarms marked at the foot. Twenty keys are twenty lanes.
 */
export function panelChart(chart: PanelChart): string {
  const height = 32 + chart.lanes.length * (LANE + GAP) + 40;
  const dates = [...new Set(chart.lanes.flatMap(({ points }) => points.map(({ asOf }) => asOf)))].sort();
  const legend = [
    ...(chart.shows === 'alarm' ? [] : [['probability', 'line'] as const]),
    ['in alarm', 'alarm'] as const,
    [chart.eventName, 'event'] as const,
  ];
  const plot = timePlot({ dates, ahead: chart.ahead, width: chart.width, height, values: [0, 1], legend });
  return svg({ ...chart, height: plot.height, description: describe(chart, dates) }, [
    ...chart.lanes.flatMap((lane, i) => laneOf(lane, lanePlot(plot, i), chart.shows)),
    ...yearAxis(plot),
    ...plot.now,
    ...plot.legend,
  ]);
}

function lanePlot(plot: TimePlot, i: number): TimePlot {
  const top = plot.top + i * (LANE + GAP);
  const bottom = top + LANE;
  return { ...plot, top, bottom, y: (value) => bottom - value * (LANE - 4) };
}

function laneOf({ key, points, events }: PanelLane, plot: TimePlot, shows: PanelChart['shows']): readonly string[] {
  const places = points.map(({ asOf, probability }): readonly [number, number] | null =>
    probability === null ? null : [plot.at(asOf), plot.y(probability)],
  );
  return [
    ...shading(events, plot),
    element('line', { class: 'axis', x1: plot.left, x2: plot.right, y1: plot.bottom, y2: plot.bottom }),
    ...(shows === 'alarm' ? [] : [element('path', { class: 'line', d: linePath(places) })]),
    ...alarmMarks(points, plot, { y: plot.bottom + 1, height: 4 }),
    label([plot.left - 6, plot.bottom - LANE / 2 + 4], shortened(key), 'tick', 'end'),
  ];
}

/** Room for six characters; the table beside the chart has the whole key. */
function shortened(key: string): string {
  return key.length <= 6 ? key : `${key.slice(0, 5)}…`;
}

function describe({ lanes, shows, eventName }: PanelChart, dates: readonly Day[]): string {
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return 'No predictions.';
  const alarmed = lanes.filter(({ points }) => points.at(-1)?.alarm === true).map(({ key }) => key);
  const now = alarmed.length === 0 ? 'No key is in alarm on the newest date.' : `In alarm now: ${alarmed.join(', ')}.`;
  const what = shows === 'alarm' ? 'Alarms' : 'Probability';
  return (
    `${what} of ${lanes.length} keys, each in a lane of its own, from ${formatDay(first)} to ${formatDay(last)}. ` +
    `Each key’s own ${eventName} spells are shaded. ${now}`
  );
}

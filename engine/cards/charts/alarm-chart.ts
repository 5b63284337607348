import { formatDay } from '../../figures/index.ts';
import { svg } from './svg.ts';
import {
  alarmMarks,
  type DatedAlarm,
  pointerSurface,
  type ShadedSpell,
  shading,
  timePlot,
  yearAxis,
} from './time-plot.ts';

export interface AlarmChart {
  readonly id: string;
  readonly title: string;
  readonly points: readonly DatedAlarm[];
  readonly events: readonly ShadedSpell[];
  readonly eventName: string;
  /** Months from a decision date to the first that its outcome is about. */
  readonly ahead: number;
  readonly width: number;
}

const HEIGHT = 150;

/** When a rule was in alarm, over the shaded event: it gives no probability to draw. */
export function alarmChart(chart: AlarmChart): string {
  const { points, events, eventName, ahead, width } = chart;
  const dates = points.map(({ asOf }) => asOf);
  const legend = [
    ['in alarm', 'alarm'],
    [eventName, 'event'],
  ] as const;
  const plot = timePlot({ dates, ahead, width, height: HEIGHT, values: [0, 1], legend });
  const middle = (plot.top + plot.bottom) / 2;
  return svg({ ...chart, height: plot.height, description: describe(chart) }, [
    ...shading(events, plot),
    ...yearAxis(plot),
    ...alarmMarks(points, plot, { y: middle - 12, height: 24 }),
    ...plot.now,
    ...plot.legend,
    ...pointerSurface(plot),
  ]);
}

function describe({ points, events, eventName }: AlarmChart): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'No predictions.';
  const alarms = points.filter(({ alarm }) => alarm === true).length;
  return (
    `${points.length} decision dates from ${formatDay(first.asOf)} to ${formatDay(last.asOf)}, ` +
    `${alarms} of them in alarm. ` +
    `${events.length} ${eventName} spells are known, those in the period are shaded.`
  );
}

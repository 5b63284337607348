import type { Day } from '../../calendar/index.ts';
import { formatDay } from '../../figures/index.ts';
import type { Predicts } from '../../training/index.ts';
import { type ProbabilityPoint, place, thresholdSteps } from './probability-chart.ts';
import { linearScale } from './scale.ts';
import { element, label, linePath, svg } from './svg.ts';
import { alarmMarks, type ShadedSpell, shading, type TimePlot, timePlot, yearAxis } from './time-plot.ts';

export interface ComparisonChart {
  readonly id: string;
  readonly title: string;
  readonly models: readonly ComparedHistory[];
  readonly events: readonly ShadedSpell[];
  /** What a shaded stretch is called: `recession`. */
  readonly eventName: string;
  /** Months from a decision date to the first that its outcome is about. */
  readonly ahead: number;
  readonly width: number;
}

export interface ComparedHistory {
  readonly name: string;
  readonly predicts: Predicts;
  readonly points: readonly ProbabilityPoint[];
}

/** Room for the legend above all rows, and for the years below. */
const [ABOVE, BELOW] = [36, 40];
/** Between where a plot begins below a legend of one row, and the name of the first model. */
const ABOVE_NAMES = 4;
const NAME = 18;
const GAP = 16;

/**
 * Small multiples over the same years, a row a model, with the event shaded through all of them: lines in one plot
 * would hide each other, and colours alone would have to tell them apart.
 */
export function comparisonChart(chart: ComparisonChart): string {
  const { models, events, eventName, ahead, width } = chart;
  const dates = models.flatMap(({ points }) => points.map(({ asOf }) => asOf)).toSorted();
  const height = ABOVE + BELOW + models.reduce((sum, model) => sum + rowHeight(model), 0);
  const legend = [
    ['probability', 'line'],
    ['threshold', 'threshold'],
    ['in alarm', 'alarm'],
    [eventName, 'event'],
  ] as const;
  const plot = timePlot({ dates, ahead, width, height, values: [0, 1], legend });
  let top = plot.top + ABOVE_NAMES;
  const rows = models.flatMap((model) => {
    const from = top;
    top += rowHeight(model);
    return model.predicts === 'alarm' ? ruleRow(model, plot, from) : probabilityRow(model, plot, from);
  });
  return svg({ ...chart, height: plot.height, description: describe(chart, dates) }, [
    ...shading(events, plot),
    ...rows,
    ...yearAxis(plot),
    ...plot.now,
    ...plot.legend,
  ]);
}

const PROBABILITY = 82;
const RULE = 12;

function rowHeight({ predicts }: ComparedHistory): number {
  return NAME + (predicts === 'alarm' ? RULE : PROBABILITY) + GAP;
}

function probabilityRow({ name, points }: ComparedHistory, plot: TimePlot, top: number): readonly string[] {
  const { at, left, right } = plot;
  const [ceiling, floor] = [top + NAME, top + NAME + PROBABILITY];
  const y = linearScale([0, 1], [floor, ceiling]);
  return [
    label([left, top + 12], name, 'name'),
    ...[0, 0.5, 1].flatMap((value) => [
      element('line', { class: value === 0 ? 'axis' : 'grid', x1: left, x2: right, y1: y(value), y2: y(value) }),
      label([left - 8, y(value) + 4], value === 1 ? '100%' : String(100 * value), 'tick', 'end'),
    ]),
    element('path', { class: 'threshold', d: thresholdSteps({ points }, { at, y }) }),
    element('path', { class: 'line thin', d: linePath(points.map((point) => place(point, { at, y }))) }),
    ...alarmMarks(points, plot, { y: floor + 4, height: 5 }),
  ];
}

function ruleRow({ name, points }: ComparedHistory, plot: TimePlot, top: number): readonly string[] {
  const { left, right } = plot;
  const middle = top + NAME + RULE / 2;
  return [
    label([left, top + 12], name, 'name'),
    element('line', { class: 'grid', x1: left, x2: right, y1: middle, y2: middle }),
    ...alarmMarks(points, plot, { y: middle - RULE / 2, height: RULE }),
  ];
}

function describe({ models, eventName, events }: ComparisonChart, dates: readonly Day[]): string {
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return 'No predictions.';
  const alarms = models.map(({ name, points }) => {
    const count = points.filter(({ alarm }) => alarm === true).length;
    return `${name} in alarm on ${count} of ${points.length} decision dates`;
  });
  return (
    `From ${formatDay(first)} to ${formatDay(last)}: ${alarms.join('; ')}. ` +
    `${events.length} ${eventName} spells are known, those in the period are shaded.`
  );
}

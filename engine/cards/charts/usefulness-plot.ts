import { linearScale } from './scale.ts';
import { element, label } from './svg.ts';

/** Relative usefulness drawn no lower than this: far below zero all alarms are equally useless. */
const LOWEST = -1;

interface UsefulnessPlot {
  readonly width: number;
  readonly height: number;
  /** Where the plot begins below the head of the picture. */
  readonly top: number;
  /** The preference at which alarms are scored. */
  readonly declared: number;
}

/**
 * The plane of relative usefulness against preference: its axes, and where a point lies; null where it is not defined.
 */
export function usefulnessPlot({ width, height, top, declared }: UsefulnessPlot) {
  const [left, right, bottom] = [42, width - 14, height - 44];
  const x = linearScale([0, 1], [left, right]);
  const y = linearScale([LOWEST, 1], [bottom, top]);
  const axes: readonly string[] = [
    ...[-1, -0.5, 0, 0.5, 1].flatMap((tick) => [
      element('line', { class: tick === 0 ? 'axis' : 'grid', x1: left, x2: right, y1: y(tick), y2: y(tick) }),
      label([left - 7, y(tick) + 4], String(tick).replace('-', '\u2212'), 'tick', 'end'),
    ]),
    ...[0, 0.25, 0.5, 0.75, 1].map((tick) => label([x(tick), bottom + 17], String(tick), 'tick', 'middle')),
    label([(left + right) / 2, height - 8], 'preference for catching events', 'tick', 'middle'),
    element('line', { class: 'chance', x1: x(declared), x2: x(declared), y1: top, y2: bottom }),
  ];
  const place = ({ preference, relative }: { readonly preference: number; readonly relative: number | null }) =>
    relative === null ? null : ([x(preference), y(Math.max(relative, LOWEST))] as const);
  return { axes, place };
}

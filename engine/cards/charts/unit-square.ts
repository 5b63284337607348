import { linearScale, type Scale } from './scale.ts';
import { element, label } from './svg.ts';

export interface UnitSquare {
  readonly x: Scale;
  readonly y: Scale;
  /** Grid, ticks, axis titles and the diagonal that both kinds of curve are read against. */
  readonly frame: readonly string[];
}

/** A square plot of two shares, 0 to 100% on both axes. */
export function unitSquare(size: number, xTitle: string, yTitle: string): UnitSquare {
  const [left, right, top, bottom] = [42, size - 14, 12, size - 44];
  const x = linearScale([0, 1], [left, right]);
  const y = linearScale([0, 1], [bottom, top]);
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((value) => [
    element('line', { class: value === 0 ? 'axis' : 'grid', x1: left, x2: right, y1: y(value), y2: y(value) }),
    element('line', { class: value === 0 ? 'axis' : 'grid', x1: x(value), x2: x(value), y1: bottom, y2: top }),
    label([left - 7, y(value) + 4], String(100 * value), 'tick', 'end'),
    label([x(value), bottom + 17], value === 1 ? '100%' : String(100 * value), 'tick', value === 1 ? 'end' : 'middle'),
  ]);
  const turned = {
    class: 'tick',
    'text-anchor': 'middle',
    transform: `translate(11 ${(top + bottom) / 2}) rotate(-90)`,
  };
  return {
    x,
    y,
    frame: [
      ...ticks,
      element('line', { class: 'chance', x1: x(0), y1: y(0), x2: x(1), y2: y(1) }),
      label([(left + right) / 2, size - 8], xTitle, 'tick', 'middle'),
      element('text', turned, yTitle),
    ],
  };
}

import { linearScale } from './scale.ts';
import { element, linePath, svg } from './svg.ts';

export interface Sparkline {
  readonly id: string;
  readonly title: string;
  readonly values: readonly (number | null)[];
  readonly width: number;
  readonly height: number;
}

/** A word-sized line of probabilities on the scale from 0 to 1. */
export function sparkline({ id, title, values, width, height }: Sparkline): string {
  const x = linearScale([0, Math.max(1, values.length - 1)], [2, width - 4]);
  const y = linearScale([0, 1], [height - 2, 2]);
  const points = values.map((value, index) => (value === null ? null : ([x(index), y(value)] as const)));
  const last = points.at(-1);
  return svg({ id, title, width, height, description: `${values.length} values.` }, [
    element('path', { class: 'line thin', d: linePath(points) }),
    ...(last ? [element('circle', { class: 'dot', cx: last[0], cy: last[1], r: 2 })] : []),
  ]);
}

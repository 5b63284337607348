import type { Day } from '../../calendar/index.ts';
import { formatFixed, formatMonth } from '../../figures/index.ts';
import { decimalYear, linearScale, niceTicks } from './scale.ts';
import { element, label, linePath, svg } from './svg.ts';

export interface RefitChart {
  readonly id: string;
  /** What is followed over the refits: a coefficient, the base rate. */
  readonly name: string;
  readonly points: readonly { readonly cutoff: Day; readonly value: number }[];
  readonly width: number;
  readonly height: number;
}

/** Room for three decimals and a sign, of the axis and of the newest value. */
const [LEFT, RIGHT] = [46, 62];

/** One quantity over the refits, on its own scale that always shows zero. */
export function refitChart({ id, name, points, width, height }: RefitChart): string {
  const values = points.map(({ value }) => value);
  const domain = [Math.min(0, ...values), Math.max(0, ...values)] as const;
  const ends = [points[0]?.cutoff ?? '2000-01-31', points.at(-1)?.cutoff ?? '2000-12-31'] as const;
  const x = linearScale([decimalYear(ends[0]), decimalYear(ends[1])], [LEFT, width - RIGHT]);
  const y = linearScale(domain, [height - 24, 26]);
  const last = points.at(-1);
  const years = niceTicks([decimalYear(ends[0]), decimalYear(ends[1])], 3).filter(Number.isInteger);
  const description =
    `${points.length} refits from ${formatMonth(ends[0])} to ${formatMonth(ends[1])}, between ` +
    `${formatFixed(Math.min(...values), 3)} and ${formatFixed(Math.max(...values), 3)}.`;
  return svg({ id, title: `${name} over refits`, width, height, description }, [
    label([0, 13], name, 'name'),
    ...niceTicks(domain, 3).flatMap((tick) => [
      element('line', { class: tick === 0 ? 'axis' : 'grid', x1: LEFT, x2: width - RIGHT, y1: y(tick), y2: y(tick) }),
      label([LEFT - 6, y(tick) + 4], String(tick).replace('-', '\u2212'), 'tick', 'end'),
    ]),
    ...years.map((year) => label([x(year), height - 6], String(year), 'tick', 'middle')),
    element('path', {
      class: 'line',
      d: linePath(points.map((point) => [x(decimalYear(point.cutoff)), y(point.value)] as const)),
    }),
    ...(last
      ? [
          element('circle', { class: 'dot', cx: x(decimalYear(last.cutoff)), cy: y(last.value), r: 3 }),
          label([x(decimalYear(last.cutoff)) + 7, y(last.value) + 4], formatFixed(last.value, 3), 'value'),
        ]
      : []),
  ]);
}

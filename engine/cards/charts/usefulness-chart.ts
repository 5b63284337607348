import { formatFixed } from '../figure.ts';
import { linearScale } from './scale.ts';
import { element, label, linePath, svg } from './svg.ts';

export interface UsefulnessChart {
  readonly id: string;
  readonly title: string;
  readonly points: readonly { readonly preference: number; readonly relative: number | null }[];
  /** The preference that the model declares. */
  readonly declared: number;
  readonly width: number;
  readonly height: number;
}

/** Relative usefulness drawn no lower than this: far below zero all alarms are equally useless. */
const LOWEST = -1;

/** Relative usefulness against preference; below zero the alarms are worse than ignoring the model. */
export function usefulnessChart({ id, title, points, declared, width, height }: UsefulnessChart): string {
  const [left, right, top, bottom] = [42, width - 14, 14, height - 44];
  const x = linearScale([0, 1], [left, right]);
  const y = linearScale([LOWEST, 1], [bottom, top]);
  const drawn = points.map(({ preference, relative }) =>
    relative === null ? null : ([x(preference), y(Math.max(relative, LOWEST))] as const),
  );
  const useful = points.filter(({ relative }) => relative !== null && relative > 0).map(({ preference }) => preference);
  const range =
    useful.length === 0
      ? 'The alarms are useful at no preference.'
      : `The alarms are useful at ${useful.length} of ${points.length} preferences, between ` +
        `${formatFixed(Math.min(...useful), 2)} and ${formatFixed(Math.max(...useful), 2)}.`;
  return svg({ id, title, width, height, description: range }, [
    ...[-1, -0.5, 0, 0.5, 1].flatMap((tick) => [
      element('line', { class: tick === 0 ? 'axis' : 'grid', x1: left, x2: right, y1: y(tick), y2: y(tick) }),
      label(left - 7, y(tick) + 4, String(tick).replace('-', '\u2212'), 'tick', 'end'),
    ]),
    ...[0, 0.25, 0.5, 0.75, 1].map((tick) => label(x(tick), bottom + 17, String(tick), 'tick', 'middle')),
    label((left + right) / 2, height - 8, 'preference for catching events', 'tick', 'middle'),
    element('line', { class: 'chance', x1: x(declared), x2: x(declared), y1: top, y2: bottom }),
    element('path', { class: 'line', d: linePath(drawn) }),
    ...points.flatMap(({ preference, relative }, i) => {
      const at = drawn[i] ?? null;
      const isDeclared = Math.abs(preference - declared) < 1e-9;
      return at === null || relative === null || !isDeclared
        ? []
        : [
            element('circle', { class: 'dot alarm', cx: at[0], cy: at[1], r: 5 }),
            label(at[0] + 9, at[1] - 9, formatFixed(relative, 3), 'value'),
          ];
    }),
  ]);
}

import { formatFixed } from '../../figures/index.ts';
import { linearScale, niceTicks } from './scale.ts';
import { element, label, svg } from './svg.ts';

export interface StepChart {
  readonly id: string;
  /** What is measured: `AUROC`. */
  readonly name: string;
  readonly steps: readonly {
    readonly name: string;
    readonly value: number | null;
    readonly interval: { readonly low: number; readonly high: number } | null;
  }[];
  /** What a worthless model gets. */
  readonly chance: number;
  readonly width: number;
}

const ROW = 40;
const TOP = 30;

/** One measure at every step from real time to revised, each with its interval and its number beside it. */
export function stepChart({ id, name, steps, chance, width }: StepChart): string {
  const measured = steps.flatMap(({ value, interval }) => [value, interval?.low ?? null, interval?.high ?? null]);
  const values = [chance, ...measured.filter((value) => value !== null)];
  const domain = [Math.min(...values), Math.max(...values)] as const;
  const x = linearScale(domain, [14, width - 12]);
  const bottom = TOP + ROW * steps.length;
  const described = steps.map(
    (step) => `${step.name} ${step.value === null ? 'not defined' : formatFixed(step.value, 3)}`,
  );
  return svg({ id, title: `${name} by step`, width, height: bottom + 24, description: `${described.join('; ')}.` }, [
    label([0, 13], name, 'name'),
    ...niceTicks(domain, 5).flatMap((tick) => [
      element('line', { class: 'grid', x1: x(tick), x2: x(tick), y1: TOP - 6, y2: bottom }),
      label([x(tick), bottom + 17], String(tick).replace('-', '\u2212'), 'tick', 'middle'),
    ]),
    element('line', { class: 'chance', x1: x(chance), x2: x(chance), y1: TOP - 6, y2: bottom }),
    ...steps.flatMap(({ name: step, value, interval }, row) => {
      const y = TOP + ROW * row + 26;
      const text = value === null ? 'not defined' : formatFixed(value, 3);
      return [
        label([20, y - 12], step),
        label([width - 12, y - 12], text, 'value', 'end'),
        ...(interval
          ? [element('line', { class: 'whisker', x1: x(interval.low), x2: x(interval.high), y1: y, y2: y })]
          : []),
        ...(value === null ? [] : [element('circle', { class: 'dot', cx: x(value), cy: y, r: 5 })]),
      ];
    }),
  ]);
}

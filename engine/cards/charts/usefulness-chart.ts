import { formatFixed } from '../../figures/index.ts';
import { element, label, linePath, svg } from './svg.ts';
import { usefulnessPlot } from './usefulness-plot.ts';

export interface UsefulnessChart {
  readonly id: string;
  readonly title: string;
  readonly points: readonly { readonly preference: number; readonly relative: number | null }[];
  /** The preference that the model declares. */
  readonly declared: number;
  readonly width: number;
  readonly height: number;
}

/** Relative usefulness against preference; below zero the alarms are worse than ignoring the model. */
export function usefulnessChart({ id, title, points, declared, width, height }: UsefulnessChart): string {
  const { axes, place } = usefulnessPlot({ width, height, top: 14, declared });
  const drawn = points.map(place);
  const useful = points.filter(({ relative }) => relative !== null && relative > 0).map(({ preference }) => preference);
  const range =
    useful.length === 0
      ? 'The alarms are useful at no preference.'
      : `The alarms are useful at ${useful.length} of ${points.length} preferences, between ` +
        `${formatFixed(Math.min(...useful), 2)} and ${formatFixed(Math.max(...useful), 2)}.`;
  return svg({ id, title, width, height, description: range }, [
    ...axes,
    element('path', { class: 'line', d: linePath(drawn) }),
    ...points.flatMap(({ preference, relative }, i) => {
      const at = drawn[i] ?? null;
      const isDeclared = Math.abs(preference - declared) < 1e-9;
      return at === null || relative === null || !isDeclared
        ? []
        : [
            element('circle', { class: 'dot alarm', cx: at[0], cy: at[1], r: 5 }),
            label([at[0] + 9, at[1] - 9], formatFixed(relative, 3), 'value'),
          ];
    }),
  ]);
}

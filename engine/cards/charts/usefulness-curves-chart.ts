import { formatFixed } from '../../figures/index.ts';
import { element, label, linePath, svg } from './svg.ts';
import { usefulnessPlot } from './usefulness-plot.ts';

export interface UsefulnessCurvesChart {
  readonly id: string;
  readonly title: string;
  readonly curves: readonly {
    readonly name: string;
    readonly points: readonly { readonly preference: number; readonly relative: number | null }[];
  }[];
  /** The preference at which all are scored. */
  readonly declared: number;
  readonly width: number;
  readonly height: number;
}

/** Dashes tell the curves apart without colour; the first, whole and heavy, is what the others are held against. */
const DASHES = ['none', '7 4', '2 3', '10 3 2 3', '1 5', '14 4', '5 2 1 2 1 2'] as const;

const LEGEND_ROW = 18;

/** Usefulness curves of several models in one plot. */
export function usefulnessCurvesChart({ id, title, curves, declared, width, height }: UsefulnessCurvesChart): string {
  const keys = legendPlaces(
    curves.map(({ name }) => name),
    width,
  );
  const top = 12 + LEGEND_ROW * (1 + Math.max(0, ...keys.map(({ row }) => row)));
  const { axes, place } = usefulnessPlot({ width, height, top, declared });
  return svg({ id, title, width, height, description: describe(curves) }, [
    ...axes,
    ...curves.map(({ points }, i) =>
      element('path', {
        ...stroke(i),
        d: linePath(points.map(place)),
      }),
    ),
    ...keys.flatMap(({ name, x: at, row }, i) => [
      element('line', { ...stroke(i), x1: at, x2: at + 26, y1: 10 + LEGEND_ROW * row, y2: 10 + LEGEND_ROW * row }),
      label([at + 32, 14 + LEGEND_ROW * row], name),
    ]),
  ]);
}

function stroke(i: number): { readonly class: string; readonly 'stroke-dasharray': string } {
  return { class: i === 0 ? 'line' : 'line thin', 'stroke-dasharray': DASHES[i % DASHES.length] ?? 'none' };
}

/** Keys from left to right, as many a row as fit. */
function legendPlaces(
  names: readonly string[],
  width: number,
): readonly { readonly name: string; readonly x: number; readonly row: number }[] {
  let [x, row] = [42, 0];
  return names.map((name) => {
    const size = 32 + name.length * 5.9 + 18;
    if (x > 42 && x + size > width) [x, row] = [42, row + 1];
    const place = { name, x, row };
    x += size;
    return place;
  });
}

function describe(curves: UsefulnessCurvesChart['curves']): string {
  const parts = curves.map(({ name, points }) => {
    const useful = points.filter(({ relative }) => relative !== null && relative > 0);
    const [first, last] = [useful[0], useful.at(-1)];
    return first === undefined || last === undefined
      ? `${name} is useful at no preference`
      : `${name} is useful at ${useful.length} of ${points.length} preferences, from ` +
          `${formatFixed(first.preference, 2)} to ${formatFixed(last.preference, 2)}`;
  });
  return `${parts.join('; ')}.`;
}

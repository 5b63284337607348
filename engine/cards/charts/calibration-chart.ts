import { formatPercent } from '../../figures/index.ts';
import { element, linePath, svg } from './svg.ts';
import { unitSquare } from './unit-square.ts';

export interface CalibrationChart {
  readonly id: string;
  readonly title: string;
  readonly bins: readonly { readonly rows: number; readonly meanProbability: number; readonly frequency: number }[];
  readonly size: number;
}

/** Observed frequency against mean probability; a circle's area is its number of decision dates. */
export function calibrationChart({ id, title, bins, size }: CalibrationChart): string {
  const { x, y, frame } = unitSquare(size, 'mean probability given (%)', 'outcome observed (%)');
  const most = Math.max(1, ...bins.map(({ rows }) => rows));
  const worst = bins.reduce((gap, bin) => Math.max(gap, Math.abs(bin.meanProbability - bin.frequency)), 0);
  const description = `${bins.length} bins; the largest gap between given and observed is ${formatPercent(worst, 0)}.`;
  return svg({ id, title, width: size, height: size, description }, [
    ...frame,
    element('path', {
      class: 'line thin',
      d: linePath(bins.map(({ meanProbability, frequency }) => [x(meanProbability), y(frequency)] as const)),
    }),
    ...bins.map(({ rows, meanProbability, frequency }) =>
      element('circle', {
        class: 'bubble',
        cx: x(meanProbability),
        cy: y(frequency),
        r: 2.5 + 9 * Math.sqrt(rows / most),
      }),
    ),
  ]);
}

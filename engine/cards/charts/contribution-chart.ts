import { formatFixed } from '../../figures/index.ts';
import { linearScale } from './scale.ts';
import { element, label, svg } from './svg.ts';

export interface ContributionChart {
  readonly id: string;
  readonly title: string;
  readonly bars: readonly { readonly feature: string; readonly contribution: number }[];
  readonly width: number;
  /** Contributions of a chart beside it, so that equal bars mean the same in both. */
  readonly beside?: readonly number[];
}

const ROW = 26;

/** What pushed the margin up or down, largest first; direction is shown by side and sign, not by colour alone. */
export function contributionChart({ id, title, bars, width, beside = [] }: ContributionChart): string {
  const ordered = [...bars].sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
  const names = Math.min(width * 0.45, 24 + 6.9 * Math.max(0, ...bars.map(({ feature }) => feature.length)));
  const all = [...bars.map(({ contribution }) => contribution), ...beside];
  const largest = Math.max(1e-12, ...all.map(Math.abs));
  const lowest = Math.min(0, ...all);
  const highest = Math.max(0, ...all);
  const x = linearScale([lowest, Math.max(highest, lowest + largest)], [names + (lowest < 0 ? 52 : 4), width - 56]);
  const height = ROW * ordered.length + 8;
  const first = ordered[0];
  const description = first ? `Largest: ${first.feature}, ${formatFixed(first.contribution, 3)}.` : 'No contributions.';
  return svg({ id, title, width, height, description }, [
    ...ordered.flatMap(({ feature, contribution }, row) => {
      const middle = ROW * row + ROW / 2 + 4;
      const [from, to] = contribution < 0 ? [x(contribution), x(0)] : [x(0), x(contribution)];
      const anchor = contribution < 0 ? (['end', -7] as const) : (['start', 7] as const);
      return [
        label([0, middle + 4], feature, 'name'),
        element('rect', {
          class: contribution < 0 ? 'bar down' : 'bar up',
          x: from,
          y: middle - 7,
          width: to - from,
          height: 14,
          rx: 1.5,
        }),
        label(
          [x(contribution) + anchor[1], middle + 4],
          `${contribution > 0 ? '+' : ''}${formatFixed(contribution, 2)}`,
          'tick',
          anchor[0],
        ),
      ];
    }),
    element('line', { class: 'axis', x1: x(0), x2: x(0), y1: 2, y2: height - 2 }),
  ]);
}

import { formatPercent } from '../../figures/index.ts';
import { element, label, linePath, svg } from './svg.ts';
import { unitSquare } from './unit-square.ts';

export interface RocChart {
  readonly id: string;
  readonly title: string;
  readonly curve: readonly { readonly fpr: number; readonly tpr: number }[];
  /** Interval of the curve, by rising share of false alarms; empty: none is known. */
  readonly band: readonly { readonly fpr: number; readonly low: number; readonly high: number }[];
  /** Where the declared thresholds put the alarms. */
  readonly operating: { readonly fpr: number; readonly tpr: number } | null;
  readonly size: number;
}

/** Share of positives caught against share of negatives alarmed, with the point at which the alarms operate. */
export function rocChart({ id, title, curve, band, operating, size }: RocChart): string {
  const { x, y, frame } = unitSquare(size, 'false alarms among negatives (%)', 'positives caught (%)');
  const path = linePath(curve.map(({ fpr, tpr }) => [x(fpr), y(tpr)] as const));
  const upper = band.map(({ fpr, high }) => [x(fpr), y(high)] as const);
  const lower = band.map(({ fpr, low }) => [x(fpr), y(low)] as const).toReversed();
  const at = operating
    ? `The alarms operate where ${formatPercent(operating.tpr, 0)} of positives are caught at ` +
      `${formatPercent(operating.fpr, 0)} false alarms.`
    : 'No alarms were scored.';
  return svg({ id, title, width: size, height: size, description: `ROC curve of ${curve.length} points. ${at}` }, [
    ...frame,
    ...(band.length === 0 ? [] : [element('path', { class: 'area', d: `${linePath([...upper, ...lower])}Z` })]),
    element('path', { class: 'line', d: path }),
    ...(operating
      ? [
          element('circle', { class: 'dot alarm', cx: x(operating.fpr), cy: y(operating.tpr), r: 5 }),
          label([x(operating.fpr) + 9, y(operating.tpr) + 18], `${formatPercent(operating.tpr, 0)} caught`, 'value'),
          label([x(operating.fpr) + 9, y(operating.tpr) + 33], `at ${formatPercent(operating.fpr, 0)} false alarms`),
        ]
      : []),
  ]);
}

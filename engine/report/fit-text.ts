import { columnTexts, plainFixed } from '../figures/index.ts';
import type { FitReport } from '../inspect/index.ts';
import { at } from '../presence/index.ts';
import { counted } from './counted.ts';
import type { Paint } from './paint/index.ts';
import { problemText } from './problem-text.ts';
import { tableText } from './table.ts';

/** A fit as a person reads it: what it was fitted on, the coefficients with both kinds of errors, the measures. */
export function fitText(report: FitReport, paint: Paint, width: number): string {
  const data =
    report.data === 'known' ? 'features as known, final labels' : 'final values, no publication lag, final labels';
  const keys = report.keys === undefined ? '' : ` of ${counted(report.keys, 'key')}`;
  const lines = [
    `${paint.bold(report.name)} fitted once on ${report.rows} decision dates${keys}, ` +
      `${report.firstDecision ?? '?'} .. ${report.lastDecision ?? '?'}`,
    `${data}; ${report.positives} positives, ` +
      `${report.droppedRows} rows left out (no label, or a feature is missing); ` +
      `outcomes known through ${report.outcomesThrough}`,
  ];
  if (report.model?.kind === 'probit' || report.model?.kind === 'logit') {
    const { coefficients, statistics } = report.model;
    const columns = [
      { title: 'coefficient', align: 'left', values: coefficients.map(({ name }) => name) },
      { title: 'estimate', align: 'right', values: coefficients.map(({ estimate }) => estimate) },
      { title: 'error', align: 'right', values: coefficients.map(({ standardError }) => standardError) },
      { title: 'z', align: 'right', values: coefficients.map(({ z }) => z) },
      { title: 'Newey-West', align: 'right', values: coefficients.map(({ neweyWestError }) => neweyWestError) },
      { title: 'z', align: 'right', values: coefficients.map(({ neweyWestZ }) => neweyWestZ) },
    ] as const;
    const texts = columns.map(({ values }) => columnTexts(values));
    const rows = coefficients.map((_, row) => ({ cells: texts.map((column) => at(column, row)) }));
    lines.push('', tableText({ columns, rows }, paint, width), '');
    const measures = [
      ['AUROC', report.auroc.value],
      ['pAUROC', report.pauroc.value],
      ['McFadden', statistics.mcFadden],
      ['Estrella', statistics.estrella],
      ['log likelihood', statistics.logLikelihood],
    ] as const;
    const shown = measures.map(([name, value]) => `${name} ${value === null ? 'not defined' : plainFixed(value, 4)}`);
    lines.push(shown.join(' · '));
    lines.push(paint.dim(`Newey-West with ${statistics.neweyWestLag} lags; in-sample, so no evidence of skill`));
  }
  lines.push(...report.problems.map((problem) => problemText(problem, paint)));
  return lines.join('\n');
}

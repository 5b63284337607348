import type { Problem } from '../diagnostics/index.ts';
import type { FeatureRows } from './estimators/estimator.ts';
import { monthIndex } from './months.ts';
import type { TrainingFrame } from './types.ts';

/** Faults of the data. A frame whose parts do not fit together is a bug, and throws. */
export function frameProblems(frame: TrainingFrame, features: readonly string[]): readonly Problem[] {
  const { asOf } = frame;
  if (frame.values.length !== frame.features.length) throw new Error('the frame has not one column per feature');
  if (frame.values.some((column) => column.length !== asOf.length)) throw new Error('columns differ in length');
  if (asOf.some((date, i) => i > 0 && date <= (asOf[i - 1] ?? '')) && frame.keys === undefined) {
    throw new Error('decision dates do not ascend');
  }
  const problems: Problem[] = [];
  if (frame.keys !== undefined) {
    problems.push({
      code: 'EWS5004',
      severity: 'error',
      message: 'the frame has keys, and models take one row per decision date so far',
      hint: 'predict a label without keys, from feature groups without keys',
    });
  }
  for (const feature of features) {
    const column = frame.values[frame.features.indexOf(feature)] ?? [];
    const at = column.findIndex((value) => value !== null && !Number.isFinite(value));
    if (at < 0) continue;
    problems.push({
      code: 'EWS5004',
      severity: 'error',
      message: `${feature} is ${column[at]} on ${asOf[at]}`,
      hint: 'return NULL where a value does not exist, for example with nullif or try_cast',
    });
  }
  return problems;
}

/** The rows in [from, to) of the named features. */
export function frameRows(
  frame: TrainingFrame,
  features: readonly string[],
  from = 0,
  to = frame.asOf.length,
): FeatureRows {
  const values = features.map((feature) => {
    const column = frame.values[frame.features.indexOf(feature)];
    if (column === undefined) throw new Error(`the frame has no feature ${feature}`);
    return column.slice(from, to);
  });
  return { features, values, rows: to - from };
}

/** The horizon in rows, at least: months times rows per month, rounded up. */
export function horizonRows(frame: TrainingFrame, months: number): number {
  const first = frame.asOf[0];
  const last = frame.asOf.at(-1);
  if (first === undefined || last === undefined || first === last) return 0;
  const span = monthIndex(last) - monthIndex(first);
  const perMonth = span === 0 ? 1 : (frame.asOf.length - 1) / span;
  return Math.ceil(months * perMonth - 1e-9);
}

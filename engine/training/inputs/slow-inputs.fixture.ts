import { at } from '../../presence/index.ts';
import type { TrainingFrame } from '../types.ts';
import { DATES, LABELS } from './inputs.fixture.ts';
import type { MissingRule } from './types.ts';

/** The rules as they are defined, row by row, without a line of the engine's. */
export interface Slow {
  readonly used: readonly string[];
  readonly medians: ReadonlyMap<string, number>;
  readonly indicators: readonly string[];
  /** One a row of the frame; null: not read. */
  readonly rows: readonly (readonly (number | null)[] | null)[];
  readonly trained: readonly number[];
}

export function slowly(frame: TrainingFrame, cutoff: string, rule: MissingRule, minShare: number): Slow {
  const labelled = DATES.flatMap((date, i) => {
    const known = LABELS.find((label) => label.date === date && label.knownFrom <= cutoff);
    return date <= cutoff && known !== undefined ? [i] : [];
  });
  const value = (name: string, i: number): number | null => at(at(frame.values, frame.features.indexOf(name)), i);
  const counted = (name: string): number => labelled.filter((i) => value(name, i) !== null).length;
  const fills = rule === 'impute_median' || rule === 'indicator';
  const used = frame.features.filter(
    (name) => counted(name) / labelled.length >= minShare && (!fills || counted(name) > 0),
  );
  const isRead = (i: number): boolean => {
    const there = used.filter((name) => value(name, i) !== null).length;
    return rule === 'drop' ? used.length > 0 && there === used.length : there > 0;
  };
  const trained = labelled.filter(isRead);
  const medianOf = (name: string): number => {
    const values = trained.flatMap((i) => value(name, i) ?? []).toSorted((a, b) => a - b);
    const middle = (values.length - 1) / 2;
    return (at(values, Math.floor(middle)) + at(values, Math.ceil(middle))) / 2;
  };
  const medians = new Map(fills ? used.map((name) => [name, medianOf(name)] as const) : []);
  const indicators = rule === 'indicator' ? used.filter((name) => trained.some((i) => value(name, i) === null)) : [];
  const rows = DATES.map((_, i) => {
    if (!isRead(i)) return null;
    const filled = used.map((name) => value(name, i) ?? medians.get(name) ?? null);
    return [...filled, ...indicators.map((name) => (value(name, i) === null ? 1 : 0))];
  });
  return { used, medians, indicators, rows, trained };
}

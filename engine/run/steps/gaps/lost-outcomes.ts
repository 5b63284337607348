import type { Day } from '../../../calendar/index.ts';
import type { LostOutcome, LostOutcomes } from '../../../cards/index.ts';
import { at } from '../../../presence/index.ts';
import { type LabelVersion, rowName, type TrainingFrame } from '../../../training/index.ts';

export interface Learning {
  /** The id of the label. */
  readonly label: string;
  readonly labels: readonly LabelVersion[];
  /** The last day on which it was asked for outcomes. */
  readonly through: Day;
  readonly frame: TrainingFrame;
  /** The features that the estimator reads. */
  readonly features: readonly string[];
  /** From when on a feature is declared to have values; a missing one before it is no loss. */
  readonly validFrom: ReadonlyMap<string, Day>;
  /** Whether the estimator learns from a row with these features. */
  readonly isRead: (features: readonly (number | null)[]) => boolean;
}

/**
 * Outcomes known on the last day that no refit learns from, because the features have no row for them or the estimator
 * does not read the row; null where there are none. What the protocol excludes is declared, and not looked at.
 */
export function lostOutcomes(input: Learning): LostOutcomes | null {
  const { label, frame } = input;
  const rowOf = new Map(frame.asOf.map((date, row) => [rowName(date, frame.keys?.[row]), row]));
  const known = input.labels.filter(
    ({ y, knownFrom, knownTo }) => y !== null && knownFrom <= input.through && input.through < knownTo,
  );
  const lost = known.map(({ date, key }) => whyLost(input, rowOf.get(rowName(date, key))));
  const none = lost.filter((why) => why === 'no_row').length;
  const missing = lost.filter((why) => why !== null && why !== 'no_row');
  if (none + missing.length === 0) return null;
  const names = input.features.filter((name) => missing.some((those) => those.includes(name)));
  const reasons: readonly LostOutcome[] = [
    ...(none === 0 ? [] : [{ why: 'no_row', rows: none } as const]),
    ...(missing.length === 0 ? [] : [{ why: 'missing', rows: missing.length, features: names } as const]),
  ];
  return { kind: 'lost_outcomes', relation: label, rows: none + missing.length, of: known.length, reasons };
}

/** `no_row`, or the features that are missing; null where nothing is lost. */
function whyLost(
  { frame, features, validFrom, isRead }: Learning,
  row: number | undefined,
): 'no_row' | readonly string[] | null {
  if (row === undefined) return 'no_row';
  const values = features.map((name) => at(at(frame.values, frame.features.indexOf(name)), row));
  if (isRead(values)) return null;
  const date = at(frame.asOf, row);
  const missing = features.filter((name, i) => at(values, i) === null && date >= (validFrom.get(name) ?? date));
  return missing.length === 0 ? null : missing;
}

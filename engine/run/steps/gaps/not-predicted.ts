import type { Day } from '../../../calendar/index.ts';
import type { NoPrediction, NotPredicted } from '../../../cards/index.ts';
import { at, first, last } from '../../../presence/index.ts';
import { rowName, type TrainingFrame } from '../../../training/index.ts';

export interface Predicting {
  /** Decision dates of the model, ascending. */
  readonly dates: readonly Day[];
  readonly frame: TrainingFrame;
  /** The features that the estimator reads. */
  readonly features: readonly string[];
  readonly firstCutoff: Day;
  /** The cut-off of the first refit; null where none could be trained. */
  readonly trainedFrom: Day | null;
  /** Cut-offs that were passed over, in order, with what was found wanting. */
  readonly skipped: readonly { readonly cutoff: Day; readonly reason: string }[];
  readonly predictions: readonly { readonly asOf: Day; readonly key?: string; readonly isGiven: boolean }[];
}

/** A row for which nothing is predicted. */
interface Unpredicted {
  readonly asOf: Day;
  readonly why: NoPrediction['why'];
  readonly missing: readonly string[];
}

/**
 * The decision dates, from the first cut-off on, for which a model says nothing, and why; null where it says something
 * for all. A row that is not scored, because the protocol excludes it, is predicted all the same.
 */
export function notPredicted(input: Predicting): NotPredicted | null {
  const dates = input.dates.filter((date) => date >= input.firstCutoff);
  const absent = unpredicted(input, dates);
  if (absent.length === 0) return null;
  const days = absent.map(({ asOf }) => asOf).toSorted();
  const ofRows = input.frame.asOf.filter((date) => date >= input.firstCutoff).length;
  return {
    kind: 'not_predicted',
    dates: new Set(days).size,
    ofDates: dates.length,
    rows: absent.length,
    // A date without any row counts as one.
    ofRows: ofRows + absent.filter(({ why }) => why === 'no_row').length,
    from: first(days),
    through: last(days),
    reasons: WHYS.flatMap((why) => reasonsOf(input, absent, why)),
  };
}

const WHYS = ['no_row', 'not_trained', 'missing', 'not_computed'] as const satisfies readonly NoPrediction['why'][];

function unpredicted(input: Predicting, dates: readonly Day[]): readonly Unpredicted[] {
  const { frame, features, firstCutoff, trainedFrom } = input;
  const seen = new Set(frame.asOf);
  const given = new Set(input.predictions.filter(({ isGiven }) => isGiven).map(({ asOf, key }) => rowName(asOf, key)));
  const columns = features.map((name) => ({ name, values: at(frame.values, frame.features.indexOf(name)) }));
  const rows = frame.asOf.flatMap((asOf, row): readonly Unpredicted[] => {
    if (asOf < firstCutoff || given.has(rowName(asOf, frame.keys?.[row]))) return [];
    if (trainedFrom === null || asOf < trainedFrom) return [{ asOf, why: 'not_trained', missing: [] }];
    const missing = columns.filter(({ values }) => at(values, row) === null).map(({ name }) => name);
    return [{ asOf, why: missing.length === 0 ? 'not_computed' : 'missing', missing }];
  });
  const without = dates.filter((date) => !seen.has(date));
  return [...without.map((asOf): Unpredicted => ({ asOf, why: 'no_row', missing: [] })), ...rows];
}

function reasonsOf(
  { features, skipped, trainedFrom }: Predicting,
  absent: readonly Unpredicted[],
  why: NoPrediction['why'],
): readonly NoPrediction[] {
  const those = absent.filter((each) => each.why === why);
  if (those.length === 0) return [];
  const days = those.map(({ asOf }) => asOf).toSorted();
  const span = { rows: those.length, from: first(days), through: last(days) };
  switch (why) {
    case 'not_trained': {
      const before = skipped.filter(({ cutoff }) => trainedFrom === null || cutoff < trainedFrom);
      return [{ why, ...span, found: before.at(-1)?.reason ?? 'no cut-off' }];
    }
    case 'missing':
      return [
        { why, ...span, features: features.filter((name) => those.some(({ missing }) => missing.includes(name))) },
      ];
    case 'no_row':
    case 'not_computed':
      return [{ why, ...span }];
    default:
      return why satisfies never;
  }
}

import { type Problem, problem } from '../../diagnostics/index.ts';
import { at, last } from '../../presence/index.ts';
import { cutoffPositions } from '../cutoffs.ts';
import { excludedAsKnown, finallyExcluded } from '../exclusion.ts';
import { frameProblems, keyAt } from '../frame.ts';
import { labelDay, matureLabels } from '../labels.ts';
import type { WalkInput, WalkSpec } from '../types.ts';
import type {
  FitAtCutoff,
  KnownAtCutoff,
  Minimum,
  PassedCutoff,
  RefitAttempt,
  WalkedRow,
  WalkedTask,
  WalkTask,
} from './task.ts';

/** A refit, and the first row that it predicts. */
interface Fitted<Fit> {
  readonly position: number;
  readonly fit: Fit;
  readonly baseline: number;
}

/**
 * Walk-forward: at each cut-off T a task fits on decision dates t <= T whose label was known, then predicts from T
 * until the next refit. Cut-offs without enough to learn from are listed and passed over.
 */
export function walk<Y extends number, Fit extends FitAtCutoff, Said extends object>(
  input: WalkInput<WalkSpec>,
  task: WalkTask<Y, Fit, Said>,
): WalkedTask<Y, Fit, Said> {
  const { frame, spec } = input;
  const faults = [...frameProblems(frame, spec.features), ...task.faults];
  if (faults.length > 0) return nothing([], faults);
  if (frame.asOf.length === 0) return nothing([], [problem('EWS5004', 'the frame has no decision dates')]);

  const fitted: Fitted<Fit>[] = [];
  const passed: PassedCutoff[] = [];
  let problems: readonly Problem[] = [];
  let unreadable: string | null = null;
  for (const known of knownAtCutoffs(input, task.labelsAsKnown)) {
    const attempt = task.refit(known);
    if (attempt.kind === 'fitted') {
      fitted.push({ position: known.position, fit: attempt.fit, baseline: attempt.baseline });
      continue;
    }
    passed.push({ cutoff: known.cutoff, found: attempt.found, reason: reasonOf(attempt, task.minimum) });
    unreadable = attempt.kind === 'unreadable' ? attempt.reason : null;
    // What keeps an estimator from being fitted is told once.
    if (attempt.kind === 'unfitted' && problems.length === 0) problems = attempt.problems;
  }
  if (fitted.length === 0) {
    const why = unreadable === null ? nothingTrained(input, passed, task.minimum) : nothingRead(passed, unreadable);
    return nothing(passed, [...problems, why]);
  }
  return { refits: fitted.map(({ fit }) => fit), passed, predictions: predictions(input, task, fitted), problems };
}

function nothing(passed: readonly PassedCutoff[], problems: readonly Problem[]): WalkedTask<never, never, never> {
  return { refits: [], passed, predictions: [], problems };
}

function* knownAtCutoffs<Y extends number>(
  input: WalkInput<WalkSpec>,
  labelsAsKnown: WalkTask<Y, FitAtCutoff, object>['labelsAsKnown'],
): Generator<KnownAtCutoff<Y>> {
  const { frame, labels, labelKnowledge, spec } = input;
  const lastDate = last(frame.asOf);
  for (const position of cutoffPositions(frame.asOf, spec.protocol)) {
    const cutoff = at(frame.asOf, position);
    const labelled = labelDay(input, cutoff, lastDate);
    const known = labelsAsKnown(labels, frame.asOf, labelled, frame.keys);
    yield {
      position,
      cutoff,
      mature: matureLabels(known, frame.asOf, { cutoff, labelled }, spec),
      excluded: excludedAsKnown(input, labelKnowledge === 'final' ? lastDate : cutoff),
    };
  }
}

function predictions<Y extends number, Fit extends FitAtCutoff, Said extends object>(
  input: WalkInput<WalkSpec>,
  task: WalkTask<Y, Fit, Said>,
  fitted: readonly Fitted<Fit>[],
): readonly (WalkedRow<Y> & Said)[] {
  const { frame, labels } = input;
  const final = task.labelsAsKnown(labels, frame.asOf, last(frame.asOf), frame.keys);
  const excluded = finallyExcluded(input);
  return fitted.flatMap(({ position, fit, baseline }, k) => {
    const until = fitted[k + 1]?.position ?? frame.asOf.length;
    return task.predict(fit, position, until).map((said, offset) => {
      const row = position + offset;
      return {
        asOf: at(frame.asOf, row),
        ...keyAt(frame, row),
        cutoff: fit.cutoff,
        ...said,
        baseline,
        y: at(final, row),
        excluded: at(excluded, row),
      };
    });
  });
}

function reasonOf(attempt: Exclude<RefitAttempt<unknown>, { kind: 'fitted' }>, { count, of }: Minimum): string {
  switch (attempt.kind) {
    case 'too_few':
      return `${attempt.found} ${of} of ${count} required`;
    case 'unreadable':
      return attempt.reason;
    case 'unfitted':
      return 'no usable rows';
    default:
      return attempt satisfies never;
  }
}

function nothingRead(passed: readonly PassedCutoff[], reason: string): Problem {
  const message = `none of ${passed.length} cut-offs could be trained: at the last one ${reason}`;
  return problem('EWS5001', message, { hint: 'lower choose_columns.min_share, or start the data earlier' });
}

function nothingTrained(
  { frame, spec }: WalkInput<WalkSpec>,
  passed: readonly PassedCutoff[],
  { count, of, setting }: Minimum,
): Problem {
  const most = Math.max(0, ...passed.map(({ found }) => found));
  const message =
    passed.length === 0
      ? `no decision date from the first cut-off ${spec.protocol.firstCutoff} on: the last is ${last(frame.asOf)}`
      : `none of ${passed.length} cut-offs could be trained: at most ${most} ${of}, ${count} required`;
  return problem('EWS5001', message, { hint: `lower ${setting}, or start the data earlier` });
}

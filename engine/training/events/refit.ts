import type { Problem } from '../../diagnostics/index.ts';
import type { Estimator } from '../estimators/estimator.ts';
import type { FeatureRows } from '../estimators/feature-rows.ts';
import { ESTIMATORS } from '../estimators/registry.ts';
import { completeRows } from '../estimators/rows.ts';
import { endOfDate, frameRows, horizonDates, keysUntil } from '../frame.ts';
import type { TrainingLabels } from '../labels.ts';
import { thresholdFor } from '../measures/usefulness.ts';
import type { EstimatorParameters, ModelSpec, Refit, TrainingFrame } from '../types.ts';

export type UncalibratedRefit = Omit<Refit, 'calibration'>;

export type RefitAttempt =
  | { readonly kind: 'fitted'; readonly refit: UncalibratedRefit; readonly baseline: number }
  | {
      readonly kind: 'skipped';
      readonly episodes: number;
      readonly reason: string;
      readonly problems: readonly Problem[];
    };

export interface RefitOptions {
  /** The parameters to fit with; asked only where enough episodes were known. */
  readonly choose: () => EstimatorParameters;
  readonly standardErrors: boolean;
}

/** Fits the model and its baseline at one cut-off, if enough episodes were known. */
export function refitAt(
  frame: TrainingFrame,
  position: number,
  labels: TrainingLabels,
  spec: ModelSpec,
  { choose, standardErrors }: RefitOptions,
): RefitAttempt {
  const to = endOfDate(frame, position);
  const rows = frameRows(frame, spec.features, 0, to);
  const y = labels.y.slice(0, to);
  const estimator = ESTIMATORS[spec.estimator.kind];
  const used = y.map((label, i) => label !== null && isRead(estimator, rows, i));
  const episodes = new Set(labels.run.filter((run, i) => run !== null && used[i])).size;
  if (episodes < spec.protocol.minimumEpisodes) {
    const reason = `${episodes} known episodes of ${spec.protocol.minimumEpisodes} required`;
    return { kind: 'skipped', episodes, reason, problems: [] };
  }
  const parameters = choose();
  const options = {
    parameters,
    seed: spec.seed,
    neweyWestLag: horizonDates(frame, spec.window.toMonth),
    ...(standardErrors ? {} : { standardErrors }),
  } as const;
  const { model, problems } = estimator.fit({ ...rows, y, ...keysUntil(frame, to) }, options);
  if (model === null) return { kind: 'skipped', episodes, reason: 'no usable rows', problems };

  const trained = completeRows({
    features: [],
    values: [],
    rows: to,
    y: y.map((label, i) => (used[i] ? label : null)),
  }).y;
  const known = completeRows({ features: [], values: [], rows: to, y }).y;
  const positives = sum(trained);
  const baseRate = positives / trained.length;
  return {
    kind: 'fitted',
    baseline: sum(known) / known.length,
    refit: {
      cutoff: frame.asOf[position] ?? '',
      rows: trained.length,
      positives,
      episodes,
      baseRate,
      parameters,
      firstRow: frame.asOf[used.indexOf(true)] ?? '',
      lastRow: frame.asOf[used.lastIndexOf(true)] ?? '',
      model,
      // A rule says 1 or 0 by its own threshold, which no loss may move.
      threshold: spec.estimator.kind === 'threshold' ? 1 : thresholdFor(spec.loss, baseRate),
      notes: problems,
    },
  };
}

function isRead(estimator: Pick<Estimator<never, never>, 'reads'>, rows: FeatureRows, i: number): boolean {
  switch (estimator.reads) {
    case 'no_features':
      return true;
    case 'complete_rows':
      return rows.values.every((column) => (column[i] ?? null) !== null);
    case 'any_feature':
      return rows.values.some((column) => (column[i] ?? null) !== null);
    default:
      return estimator.reads satisfies never;
  }
}

function sum(labels: readonly (0 | 1)[]): number {
  return labels.reduce<number>((total, label) => total + label, 0);
}

import type { FeatureRows } from '../estimators/feature-rows.ts';
import { ESTIMATORS } from '../estimators/registry.ts';
import { endOfDate, frameRows, horizonDates, keysUntil } from '../frame.ts';
import { keptWith, treatedRows } from '../inputs/treated-rows.ts';
import type { TrainingLabels } from '../labels.ts';
import { mean } from '../mean.ts';
import { alarmThreshold } from '../measures/alarm-threshold.ts';
import { readsRow } from '../reads-row.ts';
import type { BacktestInput, EstimatorParameters, Refit } from '../types.ts';
import { knownLabels, learntSpan } from '../walk/learnt-rows.ts';
import type { KnownAtCutoff, RefitAttempt } from '../walk/task.ts';

export type UncalibratedRefit = Omit<Refit, 'calibration'>;

export interface RefitOptions {
  /** The parameters to fit with; asked only where enough episodes were known. */
  readonly choose: () => EstimatorParameters;
  readonly standardErrors: boolean;
}

/** Fits the model and its baseline at one cut-off, if enough episodes were known. */
export function refitAt(
  { frame, spec }: Pick<BacktestInput, 'frame' | 'spec'>,
  { position, cutoff }: Pick<KnownAtCutoff<0 | 1>, 'position' | 'cutoff'>,
  labels: TrainingLabels,
  { choose, standardErrors }: RefitOptions,
): RefitAttempt<UncalibratedRefit> {
  const to = endOfDate(frame, position);
  const y = labels.y.slice(0, to);
  const estimator = ESTIMATORS[spec.estimator.kind];
  const declared = { ...frameRows(frame, spec.features, 0, to), y };
  const treated = treatedRows(declared, spec, estimator.reads);
  const { rows, unreadable } = treated;
  if (unreadable !== null) return { kind: 'unreadable', found: 0, reason: unreadable };
  const learnt = y.map((label, i) => label !== null && readsRow(estimator.reads, featuresOf(rows, i)));
  const episodes = new Set(labels.run.filter((run, i) => run !== null && learnt[i])).size;
  if (episodes < spec.protocol.minimumEpisodes) return { kind: 'too_few', found: episodes };

  const parameters = choose();
  const options = {
    parameters,
    seed: spec.seed,
    neweyWestLag: horizonDates(frame, spec.window.toMonth),
    ...(standardErrors ? {} : { standardErrors }),
  } as const;
  const { model, problems } = estimator.fit({ ...rows, ...keysUntil(frame, to) }, options);
  if (model === null) return { kind: 'unfitted', found: episodes, problems };

  const trained = knownLabels(y.filter((_, i) => learnt[i]));
  const baseRate = mean(trained);
  return {
    kind: 'fitted',
    baseline: mean(knownLabels(y)),
    fit: {
      cutoff,
      rows: trained.length,
      positives: trained.filter((label) => label === 1).length,
      episodes,
      baseRate,
      parameters,
      ...learntSpan(frame.asOf, learnt),
      model: keptWith(model, treated),
      // A rule says 1 or 0 by its own threshold, which no loss may move.
      threshold: spec.estimator.kind === 'threshold' ? 1 : alarmThreshold(spec.loss, baseRate),
      notes: [...treated.notes, ...problems],
    },
  };
}

function featuresOf({ values }: FeatureRows, row: number): readonly (number | null | undefined)[] {
  return values.map((column) => column[row]);
}

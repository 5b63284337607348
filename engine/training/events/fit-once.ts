import { blockIntervals } from '../bootstrap.ts';
import { EpisodeBlocks } from '../episode-blocks.ts';
import { episodesOf } from '../episodes.ts';
import { ESTIMATORS, predict } from '../estimators/registry.ts';
import { frameProblems, frameRows, horizonDates, keyAt, keysUntil } from '../frame.ts';
import { frozen } from '../frozen.ts';
import { auroc, partialAuroc, ranking, rocCurve } from '../measures/roc.ts';
import type { FitSummary } from '../results.ts';
import type { EventMonth, ModelSpec, TrainingFrame } from '../types.ts';

/**
 * One fit on the whole frame, scored on the rows it was fitted to: for reference tables and inspection, not evidence of
 * skill. `y` has one label per row. Intervals need `events`.
 */
export function fitOnce(
  frame: TrainingFrame,
  y: readonly (0 | 1 | null)[],
  spec: ModelSpec,
  events: readonly EventMonth[] = [],
): FitSummary {
  const faults = frameProblems(frame, spec.features);
  const none = { value: null, interval: null };
  const unfitted = { rows: 0, positives: 0, droppedRows: y.length, model: null, auroc: none, pauroc: none };
  if (faults.length > 0) return frozen({ ...unfitted, problems: faults });

  const rows = frameRows(frame, spec.features);
  const estimator = ESTIMATORS[spec.estimator.kind];
  const neweyWestLag = horizonDates(frame, spec.window.toMonth);
  const { model, problems } = estimator.fit(
    { ...rows, y, ...keysUntil(frame, rows.rows) },
    { parameters: spec.estimator, seed: spec.seed, neweyWestLag },
  );
  if (model === null) return frozen({ ...unfitted, problems });

  const probabilities: number[] = [];
  const labels: (0 | 1)[] = [];
  const blocks: number[] = [];
  const keyed = frame.asOf.map((asOf, i) => ({ asOf, ...keyAt(frame, i) }));
  const numbered = new EpisodeBlocks(episodesOf(events), keyed);
  for (const [i, probability] of predict(model, rows).entries()) {
    const label = y[i] ?? null;
    if (probability === null || label === null) continue;
    probabilities.push(probability);
    labels.push(label);
    blocks.push(numbered.of(keyed[i] ?? { asOf: '' }, spec.window.fromMonth));
  }
  const ranked = ranking(probabilities, labels);
  const areas = (weights?: readonly number[]): readonly [number | null, number | null] => {
    const curve = rocCurve(ranked, weights);
    return [curve && auroc(curve), curve && partialAuroc(curve)];
  };
  const [area, partial] = areas();
  const [areaInterval, partialInterval] = blockIntervals(blocks, { ...spec.bootstrap, seed: spec.seed }, areas);
  return frozen({
    rows: labels.length,
    positives: labels.filter((label) => label === 1).length,
    droppedRows: y.length - labels.length,
    model,
    auroc: { value: area, interval: areaInterval ?? null },
    pauroc: { value: partial, interval: partialInterval ?? null },
    problems,
  });
}

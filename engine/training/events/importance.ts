import { at, present } from '../../presence/index.ts';
import { predictCalibrated } from '../calibration/calibrate.ts';
import type { FeatureRows } from '../estimators/feature-rows.ts';
import { predicts } from '../estimators/kinds.ts';
import { frameRows, rowName } from '../frame.ts';
import { frozen } from '../frozen.ts';
import { mean } from '../mean.ts';
import { brier } from '../measures/probability-scores.ts';
import { auroc, ranking, rocCurve } from '../measures/roc.ts';
import { pickedRows, positionsByName } from '../picked-rows.ts';
import { type RandomStream, randomStream } from '../random.ts';
import type { BacktestResult, FeatureImportance } from '../results.ts';
import type { BacktestInput, Refit } from '../types.ts';

const DRAWS = 5;

/** Decision dates that one refit predicted and that are scored, with their features. */
interface EpisodeBlock {
  readonly refit: Refit;
  readonly rows: FeatureRows;
  readonly probabilities: readonly number[];
  readonly labels: readonly (0 | 1)[];
}

/**
 * Out-of-sample permutation importance (Breiman 2001, "Random forests"): what the walk-forward's scores lose when one
 * feature's values are shuffled over all scored decision dates, each predicted by the refit that predicted it, on the
 * mean of five shuffles. Features that tell the same stand in for each other, so both may look unimportant. Empty for a
 * rule and where nothing is scored.
 */
export function permutationImportance(
  { frame, spec }: Pick<BacktestInput, 'frame' | 'spec'>,
  result: Pick<BacktestResult, 'refits' | 'predictions'>,
): readonly FeatureImportance[] {
  if (predicts(spec.estimator) === 'alarm') return [];
  const blocks = blocksOf({ frame, spec }, result);
  const labels = blocks.flatMap((block) => block.labels);
  const before = scores(
    blocks.flatMap((block) => block.probabilities),
    labels,
  );
  const { brier: brierBefore, auroc: aurocBefore } = before;
  if (brierBefore === null) return [];
  const random = randomStream(spec.seed);
  return frozen(
    spec.features.map((feature, j) => {
      const drawn = Array.from({ length: DRAWS }, () => scores(shuffledPredictions(blocks, j, random), labels));
      return {
        feature,
        brierIncrease: mean(drawn.map((after) => present(after.brier) - brierBefore)),
        aurocDrop: aurocBefore === null ? null : mean(drawn.map((after) => aurocBefore - present(after.auroc))),
      };
    }),
  );
}

function blocksOf(
  { frame, spec }: Pick<BacktestInput, 'frame' | 'spec'>,
  { refits, predictions }: Pick<BacktestResult, 'refits' | 'predictions'>,
): readonly EpisodeBlock[] {
  const all = frameRows(frame, spec.features);
  const rowOf = positionsByName(frame);
  return refits.map((refit) => {
    const scored = predictions.flatMap(({ cutoff, asOf, key, probability, y, excluded }) => {
      const row = rowOf.get(rowName(asOf, key));
      if (cutoff !== refit.cutoff || row === undefined || probability === null || y === null || excluded) return [];
      return [{ row, probability, y }];
    });
    return {
      refit,
      rows: pickedRows(
        all,
        scored.map(({ row }) => row),
      ),
      probabilities: scored.map(({ probability }) => probability),
      labels: scored.map(({ y }) => y),
    };
  });
}

/** A row that the shuffle leaves without any feature keeps its prediction. */
function shuffledPredictions(
  blocks: readonly EpisodeBlock[],
  feature: number,
  random: RandomStream,
): readonly number[] {
  const values = shuffled(
    blocks.flatMap(({ rows }) => at(rows.values, feature)),
    random,
  );
  let from = 0;
  return blocks.flatMap(({ refit, rows, probabilities }) => {
    const mixed = values.slice(from, from + rows.rows);
    from += rows.rows;
    const changed = { ...rows, values: rows.values.map((column, j) => (j === feature ? mixed : column)) };
    return predictCalibrated(refit, changed).map(({ probability }, i) => probability ?? at(probabilities, i));
  });
}

/** The values in another order, each as likely (Fisher and Yates). */
function shuffled<T>(values: readonly T[], random: RandomStream): readonly T[] {
  const mixed = [...values];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
  }
  return mixed;
}

function scores(probabilities: readonly number[], labels: readonly (0 | 1)[]) {
  const curve = rocCurve(ranking(probabilities, labels));
  return { brier: brier(probabilities, labels), auroc: curve && auroc(curve) };
}

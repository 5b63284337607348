import type { PredictionRow } from '../../training/index.ts';
import type { RocPoint } from './event-card-body.ts';

/**
 * The ROC curve over scored rows (prediction made, outcome known, not excluded), one point per distinct probability,
 * from (0, 0) to (1, 1). Its area by trapezoids is the AUROC. Empty without both classes.
 */
export function rocPoints(predictions: readonly PredictionRow[]): readonly RocPoint[] {
  const scored = predictions
    .flatMap(({ probability, y, excluded }) =>
      probability === null || y === null || excluded ? [] : [{ probability, y }],
    )
    .sort((one, other) => other.probability - one.probability);
  const positives = scored.filter((row) => row.y === 1).length;
  const negatives = scored.length - positives;
  if (positives === 0 || negatives === 0) return [];

  const points: RocPoint[] = [{ fpr: 0, tpr: 0 }];
  let hits = 0;
  let falseAlarms = 0;
  scored.forEach((row, index) => {
    if (row.y === 1) hits += 1;
    else falseAlarms += 1;
    const tied = scored[index + 1]?.probability === row.probability;
    if (!tied) points.push({ fpr: falseAlarms / negatives, tpr: hits / positives });
  });
  return points;
}

/** Rows ordered by falling probability, made once and weighted many times. */
export interface Ranking {
  /** Positions in the caller's rows. */
  readonly order: readonly number[];
  readonly probabilities: readonly number[];
  readonly labels: readonly (0 | 1)[];
}

/** Weighted counts of positives and negatives at or above each distinct probability, from the highest. */
export interface RocCurve {
  readonly truePositives: readonly number[];
  readonly falsePositives: readonly number[];
  readonly positives: number;
  readonly negatives: number;
}

export function ranking(probabilities: readonly number[], labels: readonly (0 | 1)[]): Ranking {
  const order = probabilities.map((_, i) => i).sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  return {
    order,
    probabilities: order.map((i) => probabilities[i] ?? Number.NaN),
    labels: order.map((i) => labels[i] ?? 0),
  };
}

/** The curve through (0, 0) with one vertex per distinct probability; null unless both classes have weight. */
export function rocCurve(ranked: Ranking, weights?: readonly number[]): RocCurve | null {
  const truePositives = [0];
  const falsePositives = [0];
  let positives = 0;
  let negatives = 0;
  for (const [rank, row] of ranked.order.entries()) {
    const weight = weights === undefined ? 1 : (weights[row] ?? 0);
    if (ranked.labels[rank] === 1) positives += weight;
    else negatives += weight;
    if (ranked.probabilities[rank] !== ranked.probabilities[rank + 1]) {
      truePositives.push(positives);
      falsePositives.push(negatives);
    }
  }
  return positives > 0 && negatives > 0 ? { truePositives, falsePositives, positives, negatives } : null;
}

/** Share of pairs (positive, negative) in which the positive ranks higher, ties counted half. */
export function auroc(curve: RocCurve): number {
  return areaAgainstFalsePositives(curve, 0);
}

/** 3 * integral of 1 - FPR over TPR in [2/3, 1], linear between vertices: 1 is perfect, 1/6 is chance. */
export function partialAuroc(curve: RocCurve): number {
  return 3 * areaAgainstFalsePositives(curve, 2 / 3);
}

/** Average precision: the sum over vertices of precision times the recall gained. */
export function precisionRecallArea(curve: RocCurve): number {
  let area = 0;
  for (let i = 1; i < curve.truePositives.length; i++) {
    const found = curve.truePositives[i] ?? 0;
    const flagged = found + (curve.falsePositives[i] ?? 0);
    if (flagged > 0) area += ((found - (curve.truePositives[i - 1] ?? 0)) / curve.positives) * (found / flagged);
  }
  return area;
}

/** Integral of 1 - FPR over TPR in [from, 1]. */
function areaAgainstFalsePositives(curve: RocCurve, from: number): number {
  let area = 0;
  for (let i = 1; i < curve.truePositives.length; i++) {
    const low = (curve.truePositives[i - 1] ?? 0) / curve.positives;
    const high = (curve.truePositives[i] ?? 0) / curve.positives;
    if (high <= from || high === low) continue;
    const startFpr = (curve.falsePositives[i - 1] ?? 0) / curve.negatives;
    const endFpr = (curve.falsePositives[i] ?? 0) / curve.negatives;
    const start = Math.max(low, from);
    const fprAtStart = startFpr + ((start - low) / (high - low)) * (endFpr - startFpr);
    area += (high - start) * (1 - (fprAtStart + endFpr) / 2);
  }
  return area;
}

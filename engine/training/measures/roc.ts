import { at } from '../../presence/index.ts';

/** Rows ordered by falling probability, made once and weighted many times. */
export interface Ranking {
  /** Positions in the caller's rows. */
  readonly order: Int32Array;
  readonly labels: Uint8Array;
  /** 1 where the next row has another probability: the curve has a vertex there. */
  readonly isVertex: Uint8Array;
}

/** Weighted counts of positives and negatives at or above each distinct probability, from the highest. */
export interface RocCurve {
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

/** Ranks rows by probability, equal ones in their order. */
export function ranking(probabilities: readonly number[], labels: readonly (0 | 1)[]): Ranking {
  const order = Int32Array.from(probabilities.keys()).sort(
    (a, b) => (probabilities[b] as number) - (probabilities[a] as number),
  );
  const ranked = Array.from(order, (i) => at(probabilities, i));
  return {
    order,
    labels: Uint8Array.from(order, (i) => at(labels, i)),
    isVertex: Uint8Array.from(ranked, (probability, rank) => (probability === ranked[rank + 1] ? 0 : 1)),
  };
}

/** The curve through (0, 0) with one vertex per distinct probability; null unless both classes have weight. */
export function rocCurve({ order, labels, isVertex }: Ranking, weights?: ArrayLike<number>): RocCurve | null {
  const truePositives = new Float64Array(order.length + 1);
  const falsePositives = new Float64Array(order.length + 1);
  let positives = 0;
  let negatives = 0;
  let vertices = 1;
  for (let rank = 0; rank < order.length; rank++) {
    const weight = weights === undefined ? 1 : (weights[order[rank] as number] as number);
    if (labels[rank] === 1) positives += weight;
    else negatives += weight;
    if (isVertex[rank] === 1) {
      truePositives[vertices] = positives;
      falsePositives[vertices] = negatives;
      vertices += 1;
    }
  }
  if (!(positives > 0 && negatives > 0)) return null;
  return {
    truePositives: truePositives.subarray(0, vertices),
    falsePositives: falsePositives.subarray(0, vertices),
    positives,
    negatives,
  };
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
export function precisionRecallArea({ truePositives, falsePositives, positives }: RocCurve): number {
  let area = 0;
  for (let i = 1; i < truePositives.length; i++) {
    const found = truePositives[i] as number;
    const flagged = found + (falsePositives[i] as number);
    if (flagged > 0) area += ((found - (truePositives[i - 1] as number)) / positives) * (found / flagged);
  }
  return area;
}

/** Integral of 1 - FPR over TPR in [from, 1]. */
function areaAgainstFalsePositives(curve: RocCurve, from: number): number {
  const { truePositives, falsePositives, positives, negatives } = curve;
  let area = 0;
  for (let i = 1; i < truePositives.length; i++) {
    const low = (truePositives[i - 1] as number) / positives;
    const high = (truePositives[i] as number) / positives;
    if (high <= from || high === low) continue;
    const startFpr = (falsePositives[i - 1] as number) / negatives;
    const endFpr = (falsePositives[i] as number) / negatives;
    const start = Math.max(low, from);
    const fprAtStart = startFpr + ((start - low) / (high - low)) * (endFpr - startFpr);
    area += (high - start) * (1 - (fprAtStart + endFpr) / 2);
  }
  return area;
}

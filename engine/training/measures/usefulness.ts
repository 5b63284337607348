import type { Usefulness } from '../results.ts';
import type { Loss } from '../types.ts';

/** Weighted counts of alarms against labels. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** Counts alarms against labels, one of each a row; without weights every row counts once. */
export function confusion(
  alarms: readonly boolean[],
  labels: readonly (0 | 1)[],
  weights?: ArrayLike<number>,
): Confusion {
  let truePositives = 0;
  let falsePositives = 0;
  let trueNegatives = 0;
  let falseNegatives = 0;
  for (let i = 0; i < alarms.length; i++) {
    const alarm = alarms[i] as boolean;
    const weight = weights === undefined ? 1 : (weights[i] as number);
    if (labels[i] === 1) {
      if (alarm) truePositives += weight;
      else falseNegatives += weight;
    } else if (alarm) falsePositives += weight;
    else trueNegatives += weight;
  }
  return { truePositives, falsePositives, trueNegatives, falseNegatives };
}

/** T1 = FN/(FN+TP), the share of positives missed. */
export function missedShare(counts: Confusion): number | null {
  return ratio(counts.falseNegatives, counts.falseNegatives + counts.truePositives);
}

/** T2 = FP/(FP+TN), the share of negatives with an alarm. */
export function falseAlarmShare(counts: Confusion): number | null {
  return ratio(counts.falsePositives, counts.falsePositives + counts.trueNegatives);
}

/** T2 / (1 - T1) (Kaminsky & Reinhart, 1999); null when nothing was caught. */
export function noiseToSignal(counts: Confusion): number | null {
  const t1 = missedShare(counts);
  const t2 = falseAlarmShare(counts);
  return t1 === null || t2 === null ? null : ratio(t2, 1 - t1);
}

/**
 * Loss and usefulness, null unless both classes are present.
 * alessi_detken: L = theta*T1 + (1-theta)*T2 against min(theta, 1-theta) (Alessi & Detken, 2011).
 * sarlin: L = mu*P1*T1 + (1-mu)*P2*T2 against min(mu*P1, (1-mu)*P2), P1 and P2 the class shares (Sarlin, 2013).
 */
export function usefulness(counts: Confusion, loss: Loss): Usefulness | null {
  const t1 = missedShare(counts);
  const t2 = falseAlarmShare(counts);
  if (t1 === null || t2 === null) return null;
  const positives = counts.truePositives + counts.falseNegatives;
  const negatives = counts.trueNegatives + counts.falsePositives;
  const share = loss.kind === 'sarlin' ? positives / (positives + negatives) : 1;
  const otherShare = loss.kind === 'sarlin' ? 1 - share : 1;
  const missWeight = loss.preference * share;
  const falseWeight = (1 - loss.preference) * otherShare;
  const value = missWeight * t1 + falseWeight * t2;
  const best = Math.min(missWeight, falseWeight);
  return { loss: value, absolute: best - value, relative: (best - value) / best };
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

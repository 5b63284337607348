import type { Loss } from '../types.ts';

/**
 * The probability from which an alarm lowers the declared loss, for calibrated probabilities and the base rate P1 of
 * the training rows: sarlin 1 - mu; alessi_detken (1-theta)*P1 / ((1-theta)*P1 + theta*P2). Without a positive nothing
 * can be told apart, and the threshold is 1.
 */
export function alarmThreshold(loss: Loss, baseRate: number): number {
  if (baseRate === 0) return 1;
  switch (loss.kind) {
    case 'sarlin':
      return 1 - loss.preference;
    case 'alessi_detken': {
      const falseWeight = (1 - loss.preference) * baseRate;
      return falseWeight / (falseWeight + loss.preference * (1 - baseRate));
    }
    default:
      return loss.kind satisfies never;
  }
}

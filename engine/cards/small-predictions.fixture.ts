import type { Day } from '../calendar/index.ts';
import type { PredictionRow } from '../training/index.ts';

/** Eight months, two features, two refits, one episode: small enough to check by hand. */
const ROWS: readonly (readonly [asOf: Day, probability: number | null, y: 0 | 1 | null])[] = [
  ['2007-01-31', 0.1, 0],
  ['2007-02-28', 0.2, 0],
  ['2007-03-31', 0.6, 1],
  ['2007-04-30', 0.2, 1],
  ['2007-05-31', 0.8, 1],
  ['2007-06-30', 0.4, 0],
  ['2007-07-31', null, 0],
  ['2007-08-31', 0.3, null],
];

/** The probability before calibration: the same until the second refit, from then on Platt scaling turned back. */
function rawOf(asOf: Day, probability: number): number {
  if (asOf < '2007-05-31') return probability;
  const logOdds = Math.log(probability / (1 - probability));
  return 1 / (1 + Math.exp(-(logOdds + 0.2) / 0.9));
}

export const smallPredictions: readonly PredictionRow[] = ROWS.map(([asOf, probability, y]) => ({
  asOf,
  cutoff: asOf < '2007-05-31' ? '2007-01-31' : '2007-05-31',
  probability,
  raw: probability === null ? null : rawOf(asOf, probability),
  baseline: 0.25,
  threshold: 0.35,
  alarm: probability === null ? null : probability >= 0.35,
  y,
  excluded: false,
}));

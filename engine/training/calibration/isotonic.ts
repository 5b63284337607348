import type { CalibrationPair, IsotonicKnot, IsotonicRegression, NoCalibration } from './types.ts';

/** Pairs next to each other in raw probability that share one calibrated probability. */
interface Pool {
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
  readonly positives: number;
}

/**
 * The least-squares fit that does not fall (Zadrozny & Elkan, "Transforming classifier scores into accurate multiclass
 * probability estimates", 2002), by pooling adjacent violators; equal raw probabilities are one pool from the start.
 * Between pools it is linear, as scikit-learn's: a step would tie every raw probability within a pool's reach and jump
 * at a place that no pair speaks for. One pool alone says nothing of the ranking, and is no calibration.
 */
export function isotonicRegression(pairs: readonly CalibrationPair[]): IsotonicRegression | NoCalibration {
  const pools = pooled(tied(pairs));
  if (pools.length < 2) return { method: 'none', reason: 'not_rising' };
  return { method: 'isotonic', knots: pools.flatMap(knotsOf) };
}

/** The calibrated probability: linear between the knots, level beyond them. */
export function interpolated({ knots }: IsotonicRegression, raw: number): number {
  const after = knots.findIndex((knot) => raw <= knot.raw);
  const right = after < 0 ? knots.at(-1) : knots[after];
  const left = knots[after - 1];
  if (right === undefined) throw new Error('an isotonic regression has knots');
  if (left === undefined || after < 0) return right.probability;
  const share = (raw - left.raw) / (right.raw - left.raw);
  // Rounding may not carry it past its neighbour.
  return Math.min(left.probability + share * (right.probability - left.probability), right.probability);
}

/** In order of the raw probability, one pool for each that occurs. */
function tied(pairs: readonly CalibrationPair[]): readonly Pool[] {
  const pools = new Map<number, Pool>();
  for (const { raw, y } of pairs) {
    const { pairs: count, positives } = pools.get(raw) ?? { pairs: 0, positives: 0 };
    pools.set(raw, { low: raw, high: raw, pairs: count + 1, positives: positives + y });
  }
  return [...pools.values()].sort((a, b) => a.low - b.low);
}

function pooled(pools: readonly Pool[]): readonly Pool[] {
  const kept: Pool[] = [];
  for (const next of pools) {
    let pool = next;
    for (let before = kept.at(-1); before !== undefined && share(before) >= share(pool); before = kept.at(-1)) {
      kept.pop();
      pool = {
        low: before.low,
        high: pool.high,
        pairs: before.pairs + pool.pairs,
        positives: before.positives + pool.positives,
      };
    }
    kept.push(pool);
  }
  return kept;
}

function share({ positives, pairs }: Pool): number {
  return positives / pairs;
}

function knotsOf(pool: Pool): readonly IsotonicKnot[] {
  const probability = share(pool);
  const ends = pool.low === pool.high ? [pool.low] : [pool.low, pool.high];
  return ends.map((raw) => ({ raw, probability }));
}

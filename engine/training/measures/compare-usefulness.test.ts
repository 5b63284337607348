import { expect, test } from 'vitest';
import type { PredictionRow } from '../types.ts';
import { usefulnessTogether } from './compare-usefulness.ts';

const DATES = ['2000-01-31', '2000-02-29', '2000-03-31', '2000-04-30', '2000-05-31'];
const KEYS = ['AT', 'DE'];

/** Rows of a panel; the last date of DE is not scored by every model. */
function panel(probabilityOf: (i: number) => number, misses: boolean): readonly PredictionRow[] {
  return DATES.flatMap((asOf, date) =>
    KEYS.map((key, k) => {
      const i = date * KEYS.length + k;
      const raw = probabilityOf(i);
      const isLast = misses && i === DATES.length * KEYS.length - 1;
      const probability = isLast ? null : raw;
      const common = { asOf, key, cutoff: '2000-01-31', raw, baseline: 0.2, threshold: 0.5, alarm: false };
      return { ...common, probability, y: i % 3 === 0 ? (1 as const) : (0 as const), excluded: i === 4 };
    }),
  );
}

/** Sarlin's relative usefulness by counting one row after the other: an alarm from 1 - mu on. */
function counted(rows: readonly PredictionRow[], others: readonly PredictionRow[], mu: number): number {
  const counts = { tp: 0, fp: 0, tn: 0, fn: 0 };
  for (const [i, { probability, y, excluded }] of rows.entries()) {
    if (probability === null || others[i]?.probability === null || excluded) continue;
    const alarm = probability >= 1 - mu;
    if (y === 1) counts[alarm ? 'tp' : 'fn'] += 1;
    else counts[alarm ? 'fp' : 'tn'] += 1;
  }
  const all = counts.tp + counts.fp + counts.tn + counts.fn;
  const [missed, idle] = [(mu * counts.fn) / all, ((1 - mu) * counts.fp) / all];
  const best = Math.min((mu * (counts.tp + counts.fn)) / all, ((1 - mu) * (counts.fp + counts.tn)) / all);
  return (best - missed - idle) / best;
}

test('the curves of a panel count the rows of each key that all models scored', () => {
  const models = [panel((i) => ((i * 7) % 10) / 10, false), panel((i) => ((i * 3) % 10) / 10, true)];
  const refits = [{ cutoff: '2000-01-31', baseRate: 0.2 }];
  const curves = usefulnessTogether(
    models.map((predictions) => ({ predictions, refits, persistence: { k: 1, n: 1 } })),
    { kind: 'sarlin', preference: 0.7 },
  );
  for (const [m, curve] of curves.entries()) {
    expect(curve).toHaveLength(19);
    for (const { preference, relative } of curve) {
      const [own, other] = [models[m] ?? [], models[1 - m] ?? []];
      expect(relative).toBeCloseTo(counted(own, other, preference), 10);
    }
  }
});

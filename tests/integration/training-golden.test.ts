import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { at, present } from '../../engine/presence/index.ts';
import {
  type EventMonth,
  type FitSummary,
  type FittedGlm,
  fitOnce,
  type ModelSpec,
} from '../../engine/training/index.ts';

/** Real data that may not all be committed: present in CI, absent from a plain clone. */
const DATA = new URL('../../../shared/data/', import.meta.url);
const isHere = existsSync(new URL('nber/turning_points.csv', DATA));
if (!present) console.warn('skipped: the published yield-curve figures need ../shared/data beside the checkout');

const month = (index: number): string => `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;
const indexOf = (day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const rowsOf = (path: string): string[][] =>
  readFileSync(new URL(path, DATA), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

/** GS10 less the bond-equivalent yield of TB3MS, by month index. */
function spreads(): Map<number, number> {
  const rows = rowsOf('fred-snapshot/observations.csv');
  const series = (id: string): Map<number, number> =>
    new Map(rows.filter(([name]) => name === id).map(([, day = '', value = '']) => [indexOf(day), Number(value)]));
  const bills = series('TB3MS');
  const spread = new Map<number, number>();
  for (const [at, bond] of series('GS10')) {
    const discount = bills.get(at);
    if (discount !== undefined) spread.set(at, bond - (100 * (365 * discount)) / 100 / (360 - (91 * discount) / 100));
  }
  return spread;
}

/** Peaks and troughs from 1929 on, as month indices. */
function turningPoints(): readonly { readonly peak: number; readonly trough: number }[] {
  const points = rowsOf('nber/turning_points.csv');
  return points.flatMap(([kind, day = ''], i) => {
    const [nextKind, nextDay = ''] = points[i + 1] ?? [];
    return kind === 'peak' && nextKind === 'trough' ? [{ peak: indexOf(day), trough: indexOf(nextDay) }] : [];
  });
}

const spec: ModelSpec = {
  estimator: { kind: 'probit' },
  features: ['yield_curve.slope'],
  protocol: {
    firstCutoff: '1970-01-01',
    refitMonths: 12,
    minimumEpisodes: 1,
    maturity: 'as_known',
    excludeInEvent: false,
  },
  window: { fromMonth: 12, toMonth: 12 },
  loss: { kind: 'alessi_detken', preference: 0.5 },
  leadWindow: { minMonths: 1, maxMonths: 18 },
  persistence: { k: 1, n: 1 },
  bootstrap: { draws: 1000, level: 0.9 },
  seed: 1,
};

function glm({ model }: FitSummary): FittedGlm {
  if (model?.kind !== 'probit') throw new Error('no probit was fitted');
  return model;
}

describe.skipIf(!isHere)('the yield-curve model of the Federal Reserve Bank of New York', () => {
  const months = Array.from({ length: 600 }, (_, i) => 1960 * 12 + i);

  function monthly(): FitSummary {
    const spread = spreads();
    const inRecession = (at: number): 0 | 1 =>
      turningPoints().some(({ peak, trough }) => at > peak && at <= trough) ? 1 : 0;
    const events: EventMonth[] = Array.from({ length: 912 }, (_, i) => 1946 * 12 + i).map((at) => ({
      month: month(at),
      state: inRecession(at),
    }));
    const frame = {
      asOf: months.map((at) => month(at - 12)),
      features: spec.features,
      values: [months.map((at) => spread.get(at - 12) ?? null)],
    };
    return fitOnce(frame, months.map(inRecession), spec, events);
  }

  test('recession twelve months ahead, outcome months 1960 to 2009: the published coefficients and fit', () => {
    const fit = monthly();
    const { coefficients, statistics } = glm(fit);
    expect(fit.rows).toBe(600);
    expect(Math.abs(at(coefficients, 0).estimate - -0.5333)).toBeLessThan(0.001);
    expect(Math.abs(at(coefficients, 1).estimate - -0.6333)).toBeLessThan(0.001);
    expect(Math.abs(present(fit.auroc.value) - 0.8449)).toBeLessThan(0.001);
    expect(Math.abs(present(fit.pauroc.value) - 0.638)).toBeLessThan(0.001);
    expect(Math.abs(present(statistics.mcFadden) - 0.2397)).toBeLessThan(0.001);
  });

  test('overlapping outcomes more than halve the z of the slope', () => {
    const { coefficients, statistics } = glm(monthly());
    // statsmodels 0.15.0 Probit: -9.507 classical; cov_type HAC, maxlags 12, no small-sample factor: -4.309.
    expect(statistics.neweyWestLag).toBe(12);
    expect(at(coefficients, 1).z).toBeCloseTo(-9.5075, 3);
    expect(at(coefficients, 1).neweyWestZ).toBeCloseTo(-4.3092, 3);
    expect(at(coefficients, 0).neweyWestZ).toBeCloseTo(-2.7664, 3);
  });

  test('the interval by episode is wide, and prints from how few episodes it comes', () => {
    const { auroc } = monthly();
    // numpy, 6000 draws of the same nine blocks: [0.779, 0.917]; 1000 draws move either end by a few thousandths.
    const { episodes, low, high } = present(auroc.interval);
    expect(episodes).toBe(9);
    expect(Math.abs(low - 0.784)).toBeLessThan(0.012);
    expect(Math.abs(high - 0.92)).toBeLessThan(0.012);
  });

  test("Estrella's R2 by lead in quarters, outcome quarters 1960Q1 to 1995Q1", () => {
    const spread = spreads();
    const quarterly = (quarter: number): number | null => {
      const values = [0, 1, 2].flatMap((i) => spread.get(quarter * 3 + i) ?? []);
      return values.length === 3 ? values.reduce((sum, value) => sum + value, 0) / 3 : null;
    };
    const quarterOf = (at: number): number => Math.floor(at / 3);
    const recessions = turningPoints().map(({ peak, trough }) => ({
      from: quarterOf(peak) + 1,
      to: quarterOf(trough),
    }));
    const quarters = Array.from({ length: 141 }, (_, i) => 1960 * 4 + i);
    const y = quarters.map((q) => (recessions.some(({ from, to }) => q >= from && q <= to) ? 1 : 0));
    const published = [0.062, 0.197, 0.27, 0.287, 0.233, 0.136];
    for (const [i, figure] of published.entries()) {
      const lead = i + 1;
      const frame = {
        asOf: quarters.map((q) => month((q - lead) * 3)),
        features: spec.features,
        values: [quarters.map((q) => quarterly(q - lead))],
      };
      const window = { fromMonth: 3 * lead, toMonth: 3 * lead };
      const { statistics } = glm(fitOnce(frame, y, { ...spec, window }));
      expect(statistics.rows).toBe(141);
      expect(Math.abs(present(statistics.estrella) - figure)).toBeLessThan(0.003);
    }
  });
});

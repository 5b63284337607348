import { expect, test } from 'vitest';
import { monthIndex } from '../../calendar/index.ts';
import { at, present } from '../../presence/index.ts';
import { episodeBlockOf, episodesOf } from '../episodes.ts';
import { randomStream } from '../random.ts';
import type { EventMonth, ModelSpec, PredictionRow } from '../types.ts';
import { rocBand } from './roc-band.ts';

const MONTHS = 96;
const month = (i: number): string => `${1990 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`;
const events: readonly EventMonth[] = Array.from({ length: MONTHS + 12 }, (_, i) => ({
  month: `${month(i)}-01`,
  state: i % 24 >= 18 ? 1 : 0,
}));
const predictions: readonly PredictionRow[] = Array.from({ length: MONTHS }, (_, i) => {
  const probability = Math.round(8 * Math.abs(Math.sin(i * i + 1))) / 8;
  const y = i % 24 >= 6 && i % 24 < 18 && (i * 7) % 5 !== 0 ? 1 : 0;
  return {
    asOf: `${month(i)}-28`,
    cutoff: '',
    probability,
    raw: probability,
    baseline: 0.4,
    threshold: 0.5,
    alarm: false,
    y,
    excluded: i % 31 === 0,
  };
});
const draws = { draws: 60, level: 0.8 };
const spec = { window: { fromMonth: 1, toMonth: 12 }, bootstrap: draws, seed: 11 } as ModelSpec;

/** Share of positives caught at a share of false alarms, over rows that are written out as often as they were drawn. */
function caught(rows: readonly PredictionRow[], fpr: number): number | null {
  const share = (y: 0 | 1, from: number): number => {
    const all = rows.filter((row) => row.y === y);
    return all.filter(({ probability }) => present(probability) >= from).length / all.length;
  };
  const thresholds = [2, ...new Set(rows.map(({ probability }) => present(probability)))].sort((a, b) => b - a);
  const vertices = thresholds.map((from) => [share(0, from), share(1, from)] as const);
  if (vertices.some(([x, y]) => Number.isNaN(x) || Number.isNaN(y))) return null;
  let best = 0;
  vertices.forEach(([x, y], i) => {
    const [nextX, nextY] = vertices[i + 1] ?? [x, y];
    if (x <= fpr + 1e-12) best = Math.max(best, y);
    if (x < fpr && fpr < nextX) best = Math.max(best, y + ((fpr - x) / (nextX - x)) * (nextY - y));
  });
  return best;
}

/** The rows of each draw of blocks; the intervals of all scores have the same draws. */
function drawnRows(): readonly (readonly PredictionRow[])[] {
  const scored = predictions.filter(({ excluded }) => !excluded);
  const blocks = scored.map(({ asOf }) => episodeBlockOf(monthIndex(asOf) + 1, episodesOf(events)));
  const distinct = [...new Set(blocks)].sort((a, b) => a - b);
  const random = randomStream(11);
  return Array.from({ length: draws.draws }, () => {
    const drawn = distinct.map(() => distinct[random.below(distinct.length)]);
    return drawn.flatMap((block) => scored.filter((_, i) => blocks[i] === block));
  });
}

test('the band is what drawing episodes and reading each curve by hand gives', () => {
  const band = rocBand({ events, spec }, { predictions });
  expect(band.map(({ fpr }) => fpr)).toEqual(Array.from({ length: 21 }, (_, i) => i / 20));
  const samples = drawnRows();
  for (const { fpr, low, high } of band) {
    const values = samples
      .map((rows) => caught(rows, fpr))
      .filter((value) => value !== null)
      .sort((a, b) => a - b);
    expect(values.length).toBeGreaterThan(40);
    const quantile = (share: number): number => {
      const position = share * (values.length - 1);
      const [below, above] = [at(values, Math.floor(position)), at(values, Math.ceil(position))];
      return below + (position - Math.floor(position)) * (above - below);
    };
    expect([fpr, low]).toEqual([fpr, expect.closeTo(quantile(0.1), 9)]);
    expect([fpr, high]).toEqual([fpr, expect.closeTo(quantile(0.9), 9)]);
  }
});

test('with one episode there is nothing to draw from, and no band', () => {
  const calm = events.map((event) => ({ ...event, state: 0 as const }));
  expect(rocBand({ events: calm, spec }, { predictions })).toEqual([]);
});

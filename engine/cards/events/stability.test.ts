import { describe, expect, test } from 'vitest';
import { at, first, present } from '../../presence/index.ts';
import { collectCard } from '../collect-card.ts';
import { renderCardHtml } from '../render-html.ts';
import { smallEnvelope, smallInput } from '../small-card.fixture.ts';
import { stability } from './stability.ts';

describe('what features mattered to a refit', () => {
  const { refits } = smallInput.steps.realTime;

  test('is the mean size of their contributions on the dates that it predicted, by hand', () => {
    const { features, refits: found } = stability(refits, smallInput.alarms);
    expect(features).toEqual(['rates.slope', 'labor.gap']);
    // January to April; then May, June and August, since nothing explains July.
    const sizes = [
      [(0.5 + 0.25 + 1.25 + 0) / 4, (0.1 + 0.25 + 0.125 + 0.0625) / 4],
      [(1.5 + 0.25 + 0.3) / 3, (0.25 + 0.375 + 0.0756) / 3],
    ];
    expect(found.map((refit) => refit.sizes.length)).toEqual([2, 2]);
    for (const [i, refit] of found.entries()) {
      for (const [j, size] of refit.sizes.entries()) expect(size).toBeCloseTo(at(at(sizes, i), j), 12);
    }
  });

  test('is not defined where it predicted nothing, and of nothing where nothing is explained', () => {
    const early = smallInput.alarms.filter(({ prediction }) => prediction.cutoff === first(refits).cutoff);
    expect(at(stability(refits, early).refits, 1).sizes).toEqual([null, null]);
    const unexplained = smallInput.alarms.map((date) => ({ ...date, explanation: null }));
    expect(stability(refits, unexplained)).toMatchObject({ features: [], refits: [{ sizes: [] }, { sizes: [] }] });
  });
});

test('without coefficients the sizes are drawn over the refits, and the drawing follows them', () => {
  const { stability: drawnFrom, ...rest } = collectCard(smallInput);
  const drawn = (change: number): string => {
    const without = drawnFrom.refits.map((refit, i) => ({
      ...refit,
      coefficients: [],
      sizes: refit.sizes.map((size, j) => (i === 1 && j === 0 ? present(size) + change : size)),
    }));
    const html = renderCardHtml({ ...rest, stability: { ...drawnFrom, names: [], refits: without } }, smallEnvelope);
    const found = /<figure data-pointer="\/body\/stability\/refits">(.*?)<\/figure>/s.exec(html);
    return at(present(found), 1);
  };
  expect(drawn(0)).toContain('rates.slope over refits');
  expect(drawn(0)).toContain('labor.gap over refits');
  expect(drawn(0.2)).not.toBe(drawn(0));
});

import { describe, expect, test } from 'vitest';
import type { Calibration } from '../../training/index.ts';
import { collectCard } from '../collect-card.ts';
import { renderCardMarkdown } from '../render-markdown.ts';
import { smallEnvelope, smallInput } from '../small-card.fixture.ts';

const EVIDENCE = { pairs: 300, positives: 44, episodes: 16 };

/** The card when its model in use is calibrated so. */
function cardWith(calibration: Calibration) {
  const { realTime } = smallInput.steps;
  const refits = realTime.refits.map((refit, i) => (i === 1 ? { ...refit, calibration } : refit));
  const body = collectCard({ ...smallInput, steps: { ...smallInput.steps, realTime: { ...realTime, refits } } });
  return { body, text: renderCardMarkdown(body, smallEnvelope) };
}

describe('the card says how the model in use is calibrated', () => {
  test('by isotonic regression, with every knot', () => {
    const knots = [0.02, 0.11, 0.3, 0.7].map((raw, i) => ({ raw, probability: i / 4 }));
    const { body, text } = cardWith({ method: 'isotonic', knots, ...EVIDENCE });
    expect(text).toContain('isotonic regression, linear between 4 knots, learnt from [300]');
    expect(text).toContain('| 70.0% | 75.0% | `/body/method/inUse/calibration/knots/3` |');
    expect(body.limitations.map(({ kind }) => kind)).not.toContain('uncalibrated');
    expect(body.stability.refits.map(({ calibration }) => calibration)).toEqual(['none', 'isotonic']);
  });

  test.each([
    ['few_episodes', 'too few episodes were known for calibration'],
    ['declared', 'its definition asks for no calibration'],
    ['one_class', 'the outcomes known were all alike'],
    ['not_rising', 'calibration would undo the ranking'],
    ['not_converged', 'the fit of the calibration did not converge'],
  ] as const)('or why not: %s', (reason, words) => {
    const { body, text } = cardWith({ method: 'none', reason, ...EVIDENCE });
    const at = body.limitations.findIndex(({ kind }) => kind === 'uncalibrated');
    expect(body.limitations[at]).toEqual({ kind: 'uncalibrated', reason });
    expect(text).toMatch(new RegExp(`not recalibrated on forward predictions, because \\[[^\\]]*${words}`));
    expect(text).toContain(`(card.json#/body/limitations/${at}/reason)`);
    expect(text).toMatch(new RegExp(`The model in use gives its raw probabilities: [^\\]]*${words}`));
    expect(text.includes('of them positive, in [16](card.json#/body/method/inUse/calibration/episodes)')).toBe(
      reason !== 'declared',
    );
    expect(text).not.toContain('which calibration makes');
  });

  test('and whether it has paid', () => {
    const { realTime } = smallInput.steps;
    const { measures } = realTime;
    if (measures?.probability == null) throw new Error('the small card has scores');
    const scoresWith = (rawBrier: number) => {
      const probability = { ...measures.probability, rawBrier } as NonNullable<typeof measures.probability>;
      const steps = { realTime: { ...realTime, measures: { ...measures, probability } } };
      return collectCard({ ...smallInput, steps }).limitations.filter(({ kind }) => kind === 'calibration_costs');
    };
    expect(scoresWith(0.1766)).toEqual([{ kind: 'calibration_costs', brier: 0.1767, rawBrier: 0.1766 }]);
    expect(scoresWith(0.1767)).toEqual([]);
    const { text } = cardWith({ method: 'platt', intercept: 0, slope: 1, ...EVIDENCE });
    expect(text).toContain('Of the raw probabilities: Brier [0.184](card.json#');
    expect(text).not.toContain('Calibration has not paid');
  });

  test('a base rate needs none, so that it has none is no limitation', () => {
    const { body, text } = cardWith({ method: 'none', reason: 'base_rate', ...EVIDENCE });
    expect(body.limitations.map(({ kind }) => kind)).not.toContain('uncalibrated');
    expect(text).toContain('they are a base rate');
  });
});

import { expect, test } from 'vitest';
import type { ExplainedDate } from '../inspect/index.ts';
import { explanationText, whatIfText } from './explanation-text.ts';
import { paintFor } from './paint/index.ts';

type Calibration = ExplainedDate['refit']['calibration'];

const PLATT: Calibration = { method: 'platt', intercept: -0.2, slope: 0.9, pairs: 327, positives: 53, episodes: 5 };
const WAITING: Calibration = { method: 'none', reason: 'few_episodes', pairs: 12, positives: 4, episodes: 1 };

const PLAIN = paintFor({}, {});
const LOGIT = { name: 'logit', units: { label: null, features: new Map() } };

function explained(calibration: Calibration): ExplainedDate {
  const [probability, raw] = calibration.method === 'none' ? [0.25, 0.25] : [0.25, 0.31];
  return {
    prediction: {
      ...{ asOf: '2007-06-30', cutoff: '2007-01-31', probability, raw, baseline: 0.2, threshold: 0.3 },
      ...{ alarm: false, y: 1, excluded: false },
    },
    explanation: null,
    refit: { cutoff: '2007-01-31', rows: 400, firstRow: '1960-01-31', lastRow: '2006-01-31', calibration },
  };
}

test('a calibrated prediction says what it was before, and what calibrated it', () => {
  expect(explanationText(LOGIT, explained(PLATT), PLAIN, 100).split('\n')).toEqual([
    'logit@2007-06-30 = 0.25  no alarm at 0.3',
    'fitted as of 2007-01-31 on 400 decision dates, 1960-01-31 .. 2006-01-31',
    'raw 0.31, calibrated by platt on 327 earlier predictions, 5 episodes',
    '',
    'nothing to explain: a feature is missing, or the estimator has no margin',
  ]);
});

test('one that is not says why', () => {
  expect(explanationText(LOGIT, explained(WAITING), PLAIN, 100)).toContain('\nraw: not calibrated (few episodes)\n');
});

test.each([
  [PLATT, '= 0.25 (raw 0.31), and if', 'it were 0.4 (raw 0.5), reaches the threshold 0.3'],
  [WAITING, '= 0.25, and if', 'it were 0.4, reaches the threshold 0.3'],
])('what-if has both probabilities where they differ', (calibration, observed, changed) => {
  const answer = { raw: 0.5, probability: 0.4, reached: true, explanation: null, changes: [] };
  const text = whatIfText(LOGIT, { observed: explained(calibration), ...answer }, PLAIN, 100);
  expect(text.split('\n').slice(0, 2)).toEqual([`logit@2007-06-30 ${observed}`, changed]);
});

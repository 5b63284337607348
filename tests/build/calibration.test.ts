import { beforeAll, describe, expect, it } from 'vitest';
import { runModelBacktest } from '../../engine/cli/commands/model-backtest.ts';
import { runModelExplain, runModelWhatIf } from '../../engine/cli/commands/model-explain.ts';
import { runShow } from '../../engine/cli/commands/show.ts';
import type { Terminal } from '../../engine/cli/terminal.ts';
import { present } from '../../engine/presence/index.ts';
import type { ExplainedDate, PredictionRow, WhatIf } from '../../engine/training/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { addFiles, buildProject, copyProject, nodeResult, type TestProject } from './small-project.ts';

/** An event that comes and goes often, so that in ten years calibration has its five episodes. */
const FILES = {
  'models/labels/flat_ahead.yaml': `label: flat_ahead
description: a flat curve next month
kind: binary
window: { from_month: 1, to_month: 1 }
`,
  'models/labels/flat_ahead.sql': `SELECT dates.date,
      CASE WHEN ahead.slope < 0.5 THEN 1 WHEN ahead.slope >= 0.5 THEN 0 END AS y
FROM calendar.dates AS dates
LEFT JOIN features.slope AS ahead ON ahead.date = date_trunc('month', dates.date) + INTERVAL 1 MONTH
`,
  'models/flat.yaml': `model: flat
description: a flat curve
label: flat_ahead
features: [slope.slope, strain.strain]
estimator: { kind: random_forest, trees: 20 }
protocol: { first_cutoff: 2001-06-30, refit_months: 6, minimum_episodes: 1 }
loss: { kind: sarlin, preference: 0.6 }
bootstrap: { draws: 10 }
intended_use: tests of the engine
intended_users: [engineers]
materiality: none
limitations: [its data are made up]
`,
};

const cleanups: (() => Promise<void>)[] = [];
let project: TestProject;

beforeAll(async () => {
  project = await copyProject((clean) => cleanups.push(clean));
  await addFiles(project, FILES);
  expect(nodeResult(await buildProject(project, { threads: 4, select: ['+flat'] }), 'models.flat').status).toBe('ok');
  return async () => {
    for (const clean of cleanups) await clean();
  };
});

const flags = () => ({ projectDir: project.root, logFormat: 'text', json: true }) as const;

async function said<T>(run: (terminal: Terminal) => Promise<unknown>): Promise<T> {
  const terminal = recordingTerminal();
  await run(terminal);
  return JSON.parse(terminal.said.out.join(''));
}

const history = async (): Promise<readonly PredictionRow[]> =>
  (await said<{ history: readonly PredictionRow[] }>((to) => runModelBacktest('flat', flags(), to))).history;

describe('a model that is calibrated without saying so', () => {
  it('stores both probabilities, and thresholds the calibrated one', async () => {
    const rows = await history();
    const shown = await said<{ rows: readonly Record<string, unknown>[] }>((to) =>
      runShow('flat', { ...flags(), last: '1000' }, to),
    );
    expect(shown.rows.map((row) => [row['probability'], row['raw_probability']])).toEqual(
      rows.map(({ probability, raw }) => [probability, raw]),
    );
    const calibrated = rows.filter(({ raw, probability }) => raw !== probability);
    expect(calibrated.length).toBeGreaterThan(12);
    for (const { probability, threshold, alarm } of rows) expect(alarm).toBe(present(probability) >= threshold);
  });

  it('explains the raw one, and with the observed values what-if is the prediction to the bit', async () => {
    const sample = (await history()).filter((_, i) => i % 30 === 14);
    expect(new Set(sample.map(({ raw, probability }) => raw === probability))).toEqual(new Set([true, false]));
    for (const { asOf: at, raw, probability } of sample) {
      const { explanation, prediction, refit } = await said<ExplainedDate>((to) =>
        runModelExplain('flat', { ...flags(), at }, to),
      );
      const { contributions, baseMargin, margin } = present(explanation);
      const sum = contributions.reduce((total, { contribution }) => total + contribution, baseMargin);
      expect(Math.abs(sum - margin)).toBeLessThan(1e-9);
      // A forest's margin is its probability.
      expect(Math.abs(margin - present(raw))).toBeLessThan(1e-9);
      expect(prediction).toMatchObject({ raw, probability });
      expect(refit.calibration.method === 'none').toBe(raw === probability);
      const set = contributions.map(({ feature, value }) => `${feature}=${value ?? 'null'}`);
      const answer = await said<WhatIf>((to) => runModelWhatIf('flat', { ...flags(), at, set }, to));
      expect([answer.raw, answer.probability]).toEqual([raw, probability]);
    }
  });

  it('is the same bytes on one thread', async () => {
    const again = await buildProject(project, { threads: 1, fullRefresh: true, select: ['flat'] });
    expect(nodeResult(again, 'models.flat').status).toBe('ok');
  });
});

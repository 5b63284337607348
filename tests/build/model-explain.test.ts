import { describe, expect, it } from 'vitest';
import { runModelBacktest } from '../../engine/cli/commands/model-backtest.ts';
import { type ModelWhatIfFlags, runModelExplain, runModelWhatIf } from '../../engine/cli/commands/model-explain.ts';
import { at, last, present } from '../../engine/presence/index.ts';
import type { ExplainedDate, PredictionRow, WhatIf } from '../../engine/training/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { sharedProject } from './built-project.ts';
import { expectLines } from './expect-lines.ts';
import type { TestProject } from './small-project.ts';

const shared = sharedProject();

function flagsFor(project: TestProject, more: Partial<ModelWhatIfFlags> = {}): ModelWhatIfFlags {
  return { projectDir: project.root, logFormat: 'text', json: true, ...more };
}

async function explained(project: TestProject, at?: string): Promise<ExplainedDate> {
  const terminal = recordingTerminal();
  expect(await runModelExplain('crisis_probit', flagsFor(project, at === undefined ? {} : { at }), terminal)).toBe(0);
  return JSON.parse(terminal.said.out.join(''));
}

async function whatIf(project: TestProject, set: readonly string[], at?: string) {
  const terminal = recordingTerminal();
  const flags = flagsFor(project, { set, ...(at === undefined ? {} : { at }) });
  expect(await runModelWhatIf('crisis_probit', flags, terminal)).toBe(0);
  return { answer: JSON.parse(terminal.said.out.join('')) as WhatIf, warned: terminal.said.err.join('\n') };
}

async function predictions(project: TestProject): Promise<readonly PredictionRow[]> {
  const terminal = recordingTerminal();
  await runModelBacktest('crisis_probit', flagsFor(project), terminal);
  return JSON.parse(terminal.said.out.join('')).history;
}

/** The probability of a standard normal by Simpson's rule, which shares nothing with the engine's way. */
function normal(x: number): number {
  const [from, steps] = [-14, 20_000];
  const width = (x - from) / steps;
  const density = (at: number): number => Math.exp((-at * at) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(from) + density(x);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density(from + i * width);
  return (sum * width) / 3;
}

describe('ews model explain', () => {
  it('adds up to the margin, and the margin is the stored probability', async () => {
    const project = await shared();
    for (const row of (await predictions(project)).filter((_, i) => i % 12 === 3)) {
      const { prediction, explanation } = await explained(project, row.asOf);
      expect(prediction).toEqual(row);
      const { contributions, baseMargin, margin } = present(explanation);
      const sum = contributions.reduce((total, { contribution }) => total + contribution, baseMargin);
      expect(Math.abs(sum - margin)).toBeLessThan(1e-9);
      expect(normal(margin)).toBeCloseTo(present(row.probability), 9);
    }
  });

  it('is of the newest date unless told otherwise, and of none that was not predicted', async () => {
    const project = await shared();
    expect((await explained(project)).prediction).toEqual(last(await predictions(project)));
    await expect(explained(project, '1999-12-31')).rejects.toMatchObject({
      problems: [{ code: 'EWS4005', hint: expect.stringMatching(/from 2005-01-31 to 2009-/) }],
    });
    await expect(explained(project, 'yesterday')).rejects.toMatchObject({ problems: [{ code: 'EWS6001' }] });
  });
});

describe('ews model what-if', () => {
  it('with the observed values is the observed prediction, to the bit', async () => {
    const project = await shared();
    const { explanation } = await explained(project, '2007-06-30');
    const set = present(explanation).contributions.map(({ feature, value }) => `${feature}=${value}`);
    expect(set).toHaveLength(2);
    const { answer, warned } = await whatIf(project, set, '2007-06-30');
    expect(answer.probability).toBe(answer.observed.prediction.probability);
    expect(answer.explanation).toEqual(answer.observed.explanation);
    expect(warned).toBe('');
  });

  it('moves only the contribution of what was changed, and warns outside the training range', async () => {
    const project = await shared();
    const { answer, warned } = await whatIf(project, ['slope.slope=-40'], '2007-06-30');
    expect(answer.probability).not.toBe(answer.observed.prediction.probability);
    const observed = present(answer.observed.explanation).contributions;
    const changed = present(answer.explanation).contributions.filter(
      ({ contribution }, j) => contribution !== at(observed, j).contribution,
    );
    expect(changed.map(({ feature }) => feature)).toEqual(['slope.slope']);
    expect(warned).toMatch(
      /^warning EWS5025 slope\.slope = -40 is outside the training range: the model has seen -?\d/,
    );
    expect(answer.changes[0]).toMatchObject({ to: -40, outsideTraining: true });
  });

  it('with a missing input predicts nothing where the estimator needs it', async () => {
    const { answer } = await whatIf(await shared(), ['slope.slope=null'], '2007-06-30');
    expect(answer).toMatchObject({ probability: null, reached: null, explanation: null });
  });

  it.each([
    [[], 'what-if changes nothing'],
    [['slope.slop=1'], 'the model has no feature "slope.slop"'],
    [['slope.slope='], '"" is no value for slope.slope'],
    [['slope.slope=much'], '"much" is no value for slope.slope'],
    [['slope.slope=1', 'slope.slope=2'], 'slope.slope is set twice'],
  ])('refuses %o', async (set, message) => {
    await expect(whatIf(await shared(), set)).rejects.toThrow(message);
  });

  it('reads like this', async () => {
    const terminal = recordingTerminal();
    const project = await shared();
    await runModelWhatIf(
      'crisis_probit',
      flagsFor(project, { json: false, set: ['slope.slope=0.1'], at: '2007-06-30' }),
      terminal,
    );
    expectLines(terminal.said.out, [
      /crisis_probit@2007-06-30 = \S+, and if/,
      / {2}slope\.slope: \S+ -> 0\.1 percentage points/,
      /it were \S+, (reaches|below) the threshold \S+/,
      '',
      /contribution +observed +what if/,
      /slope\.slope +\S+ +\S+/,
      /─+/,
      /margin +\S+ +\S+/,
      '',
      'outcomes known through 2009-12-31',
    ]);
  });
});

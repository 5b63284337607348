import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ValueCardBody } from '../../engine/cards/index.ts';
import type { ToldBacktest } from '../../engine/cli/answer/command-results.ts';
import { runCard } from '../../engine/cli/commands/card.ts';
import { runModelBacktest } from '../../engine/cli/commands/model-backtest.ts';
import { runModelCompare } from '../../engine/cli/commands/model-compare.ts';
import { type ModelWhatIfFlags, runModelExplain, runModelWhatIf } from '../../engine/cli/commands/model-explain.ts';
import { runOpen } from '../../engine/cli/commands/open.ts';
import type { Terminal } from '../../engine/cli/terminal.ts';
import { first, present } from '../../engine/presence/index.ts';
import type { ExplainedValue, ValuePrediction, ValueWhatIf } from '../../engine/training/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { expectLines } from './expect-lines.ts';
import { copyProject, edit, type TestProject } from './small-project.ts';
import { valueProject } from './value-models.ts';

let project: TestProject;
const values = valueProject();

beforeAll(async () => {
  project = await values();
});

function flagsFor(more: Partial<ModelWhatIfFlags> = {}): ModelWhatIfFlags {
  return { projectDir: project.root, logFormat: 'text', json: true, ...more };
}

async function explained(model: string, at: string): Promise<ExplainedValue> {
  const terminal = recordingTerminal();
  expect(await runModelExplain(model, flagsFor({ at }), terminal)).toBe(0);
  return JSON.parse(terminal.said.out.join(''));
}

async function whatIf(model: string, at: string, set: readonly string[]) {
  const terminal = recordingTerminal();
  expect(await runModelWhatIf(model, flagsFor({ at, set }), terminal)).toBe(0);
  return { answer: JSON.parse(terminal.said.out.join('')) as ValueWhatIf, warned: terminal.said.err.join('\n') };
}

async function predictions(model: string): Promise<readonly ValuePrediction[]> {
  const terminal = recordingTerminal();
  await runModelBacktest(model, flagsFor(), terminal);
  return JSON.parse(terminal.said.out.join('')).history;
}

describe.each(['m_linear', 'm_theil_sen', 'm_polynomial'])('%s', (model) => {
  it('explains every kind of prediction that is stored: base and contributions add up to it', async () => {
    const rows = (await predictions(model)).filter((_, i) => i % 20 === 3);
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) {
      const { prediction, explanation } = await explained(model, row.asOf);
      expect(prediction).toEqual(row);
      const { contributions, base } = present(explanation);
      const sum = contributions.reduce((total, { contribution }) => total + contribution, base);
      expect(Math.abs(sum - present(row.prediction))).toBeLessThan(1e-9);
    }
  });

  it('with the observed values says what was predicted, to the bit', async () => {
    const { explanation } = await explained(model, '2007-06-30');
    const set = present(explanation).contributions.map(({ feature, value }) => `${feature}=${value}`);
    expect(set.length).toBeGreaterThan(0);
    const { answer, warned } = await whatIf(model, '2007-06-30', set);
    expect(answer.prediction).toBe(answer.observed.prediction.prediction);
    expect(answer.explanation).toEqual(answer.observed.explanation);
    expect(warned).toBe('');
  });

  it('warns outside the training range, and predicts nothing of a missing input', async () => {
    const { answer, warned } = await whatIf(model, '2007-06-30', ['slope.slope=-40']);
    expect(answer.prediction).not.toBe(answer.observed.prediction.prediction);
    expect(warned).toMatch(/^warning EWS5025 slope\.slope = -40 is outside the training range/);
    expect((await whatIf(model, '2007-06-30', ['slope.slope=null'])).answer.prediction).toBeNull();
  });
});

it('reads like this', async () => {
  const terminal = recordingTerminal();
  await runModelExplain('m_linear', flagsFor({ json: false, at: '2007-06-30' }), terminal);
  expectLines(terminal.said.out, [
    /m_linear@2007-06-30 = \S+ {2}the mean then was \S+, and it became \S+/,
    /fitted as of \S+ on \d+ decision dates, \S+ \.\. \S+; base: at their means; contributions in .+/,
    '',
    /feature +value +in +contribution */,
    /(?:slope\.slope|strain\.strain) +\S+ +\S+.*/,
    /(?:slope\.slope|strain\.strain) +\S+ +\S+.*/,
    /─+/,
    /base +\S+ */,
    /prediction +\S+ */,
    '',
    'outcomes known through 2009-12-31',
  ]);
  const other = recordingTerminal();
  await runModelWhatIf('m_linear', flagsFor({ json: false, at: '2007-06-30', set: ['slope.slope=0.1'] }), other);
  expectLines(other.said.out, [
    /m_linear@2007-06-30 = \S+, and if/,
    / {2}slope\.slope: \S+ -> 0\.1 percentage points/,
    /it were \S+/,
    '',
    /contribution +observed +what if/,
    /slope\.slope +\S+ +\S+/,
    /─+/,
    /prediction +\S+ +\S+/,
    '',
    'outcomes known through 2009-12-31',
  ]);
});

it('ews model backtest shows the rival that what was known stays, and the card has it', async () => {
  const terminal = recordingTerminal();
  await runModelBacktest('m_linear', flagsFor({ json: false }), terminal);
  const [, rmse, skill] =
    /^persistence of slope\.slope: RMSE (\S+); skill of the model against it (\S+) \[\S+, \S+\]$/m.exec(
      terminal.said.out.join('\n'),
    ) ?? [];
  const card = recordingTerminal();
  await runCard('m_linear', { ...flagsFor(), format: 'json' }, card);
  const { rivals } = (JSON.parse(card.said.out.join('')) as { readonly body: ValueCardBody }).body;
  expect(rivals).toMatchObject([{ kind: 'persistence', feature: 'slope.slope' }]);
  const rival = first(rivals);
  const [rivalRmse, ownRmse, gain] = [present(rival.rmse), present(rival.ownRmse), present(rival.skill.value)];
  expect(rivalRmse.toFixed(3)).toBe(rmse);
  expect(gain.toFixed(3)).toBe(skill);
  expect(gain).toBeCloseTo(1 - ownRmse ** 2 / rivalRmse ** 2, 12);
});

it('says in JSON what its figures are counted in, where the text does', async () => {
  // A unit is a word: nothing is built anew for it.
  const { root } = await copyProject(onTestFinished, project.root);
  await edit({ root, lake: '' }, 'models/labels/slope_ahead.yaml', 'kind: continuous', 'kind: continuous\nunit: "%"');
  const asked = async (json: boolean, run: (flags: ModelWhatIfFlags, to: Terminal) => Promise<number>) => {
    const terminal = recordingTerminal();
    expect(
      await run({ ...flagsFor({ at: '2007-06-30', set: ['slope.slope=0.1'] }), projectDir: root, json }, terminal),
    ).toBe(0);
    return terminal.said.out.join('\n');
  };
  const ofLabel = { label: '%', differences: 'percentage points' };
  const features = { 'slope.slope': 'percentage points', 'strain.strain': 'points' };
  const ofInputs = { ...ofLabel, features };
  const explain = (flags: ModelWhatIfFlags, to: Terminal) => runModelExplain('m_linear', flags, to);
  const whatIfSet = (flags: ModelWhatIfFlags, to: Terminal) => runModelWhatIf('m_linear', flags, to);
  const backtest = (flags: ModelWhatIfFlags, to: Terminal) => runModelBacktest('m_linear', flags, to);
  const compare = (flags: ModelWhatIfFlags, to: Terminal) => runModelCompare(['m_linear', 'm_theil_sen'], flags, to);
  for (const [run, units, said] of [
    [
      explain,
      ofInputs,
      /= \S+% {2}the mean then was \S+%, and it became \S+%[\s\S]*contributions in percentage points/,
    ],
    [whatIfSet, ofInputs, /= \S+%, and if\n {2}slope\.slope: \S+ -> 0\.1 percentage points\nit were \S+%/],
    [backtest, ofLabel, /errors in percentage points/],
    [compare, ofLabel, /RMSE and MAE, in percentage points/],
  ] as const) {
    expect(JSON.parse(await asked(true, run)).units).toEqual(units);
    expect(await asked(false, run)).toMatch(said);
  }
  const event = (flags: ModelWhatIfFlags, to: Terminal) => runModelExplain('crisis_probit', flags, to);
  const { units } = JSON.parse(await asked(true, event));
  expect(units).toEqual({ label: null, differences: null, features });
});

it('says in JSON what the text of a backtest rests on besides', async () => {
  const told = async (model: string): Promise<ToldBacktest> => {
    const terminal = recordingTerminal();
    await runModelBacktest(model, flagsFor(), terminal);
    return JSON.parse(terminal.said.out.join(''));
  };
  const value = await told('m_linear');
  expect(value).toMatchObject({ calibrations: null, rivals: [{ kind: 'persistence', feature: 'slope.slope' }] });
  const text = recordingTerminal();
  await runModelBacktest('crisis_probit', flagsFor({ json: false }), text);
  const { calibrations, basis } = await told('crisis_probit');
  const [, some, all] = /probabilities calibrated in (\d+) of (\d+) refits/.exec(text.said.out.join('\n')) ?? [];
  expect(present(calibrations).filter(({ calibration }) => calibration !== 'none')).toHaveLength(Number(some));
  expect(calibrations).toHaveLength(Number(all));
  expect([basis, text.said.out.join('\n').includes('(a) pseudo-real-time')]).toEqual(['pseudo_real_time', true]);
});

describe('models of one continuous label', () => {
  it('are compared by the build', async () => {
    const terminal = recordingTerminal();
    const flags = { projectDir: project.root, logFormat: 'text', print: true } as const;
    expect(await runOpen(['comparison', 'slope_ahead'], flags, terminal)).toBe(0);
    const [page = ''] = terminal.said.out;
    const html = await readFile(page, 'utf8');
    expect(html).toContain('Root mean squared error, less is better');
    expect(html).toContain('declares no champion');
  });

  it('are compared by ews model compare, which is refused across labels', async () => {
    const terminal = recordingTerminal();
    expect(await runModelCompare(['m_linear', 'm_theil_sen'], flagsFor({ json: false }), terminal)).toBe(0);
    const text = terminal.said.out.join('\n');
    expect(text).toMatch(
      /^slope_ahead: \d+ decision dates scored by all, \S+ \.\. \S+, \d+ episodes?; outcomes known/m,
    );
    expect(text).toMatch(/ episodes?; outcomes known through 2009-12-31$/m);
    expect(text).toMatch(/^RMSE +\d\.\d{3} +\d\.\d{3}$/m);
    expect(text).toMatch(/^ {2}less champion +-?\d\.\d{3} \[/m);
    await expect(runModelCompare(['m_linear', 'crisis_probit'], flagsFor(), recordingTerminal())).rejects.toThrow(
      'm_linear predicts slope_ahead, and crisis_probit predicts crisis_ahead',
    );
  });
});

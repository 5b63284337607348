import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runModelBacktest } from '../../engine/cli/commands/model-backtest.ts';
import { runModelCompare } from '../../engine/cli/commands/model-compare.ts';
import type { GlobalFlags } from '../../engine/cli/session.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { sharedProject } from './built-project.ts';
import { addFiles, type TestProject } from './small-project.ts';

const shared = sharedProject();
const rivals = sharedProject('rivals', addRivals);

function flagsFor(project: TestProject, json = false): GlobalFlags {
  return { projectDir: project.root, logFormat: 'text', json };
}

/** The project with a second model that knows one feature less, and one of another label. */
async function addRivals(project: TestProject): Promise<void> {
  const model = await readFile(path.join(project.root, 'models/crisis_probit.yaml'), 'utf8');
  const label = await readFile(path.join(project.root, 'models/labels/crisis_ahead.yaml'), 'utf8');
  const sql = await readFile(path.join(project.root, 'models/labels/crisis_ahead.sql'), 'utf8');
  await addFiles(project, {
    'models/slope_probit.yaml': model
      .replace('model: crisis_probit', 'model: slope_probit')
      .replace(', strain.strain', ''),
    'models/labels/other.yaml': label.replace('label: crisis_ahead', 'label: other'),
    'models/labels/other.sql': sql,
    'models/other_probit.yaml': model
      .replace('model: crisis_probit', 'model: other_probit')
      .replace('label: crisis_ahead', 'label: other'),
  });
}

describe('ews model compare', () => {
  it('sets models side by side, and says how sure the difference is', async () => {
    const project = await rivals();
    const terminal = recordingTerminal();
    expect(await runModelCompare(['crisis_probit', 'slope_probit'], flagsFor(project), terminal)).toBe(0);
    const text = terminal.said.out.join('\n');
    const scored =
      /^crisis_ahead: \d+ decision dates scored by all, 2005-01-31 \.\. \S+, \d+ positive, \d+ episodes?; /m;
    expect(text).toMatch(scored);
    expect(text).toMatch(/ episodes?; outcomes known through 2009-12-31$/m);
    expect(text).toMatch(/^AUROC +0\.\d{3} +0\.\d{3}$/m);
    expect(text).toMatch(/^ {2}less champion +-?0\.\d{3} \[/m);

    const json = recordingTerminal();
    await runModelCompare(['crisis_probit', 'slope_probit'], flagsFor(project, true), json);
    const comparison = JSON.parse(json.said.out.join(''));
    expect(comparison).toMatchObject({ label: 'crisis_ahead', models: ['crisis_probit', 'slope_probit'], level: 0.9 });
    const [{ measure, values, differences }] = comparison.measures;
    expect(measure).toBe('auroc');
    expect(differences[0].value).toBeCloseTo(values[1] - values[0], 12);
  });

  it('refuses models of different labels, one model, and what is no model', async () => {
    const project = await rivals();
    const compare = (...names: string[]) => runModelCompare(names, flagsFor(project), recordingTerminal());
    await expect(compare('crisis_probit', 'other_probit')).rejects.toThrow(
      'crisis_probit predicts crisis_ahead, and other_probit predicts other',
    );
    await expect(compare('crisis_probit')).rejects.toThrow('two models or more');
    await expect(compare('crisis_probit', 'models.crisis_probit')).rejects.toThrow('each once');
    await expect(compare('crisis_probit', 'nobody')).rejects.toMatchObject({ problems: [{ code: 'EWS6002' }] });
  });
});

it('ews model backtest shows every step and every episode', async () => {
  const project = await shared();
  const terminal = recordingTerminal();
  expect(await runModelBacktest('crisis_probit', flagsFor(project), terminal)).toBe(0);
  const text = terminal.said.out.join('\n');
  expect(text).toMatch(/^crisis_probit: \d+ refits, \d+ cut-offs? skipped$/m);
  expect(text).toMatch(/^probabilities calibrated in 0 of \d+ refits$/m);
  expect(text).toMatch(/^measure +\(a\) pseudo-real-time +\(b\) labels final +\(d\) lag removed$/m);
  expect(text).toMatch(/^\(c\) values final: not measurable, the data have no vintages$/m);
  expect(text).toMatch(/^onset +trough +outcome +first alarm +months ahead +in alarm$/m);

  const json = recordingTerminal();
  await runModelBacktest('models.crisis_probit', flagsFor(project, true), json);
  expect(JSON.parse(json.said.out.join(''))).toMatchObject({
    model: 'crisis_probit',
    performance: { episodes: expect.any(Array) },
  });
});

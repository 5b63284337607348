import { expect, it, onTestFinished } from 'vitest';
import { runModelExplain, runModelWhatIf } from '../../engine/cli/commands/model-explain.ts';
import { entry, first, present } from '../../engine/presence/index.ts';
import type { ExplainedDate, WhatIf } from '../../engine/training/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { builtPanel } from './built-panel.ts';
import { type Country, panelProject } from './panel-project.ts';
import { buildProject, edit, nodeResult, type TestProject } from './small-project.ts';

const FEW = ['AT', 'LV', 'FR'] as const satisfies readonly Country[];

/** Two banks a country, the second with half the gap; crises are a bank's, the world's gap a country's. */
async function withBanks(project: TestProject): Promise<void> {
  const twice = (columns: string, gap: string, from: string): string =>
    ["'a\"1'", "'b'"]
      .map((bank, i) => `SELECT country, ${bank} AS bank, ${columns}, ${i === 0 ? gap : `${gap} / 2`} FROM ${from}`)
      .join('\nUNION ALL\n');
  for (const file of ['features/credit.yaml', 'features/crisis.yaml'])
    await edit(project, file, 'keys: [country]', 'keys: [bank, country]');
  await edit(
    project,
    'features/credit.sql',
    'SELECT country, date, gap FROM macro.credit',
    twice('date', 'gap', 'macro.credit').replace('gap / 2', 'gap / 2 AS gap'),
  );
  await edit(
    project,
    'features/crisis.sql',
    'SELECT country, date, in_crisis FROM macro.states',
    `SELECT country, 'a"1' AS bank, date, in_crisis FROM macro.states
UNION ALL SELECT country, 'b', date, in_crisis FROM macro.states`,
  );
  await edit(project, 'features/world.yaml', 'columns:', 'keys: [country]\ncolumns:');
  await edit(
    project,
    'features/world.sql',
    'SELECT date, avg(gap) AS mean_gap FROM macro.credit GROUP BY date',
    'SELECT country, date, gap + 100 AS mean_gap FROM macro.credit',
  );
  await edit(project, 'models/labels/crisis_6m.yaml', 'keys: [country]', 'keys: [country, bank]');
  await edit(project, 'models/labels/crisis_6m.sql', '  ahead.country,', '  ahead.country,\n  ahead.bank,');
  await edit(
    project,
    'models/labels/crisis_6m.sql',
    'dates.date, ahead.country',
    'dates.date, ahead.country, ahead.bank',
  );
}

it('two keys: a group with one of them serves all rows that share it, and no two keys are taken for one', async () => {
  const { rows, body } = await builtPanel(FEW, { change: withBanks });
  const frame = await rows('frame');
  expect(Object.keys(first(frame))).toEqual(['as_of', 'country', 'bank', 'credit.gap', 'world.mean_gap', 'y']);
  const byKey = new Map(frame.map((row) => [`${row['as_of']} ${row['country']} ${row['bank']}`, row]));
  expect(byKey.size).toBe(frame.length);
  for (const row of frame) {
    const other = entry(byKey, `${row['as_of']} ${row['country']} ${row['bank'] === 'b' ? 'a"1' : 'b'}`);
    const whole = Number(row['bank'] === 'b' ? other['credit.gap'] : row['credit.gap']);
    expect(row['credit.gap']).toBe(row['bank'] === 'b' ? whole / 2 : whole);
    expect(row['world.mean_gap']).toBe(whole + 100);
    expect(row['y']).toBe(other['y']);
  }
  const panel = present(body.panel);
  expect(panel.columns).toEqual(['country', 'bank']);
  expect(panel.byKey.map(({ key }) => key)).toEqual(
    FEW.toSorted().flatMap((country) => [`["${country}","a\\"1"]`, `["${country}","b"]`]),
  );
  const predictions = await rows('prediction');
  expect(predictions.map((row) => JSON.stringify([row['country'], row['bank']]))).toEqual(
    body.history.map(({ key }) => key),
  );
  // What is as of every bank of a country alike in both has one outcome: both banks warn of the same crises.
  expect(body.performance.episodes.length % 2).toBe(0);
});

it('a row without a key is refused, and says where', async () => {
  const project = await panelProject(onTestFinished, { countries: FEW, keyed: true });
  await edit(project, 'features/credit.sql', 'SELECT country,', "SELECT nullif(country, 'AT') AS country,");
  const built = await buildProject(project);
  expect(nodeResult(built, 'models.crisis_logit').problems).toMatchObject([
    { code: 'EWS5004', message: 'features.credit has rows without country, which models.crisis_logit cannot place' },
  ]);
});

it('a panel in which no key was ever seen has nothing to learn from, and says so', async () => {
  const project = await panelProject(onTestFinished, { countries: FEW, keyed: true });
  await edit(project, 'features/credit.sql', 'FROM macro.credit', 'FROM macro.credit WHERE false');
  const built = await buildProject(project);
  expect(nodeResult(built, 'models.crisis_logit').problems).toMatchObject([
    { code: 'EWS5004', message: 'the frame has no decision dates' },
  ]);
});

it('explain and what-if take a key; without one they take the highest', async () => {
  const { project, body } = await builtPanel(FEW);
  const flags = { projectDir: project.root, logFormat: 'text', json: true } as const;
  const explained = async (more: { readonly at?: string; readonly key?: string }): Promise<ExplainedDate> => {
    const terminal = recordingTerminal();
    await runModelExplain('crisis_logit', { ...flags, ...more }, terminal);
    return JSON.parse(terminal.said.out.join(''));
  };
  for (const row of body.history.filter((_, i) => i % 61 === 0)) {
    const { prediction, explanation } = await explained({ at: row.asOf, key: present(row.key) });
    expect(prediction).toEqual(row);
    expect(1 / (1 + Math.exp(-present(explanation).margin))).toBeCloseTo(present(row.raw), 12);
  }
  const newest = body.history.slice(-FEW.length);
  const highest = Math.max(...newest.map(({ probability }) => present(probability)));
  expect((await explained({})).prediction.probability).toBe(highest);
  expect(present(body.latest).prediction.probability).toBe(highest);
  await expect(explained({ key: 'DE' })).rejects.toMatchObject({
    problems: [{ code: 'EWS4005', hint: 'on that date it has a prediction for AT, FR, LV' }],
  });
  const terminal = recordingTerminal();
  await runModelWhatIf('crisis_logit', { ...flags, key: 'LV', set: ['credit.gap=1'] }, terminal);
  const answer: WhatIf = JSON.parse(terminal.said.out.join(''));
  expect(answer.observed.prediction).toEqual(newest.find(({ key }) => key === 'LV'));
  expect(answer.probability).not.toBe(answer.observed.prediction.probability);
});

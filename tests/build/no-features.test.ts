import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runLineage } from '../../engine/cli/commands/lineage.ts';
import { runModelWhatIf } from '../../engine/cli/commands/model-explain.ts';
import type { Stage } from '../../lineage/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { buildProject, copyProject, edit, nodeResult, type TestProject } from './small-project.ts';

type Edit = readonly [file: string, from: string, to: string];

const SMALL: readonly Edit[] = [
  ['models/crisis_probit.yaml', 'features: [slope.slope, strain.strain]', 'features: []'],
  ['models/crisis_probit.yaml', 'estimator: { kind: probit, ridge: 0.1 }', 'estimator: { kind: climatology }'],
];
async function editAll(project: TestProject, edits: readonly Edit[]): Promise<void> {
  for (const [file, from, to] of edits) await edit(project, file, from, to);
}

it.each([
  ['that the configuration ends', []],
  ['through which the data are complete', [['ews.config.yaml', 'end: 2009-12-31', 'end: data']]],
] as const)('the base rate needs no feature: predicted on every decision date, %s', async (_what, dates) => {
  const project = await copyProject(onTestFinished);
  await editAll(project, [...SMALL, ...dates]);
  const built = await buildProject(project);
  expect(nodeResult(built, 'models.crisis_probit')).toMatchObject({ status: 'ok', rows: 60 });
  const card = path.join(project.lake, 'runs', built.result.run, 'cards/crisis_probit.json');
  const { history } = JSON.parse(await readFile(card, 'utf8')).body;
  expect(history).toHaveLength(60);
  for (const { probability, baseline } of history) expect(probability).toBe(baseline);
  const lineage = await readFile(path.join(project.lake, 'runs', built.result.run, 'lineage.json'), 'utf8');
  const stages: readonly Stage[] = JSON.parse(lineage).stages;
  const frame = stages.find(({ id }) => id === 'frames.crisis_probit');
  expect(frame?.columns.find(({ column }) => column === 'as_of')?.edges).toMatchObject([
    { subtype: 'IDENTITY', from: { relation: 'calendar.dates', column: 'date' } },
  ]);
});

it('a model without features has nothing to be listed by: no hint ends in an empty list', async () => {
  const project = await copyProject(onTestFinished);
  await editAll(project, SMALL);
  await buildProject(project);
  const flags = { projectDir: project.root, logFormat: 'text' } as const;
  const whatIf = runModelWhatIf('crisis_probit', { ...flags, set: ['slope.slope=1'] }, recordingTerminal());
  await expect(whatIf).rejects.toMatchObject({ problems: [{ code: 'EWS6001', hint: 'it reads none' }] });
  const lineage = runLineage('crisis_probit.probability@2007-06-30', flags, recordingTerminal());
  await expect(lineage).rejects.toMatchObject({
    problems: [{ code: 'EWS6002', hint: 'name it alone: models.crisis_probit' }],
  });
});

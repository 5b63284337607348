import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runDocs } from '../../engine/cli/commands/docs.ts';
import { runLs } from '../../engine/cli/commands/ls.ts';
import { runShow } from '../../engine/cli/commands/show.ts';
import { readProject } from '../../engine/project/index.ts';
import { memoryFiles } from '../../engine/project/memory-files.ts';
import { renderRunPages, resultText } from '../../engine/report/index.ts';
import { paintFor } from '../../engine/report/paint/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { builtProject } from './built-project.ts';
import { addFiles, buildProject, edit, executed, type TestProject } from './small-project.ts';

const LABEL = `label: long_6m
description: The long rate six months ahead
kind: continuous
window: { from_month: 6, to_month: 6 }
`;

async function withValues(project: TestProject): Promise<void> {
  await addFiles(project, {
    'models/labels/long_6m.yaml': LABEL,
    'models/labels/long_6m.sql': `SELECT dates.date, ahead.value AS y
FROM calendar.dates AS dates
LEFT JOIN rates.long AS ahead ON ahead.date = date_trunc('month', dates.date) + INTERVAL 6 MONTHS
`,
    'models/long_linear.yaml': `model: long_linear
description: The long rate six months ahead
label: long_6m
features: [slope.slope, strain.strain]
estimator: { kind: linear }
protocol: { first_cutoff: 2005-01-31, refit_months: 24, minimum_rows: 24 }
bootstrap: { draws: 20, level: 0.9 }
seed: 6
intended_use: tests of the engine
intended_users: [engineers]
materiality: none
limitations: [its data are made up]
`,
  });
}

const fresh = builtProject('label-unit', withValues);

it('a unit of a label runs nothing again, and stands beside its values wherever the next run shows them', async () => {
  const project = await fresh();
  await edit(project, 'models/labels/long_6m.yaml', 'kind: continuous', 'kind: continuous\nunit: "%"');
  const built = await buildProject(project, { renderPages: renderRunPages });
  expect(executed(built)).toEqual([]);
  const { result } = built;
  const text = resultText(result, undefined, paintFor({}, {}));
  expect(text).toMatch(/long_linear +-?\d+\.\d\d% {2}in month/);
  expect(text).toMatch(/RMSE [^,]*(?:, [^,]*)? percentage points, skill/);
  const folder = path.join(project.lake, result.folder);
  const page = await readFile(path.join(folder, 'index.html'), 'utf8');
  expect(page).toContain('<span class="unit">%</span>');
  const card = JSON.parse(await readFile(path.join(folder, 'cards/long_linear.json'), 'utf8'));
  expect(card.envelope.prose.labelUnit).toBe('%');
  expect(JSON.stringify(card.body)).not.toContain('"unit"');
  expect(await readFile(path.join(folder, 'cards/long_linear.md'), 'utf8')).toContain('percentage points');
  const event = JSON.parse(await readFile(path.join(folder, 'cards/crisis_probit.json'), 'utf8'));
  expect(event.envelope.prose).not.toHaveProperty('labelUnit');
});

it('an event with a unit is refused, at its place', async () => {
  const { problems } = await readProject(
    '/project',
    memoryFiles({
      'ews.config.yaml': 'name: x\ncalendar: { frequency: monthly, start: 2020-01-31, end: data }\ndefault_target: a\n',
      'models/labels/crash.yaml': `label: crash
description: x
kind: binary
unit: "%"
window: { from_month: 1, to_month: 1 }
`,
      'models/labels/crash.sql': 'SELECT date, 1 AS y FROM calendar.dates',
    }),
  );
  expect(problems.filter(({ code }) => code === 'EWS1011')).toMatchObject([
    { message: 'crash is an event, which is counted in nothing', span: { line: 4 } },
  ]);
});

it('rows, predictions and the catalogue say the unit too, and what compares definitions calls it words', async () => {
  const project = await fresh();
  const before = await buildProject(project);
  await edit(project, 'models/labels/long_6m.yaml', 'kind: continuous', 'kind: continuous\nunit: "%"');
  const flags = { projectDir: project.root, logFormat: 'text', quiet: true } as const;
  const shown = recordingTerminal();
  expect(await runShow('labels.long_6m', { ...flags, last: '1' }, shown)).toBe(0);
  expect(await runShow('models.long_linear', { ...flags, last: '1' }, shown)).toBe(0);
  const text = shown.said.out.join('\n');
  expect(text).toContain('in: y %\n');
  expect(text).toContain('in: prediction %, baseline %, y %\n');
  const docs = path.join(project.root, 'docs.html');
  expect(await runDocs({ ...flags, output: docs }, recordingTerminal())).toBe(0);
  expect(await readFile(docs, 'utf8')).toContain('{"name":"prediction","type":"DOUBLE","description":"","unit":"%"}');
  for (const [aspect, found] of [
    ['words', 'long_6m'],
    ['recipe', undefined],
  ] as const) {
    const listed = recordingTerminal();
    const asked = { ...flags, select: [`state:modified.${aspect}`], state: before.result.run };
    expect(await runLs(asked, listed)).toBe(0);
    const said = listed.said.out.join('\n');
    if (found === undefined) expect(said).not.toContain('long_6m');
    else expect(said).toContain(found);
  }
});

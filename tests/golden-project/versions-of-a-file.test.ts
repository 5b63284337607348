import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runBuild } from '../../engine/cli/commands/build.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { openBuilt } from './built-project.ts';
import { recordingTerminal } from './recording-terminal.ts';

const PROJECT: Readonly<Record<string, string>> = {
  'ews.config.yaml': `
name: losses
calendar: { frequency: monthly, start: 2020-01-31, end: 2020-05-31 }
default_target: local
`,
  'targets/local.yaml': 'target: local\ndescription: here\n',
  'sources/bank.yaml': `
source: bank
connector: file
description: losses in versions
tables:
  losses:
    description: a value may be replaced, and be withdrawn
    file: losses.csv
    format: csv
    columns:
      month: { type: DATE, description: first day of the month }
      loss: { type: DOUBLE, description: loss }
      realtime_start: { type: DATE, description: first day of the version }
      realtime_end: { type: DATE, description: last day of the version }
    date: month
    frequency: monthly
    knowledge: { column: realtime_start, until: realtime_end }
`,
  // January is replaced on 10 March and withdrawn after 15 April; February stands.
  'sources/losses.csv': `month,loss,realtime_start,realtime_end
2020-01-01,1,2020-02-10,2020-03-09
2020-01-01,1.5,2020-03-10,2020-04-15
2020-02-01,2,2020-03-20,
`,
  'features/loss.yaml': `
feature: loss
description: losses so far
columns:
  total: { description: sum over all months known }
`,
  'features/loss.sql': 'SELECT month AS date, sum(loss) OVER (ORDER BY month) AS total FROM bank.losses\n',
};

it('a table whose file says when each version ended serves every version while it held', async () => {
  const root = await temporaryFolder(onTestFinished);
  for (const [file, text] of Object.entries(PROJECT)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  const terminal = recordingTerminal();
  const code = await runBuild('build', { projectDir: root, logFormat: 'text' }, terminal);
  expect(code, terminal.said.err.join('\n')).toBe(0);

  const built = await openBuilt(root);
  const rows = await built.stored('features.loss');
  expect(rows.map((row) => [row['as_of'], row['date'], row['total']])).toEqual([
    ['2020-01-31', null, null],
    ['2020-02-29', '2020-01-01', 1],
    ['2020-03-31', '2020-02-01', 3.5],
    ['2020-04-30', '2020-02-01', 2],
    ['2020-05-31', '2020-02-01', 2],
  ]);
  expect(await built.knownOn('bank.losses', '2020-04-15')).toMatchObject([
    { month: '2020-01-01', loss: 1.5 },
    { month: '2020-02-01', loss: 2 },
  ]);
  expect(await built.knownOn('bank.losses', '2020-04-16')).toMatchObject([{ month: '2020-02-01', loss: 2 }]);
});

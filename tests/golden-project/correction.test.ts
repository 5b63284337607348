import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runBuild } from '../../engine/cli/commands/build.ts';
import { type IngestFlags, runIngest } from '../../engine/cli/commands/ingest.ts';
import type { ProblemError } from '../../engine/diagnostics/index.ts';
import { openLocalStore, readEvents } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { openBuilt } from './built-project.ts';
import { recordingTerminal } from './recording-terminal.ts';

const PROJECT: Readonly<Record<string, string>> = {
  'ews.config.yaml': `
name: credit
calendar: { frequency: monthly, start: 2020-02-29, end: 2020-05-31 }
default_target: local
`,
  'targets/local.yaml': 'target: local\ndescription: here\n',
  'sources/bank.yaml': `
source: bank
connector: file
description: credit, and branches that nobody touches
complete_through: 2020-05-31
tables:
  credit:
    description: one row a month
    file: credit.csv
    format: csv
    columns:
      month: { type: DATE, description: first day of the month }
      amount: { type: DOUBLE, description: credit outstanding }
    date: month
    frequency: monthly
    knowledge: { lag: 10 }
  branches:
    description: one row a month
    file: branches.csv
    format: csv
    columns:
      month: { type: DATE, description: first day of the month }
      open: { type: DOUBLE, description: open branches }
    date: month
    frequency: monthly
    knowledge: { lag: 10 }
`,
  'sources/credit.csv': 'month,amount\n2020-01-01,100\n2020-02-01,1100\n2020-03-01,120\n',
  'sources/branches.csv': 'month,open\n2020-01-01,5\n2020-02-01,5\n2020-03-01,5\n',
  ...feature('credit', 'amount'),
  ...feature('branches', 'open'),
};

function feature(table: string, column: string): Readonly<Record<string, string>> {
  return {
    [`features/${table}.yaml`]: `feature: ${table}\ndescription: newest\ncolumns:\n  newest: { description: newest }\n`,
    [`features/${table}.sql`]: `SELECT month AS date, ${column} AS newest FROM bank.${table}\n`,
  };
}

async function project(): Promise<string> {
  const root = await temporaryFolder(onTestFinished);
  for (const [file, text] of Object.entries(PROJECT)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  return root;
}

interface Said {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: string;
}

async function ingested(root: string, flags: Partial<IngestFlags>, ...names: readonly string[]): Promise<Said> {
  const terminal = recordingTerminal();
  const code = await runIngest(names, { projectDir: root, logFormat: 'text', ...flags }, terminal);
  return { code, out: terminal.said.out.join('\n').split('\n'), err: terminal.said.err.join('\n') };
}

async function executed(root: string): Promise<readonly string[]> {
  const terminal = recordingTerminal();
  expect(await runBuild('build', { projectDir: root, logFormat: 'json' }, terminal)).toBe(0);
  const results = [...terminal.said.out, ...terminal.said.err]
    .flatMap((text) => text.split('\n'))
    .map((line) => JSON.parse(line) as { readonly kind: string; readonly result?: { id: string; status: string } })
    .flatMap(({ kind, result }) => (kind === 'node_finished' && result !== undefined ? [result] : []));
  return results.filter(({ status }) => status === 'ok').map(({ id }) => id);
}

it('a corrected cell is rewritten on all days, with its reason, and runs again what it touches', async () => {
  const root = await project();
  await executed(root);
  const file = path.join(root, 'sources/credit.csv');
  await writeFile(file, (await readFile(file, 'utf8')).replace(',1100', ',110'));

  const row = '  2020-02-01: amount 1100.0 -> 110.0, known from 2020-03-10 on';
  expect(await ingested(root, { correct: true, dryRun: true }, 'bank')).toMatchObject({
    code: 0,
    out: ['bank.credit: 1 row would be corrected', row],
  });
  expect(await (await openBuilt(root)).knownOn('bank.credit', '2020-03-31')).toMatchObject([{}, { amount: 1100 }]);

  expect(await ingested(root, { correct: true, reason: 'a digit too many' }, 'bank')).toMatchObject({
    code: 0,
    out: ['bank.credit: 1 row corrected', row],
  });
  expect(await (await openBuilt(root)).knownOn('bank.credit', '2020-03-31')).toMatchObject([{}, { amount: 110 }]);
  const events = await readEvents(openLocalStore(path.join(root, '.ews/lake')));
  expect(events.filter(({ action }) => action === 'correct')).toMatchObject([
    {
      outcome: 'done',
      object: 'source:bank',
      detail: { reason: 'a digit too many', corrections: { 'bank.credit': { rows: 1 } } },
    },
  ]);
  expect(await executed(root)).toEqual(['features.credit']);

  const again = await ingested(root, { correct: true, reason: 'once more' }, 'bank');
  expect(again).toMatchObject({ code: 0, out: ['bank: nothing to correct'] });
  expect(again.err).toContain('EWS3025');
});

it('an ingest says what it did: to people, as JSON, and nothing new where nothing is', async () => {
  const root = await project();
  expect((await ingested(root, {})).out).toEqual([
    'bank: 6 rows stored, 2 relations',
    '  6 new, 0 revised, 0 withdrawn, 0 late, 0 refused',
  ]);
  expect((await ingested(root, {})).out).toEqual(['bank: nothing new, 2 relations']);
  const file = path.join(root, 'sources/credit.csv');
  await writeFile(file, 'month,amount\n2019-12-01,90\n2020-01-01,101\n2020-02-01,1100\n');
  const [result] = JSON.parse((await ingested(root, { json: true })).out.join('\n')) as readonly [object];
  const today = new Date().toISOString().slice(0, 10);
  expect(result).toMatchObject({
    id: 'source:bank',
    ingested: { new: 0, revised: 1, withdrawn: 1, late: 1, refused: 0, knownFrom: { first: today, last: today } },
  });
  await writeFile(file, 'month,amount\n2020-06-01,90\n2020-07-01,101\n');
  expect(await ingested(root, {})).toMatchObject({ code: 1, out: ['bank: not ingested, 1 problem, 2 refused'] });
});

it.each([
  [{ correct: true }, ['bank'], '--correct rewrites what was known: why?'],
  [{ correct: true, reason: '  ' }, ['bank'], '--correct rewrites what was known: why?'],
  [{ correct: true, reason: 'a typo' }, [], '--correct rewrites what was known: of which source?'],
  [{ reason: 'a typo' }, ['bank'], '--reason says why something is corrected'],
  [{ dryRun: true }, ['bank'], '--dry-run shows what --correct would rewrite'],
] as const)('%o of %o is wrong usage', async (flags, names, message) => {
  const error = await ingested(await project(), flags, ...names).catch((thrown: unknown) => thrown);
  expect((error as ProblemError).problems).toMatchObject([{ code: 'EWS6001', message }]);
});

import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished, test } from 'vitest';
import { runBuild } from '../../engine/cli/commands/build.ts';
import { type InitFlags, runInit } from '../../engine/cli/commands/init.ts';
import { runLs } from '../../engine/cli/commands/ls.ts';
import type { GlobalFlags } from '../../engine/cli/session.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';

const FILES = path.join(import.meta.dirname, 'init-files');

async function newFolder(): Promise<string> {
  return path.join(await temporaryFolder(onTestFinished), 'my-project');
}

interface Made {
  readonly written: readonly string[];
  readonly notes: readonly string[];
  readonly next: readonly string[];
}

async function made(folder: string, flags: Partial<InitFlags> = {}): Promise<Made> {
  const terminal = recordingTerminal();
  await runInit(folder, { projectDir: '.', logFormat: 'text', json: true, ...flags }, terminal);
  return JSON.parse(terminal.said.out.join('\n'));
}

/** The last words of a build that must be well. */
async function built(folder: string): Promise<string> {
  const terminal = recordingTerminal();
  const code = await runBuild('build', { projectDir: folder, logFormat: 'text', threads: '2' }, terminal);
  const said = [...terminal.said.err, ...terminal.said.out].join('\n');
  expect(code, said).toBe(0);
  return said;
}

it('makes a small project that builds, with a model', async () => {
  const folder = await newFolder();
  const { written, next } = await made(folder);
  expect(written).toContain('models/recession_logit.yaml');
  expect(readFileSync(path.join(folder, 'ews.config.yaml'), 'utf8')).toContain('name: my_project');
  expect(next.at(-1)).toMatch(/ open/);
  const said = await built(folder);
  expect(said).toContain('target local (none is declared: a lake on this disk)');
  expect(said).toMatch(/recession_logit +\d+\.\d%/);
});

it('makes the reference project, byte for byte', async () => {
  const folder = await newFolder();
  const { written } = await made(folder, { template: 'us-recession' });
  const repository = path.resolve(import.meta.dirname, '../..');
  for (const file of written.filter((each) => each !== '.gitignore')) {
    expect(readFileSync(path.join(folder, file)).equals(readFileSync(path.join(repository, file))), file).toBe(true);
  }
  expect(written).toContain('sources/snapshot/fred_vintages.parquet');
  const terminal = recordingTerminal();
  expect(await runLs({ projectDir: folder, logFormat: 'text' } as GlobalFlags, terminal)).toBe(0);
  expect(terminal.said.out.join('\n')).toContain('recession_probit');
});

/** What becomes of each file: what is declared of it, what is written besides, what is said to be missing. */
const CASES: readonly {
  readonly file: string;
  readonly flags?: Partial<InitFlags>;
  readonly declared: readonly string[];
  readonly written: readonly string[];
  readonly missing?: string;
}[] = [
  {
    file: 'semicolon.csv',
    declared: ['delimiter: ";"', 'frequency: monthly', 'header: "Yield Spread (pp)"', 'lag: 45'],
    written: ['models/labels/recession_within_12m.sql', 'models/recession_logit.yaml'],
  },
  {
    file: 'decimal-comma.csv',
    flags: { null: ['k.A.'] },
    declared: ['decimal: ","', 'encoding: windows-1252', 'nulls: [k.A.]', 'dated: end', 'lag: 45'],
    written: ['models/labels/preisindex_fur_guter_in_12m.sql', 'models/preisindex_fur_guter_linear.yaml'],
  },
  {
    file: 'day-month-year.csv',
    declared: ['date_format: "%d/%m/%Y"', 'frequency: daily', 'lag: 1 '],
    written: ['features/day_month_year.sql'],
    missing: 'no label and no model: for them it needs a row a month',
  },
  {
    file: 'quarters.csv',
    declared: ['date_format: quarter', 'frequency: quarterly', 'keys: [country]', 'lag: 90'],
    written: ['models/labels/crisis_within_12m.sql', 'models/crisis_logit.yaml'],
  },
  {
    file: 'periods-in-columns.csv',
    declared: [
      'periods_in_columns: { date: date, value: value }',
      'date_format: year',
      'keys: [country_name]',
      'lag: 270',
    ],
    written: ['features/periods_in_columns.sql'],
    missing: 'no label and no model: for them it needs a column of 0 and 1',
  },
];

test.each(CASES)('makes a project of $file that builds', async ({ file, flags, declared, written, missing }) => {
  const folder = await newFolder();
  const found = await made(folder, { from: path.join(FILES, file), ...flags });
  expect(found.written).toEqual(expect.arrayContaining([...written]));
  const source = readFileSync(path.join(folder, 'sources/data.yaml'), 'utf8');
  for (const words of declared) expect(source).toContain(words);
  expect(source).toMatch(/lag: \d+ } # assumed: put the real publication lag here/);
  if (missing === undefined) expect(found.notes.filter((note) => note.startsWith('no '))).toEqual([]);
  else expect(found.notes).toEqual([expect.stringContaining(missing)]);
  expect(await built(folder)).toMatch(/0 errors/);
});

it('declares a file that lies in the project where it is, and says what is to be decided', async () => {
  const folder = await newFolder();
  mkdirSync(path.join(folder, 'my data'), { recursive: true });
  cpSync(path.join(FILES, 'semicolon.csv'), path.join(folder, 'my data/se mi.csv'));
  const terminal = recordingTerminal();
  const flags = { projectDir: '.', logFormat: 'text', from: path.join(folder, 'my data/se mi.csv') } as const;
  expect(await runInit(folder, flags, terminal)).toBe(0);
  const said = terminal.said.out.join('\n');
  expect(said).toContain('One thing to decide: when was each row known?');
  expect(said).not.toContain('se mi.csv');
  expect(readFileSync(path.join(folder, 'sources/data.yaml'), 'utf8')).toContain('file: "../my data/se mi.csv"');
  await built(folder);
});

it('writes over nothing, follows no link, and writes nothing where it cannot write all', async () => {
  const folder = await newFolder();
  const elsewhere = await temporaryFolder(onTestFinished);
  mkdirSync(path.join(folder, 'sources'), { recursive: true });
  writeFileSync(path.join(folder, 'sources/us.yaml'), 'mine');
  symlinkSync(elsewhere, path.join(folder, 'features'));
  const error = await made(folder).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProblemError)) throw new Error('it was written');
  const said = new Set(error.problems.map(({ code, message }) => `${code} ${message.replace(`${folder}/`, '')}`));
  expect([...said]).toEqual(['EWS1018 features is a link', 'EWS1018 sources/us.yaml is there already']);
  expect(readFileSync(path.join(folder, 'sources/us.yaml'), 'utf8')).toBe('mine');
  expect(existsSync(path.join(folder, 'ews.config.yaml'))).toBe(false);
  expect(existsSync(path.join(elsewhere, 'yield_curve.sql'))).toBe(false);
});

it('keeps a .gitignore that is there, and says what it lacks', async () => {
  const folder = await newFolder();
  mkdirSync(folder);
  writeFileSync(path.join(folder, '.gitignore'), 'mine\n');
  const { notes } = await made(folder);
  expect(notes).toEqual([expect.stringContaining('.gitignore was there already')]);
  expect(readFileSync(path.join(folder, '.gitignore'), 'utf8')).toBe('mine\n');
});

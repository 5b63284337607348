import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { entry, present } from '../../engine/presence/index.ts';
import { openWarehouse, parquetRows, type Scalar } from '../../engine/warehouse/index.ts';
import { storedFile } from '../build/object-file.ts';
import { manifestOf, type TestProject } from '../build/small-project.ts';
import { REPOSITORY } from './product.ts';

/** What a program has printed so far, and a way to wait for more of it. */
export interface Told {
  readonly text: () => string;
  readonly until: (pattern: RegExp) => Promise<void>;
  /** Waits for what is printed from now on. */
  readonly next: (pattern: RegExp) => Promise<void>;
}

function listen(child: ChildProcess): Told {
  let text = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      for (const check of waiting) check();
    });
  }
  const from = (start: number, pattern: RegExp): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!pattern.test(text.slice(start))) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return { text: () => text, until: (pattern) => from(0, pattern), next: (pattern) => from(text.length, pattern) };
}

export interface Watched {
  readonly project: TestProject;
  readonly child: ChildProcess;
  readonly told: Told;
  /** Ctrl-C, and the exit code. */
  readonly interrupt: () => Promise<number | null>;
}

/** `ews build --watch` of a project, which is built when it says that it watches. */
export function watch(project: TestProject, node: readonly string[] = []): Watched {
  const args = [...node, path.join(REPOSITORY, 'bin/ews.mjs'), 'build', '--watch', '--project-dir', project.root];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const interrupt = (): Promise<number | null> => {
    child.kill('SIGINT');
    return ended;
  };
  return { project, child, told: listen(child), interrupt };
}

const CREDIT_YAML = 'feature: credit\ndescription: Credit\ncolumns:\n  amount:\n    description: Credit\n';

/** A project that builds in a moment: one file of data, one group. */
const FILES: Readonly<Record<string, string>> = {
  'ews.config.yaml': `name: watched
calendar: { frequency: monthly, start: 2020-01-31, end: 2020-06-30 }
default_target: local
`,
  'targets/local.yaml': `target: local
description: a lake on this disk
store: { kind: local, path: .ews/lake }
resources: { threads: 1 }
fred: snapshot
`,
  'sources/bank.yaml': `source: bank
connector: file
description: made up
complete_through: 2020-06-30
tables:
  loans:
    description: Credit
    file: data/loans.csv
    format: csv
    columns:
      date: { type: DATE, description: first day of the month }
      amount: { type: DOUBLE, description: credit }
    date: date
    keys: []
    frequency: monthly
    knowledge: { lag: 30 }
`,
  'sources/data/loans.csv': 'date,amount\n2019-11-01,100\n2019-12-01,101\n2020-01-01,102\n',
  'features/credit.sql': 'SELECT date, amount FROM bank.loans\n',
  'features/credit.yaml': CREDIT_YAML,
};

export async function tinyProject(): Promise<TestProject> {
  const root = await realpath(await temporaryFolder(onTestFinished));
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  return { root, lake: path.join(root, '.ews', 'lake') };
}

/** The newest value of a group's column that the environment holds; undefined where it holds no such group. */
async function newestValue(project: TestProject, group: string, column: string): Promise<Scalar | undefined> {
  const node = (await manifestOf(project)).nodes[
    `features.${group}` as keyof Awaited<ReturnType<typeof manifestOf>>['nodes']
  ];
  if (node === undefined || node.status !== 'ok') return undefined;
  const object = present(node.objects[0]);
  const file = await storedFile(project.lake, `feature/${group}/${object.fingerprint}/data.parquet`);
  const warehouse = await openWarehouse({});
  try {
    const [row] = await warehouse.rows(`SELECT * FROM ${parquetRows(file)} ORDER BY as_of DESC LIMIT 1`);
    return entry(new Map(Object.entries(present(row))), column);
  } finally {
    warehouse.close();
  }
}

/** Waits until the environment holds this value. */
export async function untilNewest(project: TestProject, amount: Scalar | undefined): Promise<void> {
  const now = (): Promise<Scalar | undefined> => newestValue(project, 'credit', 'amount').catch(() => 'unreadable');
  await expect.poll(now, { timeout: 120_000, interval: 100 }).toEqual(amount);
}

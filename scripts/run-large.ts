/** Runs large suites and keeps account of what they ran for, by git. */

import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { present } from '../engine/presence/index.ts';
import { FAILED, type LargeRow, ROWS_FILE, readRows, writeRows } from './large-rows.ts';
import type { LargeSuite } from './large-suites.ts';

/** The versions of all that the code runs on. */
const ALWAYS = ['package-lock.json'];

/**
 * Runs suites one after the other and writes a row for each as it ends. Refuses a tree with changes, and keeps no row
 * of a suite during which the tree changed. The answer is an exit code: 1 when one failed or has no row.
 */
export async function runLarge(
  root: string,
  suites: readonly LargeSuite[],
  print: (line: string) => void,
): Promise<number> {
  const dirty = await changesIn(root);
  if (dirty.length > 0) {
    print(`commit these first, since a row speaks for a commit:\n${dirty.join('\n')}`);
    return 1;
  }
  const commit = await headOf(root);
  let code = 0;
  for (const suite of suites) {
    print(`=== ${suite.name}`);
    const missing = suite.covers.filter((file) => !existsSync(path.join(root, file)));
    if (missing.length > 0) {
      print(`${suite.name}: what it covers is not there: ${missing.join(', ')}`);
      code = 1;
      continue;
    }
    const began = performance.now();
    const { ok, figures } = await runSuite(root, suite, print);
    const outcome = ok ? figures.join('; ') : FAILED;
    const seconds = Math.round((performance.now() - began) / 1000);
    if ((await headOf(root)) !== commit || (await changesIn(root)).length > 0) {
      print(`${suite.name}: files changed while it ran, so that it speaks for no commit`);
      code = 1;
      continue;
    }
    await putRow(root, { suite: suite.name, commit, seconds, figures: outcome });
    print(`${suite.name}: ${outcome} [${seconds} s]`);
    if (!ok) code = 1;
  }
  return code;
}

/** A line for each suite whose row does not speak for the files as they are, with why. */
export async function staleSuites(root: string, suites: readonly LargeSuite[]): Promise<readonly string[]> {
  const rows = new Map((await readRows(root)).map((row) => [row.suite, row]));
  const lines: string[] = [];
  for (const suite of suites) {
    const why = await whyStale(root, suite, rows.get(suite.name));
    if (why !== undefined) lines.push(`${suite.name}: ${why}`);
    rows.delete(suite.name);
  }
  return [
    ...lines,
    ...[...rows.keys()].map((name) => `${name}: ${ROWS_FILE} has a row of it, and there is no such suite`),
  ];
}

async function whyStale(root: string, suite: LargeSuite, row: LargeRow | undefined): Promise<string | undefined> {
  if (row === undefined) return 'never ran';
  const since = row.commit.slice(0, 10);
  if (row.figures === FAILED) return `failed at ${since}`;
  const known = await git(root, 'cat-file', '-e', `${row.commit}^{commit}`).then(
    () => true,
    () => false,
  );
  if (!known) return `ran for ${since}, a commit that is not here`;
  const covers = [...suite.covers, ...ALWAYS];
  const changed = [
    ...linesOf(await git(root, 'diff', '--name-only', row.commit, '--', ...covers)),
    ...linesOf(await git(root, 'ls-files', '--others', '--exclude-standard', '--', ...covers)),
  ];
  if (changed.length === 0) return undefined;
  const named = `${changed[0]}${changed.length > 1 ? ', ...' : ''}`;
  return `ran for ${since}, and ${changed.length} of the files that it covers changed since: ${named}`;
}

/** Runs a suite, passes on what it prints, and picks out its figures: one that has none has checked nothing. */
function runSuite(
  root: string,
  { command: [program = '', ...args] }: LargeSuite,
  print: (line: string) => void,
): Promise<{ readonly ok: boolean; readonly figures: readonly string[] }> {
  return new Promise((resolve, reject) => {
    // CI=true: what a suite needs and does not find fails it; it must not skip.
    const env = { ...process.env, CI: 'true', EWS_LARGE: '1' };
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    const figures: string[] = [];
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${rest}${text}`.split('\n');
      rest = present(lines.pop());
      for (const line of lines) hear(line);
    });
    const hear = (line: string): void => {
      const [, figure] = /^\s*figures: (.*\S)/.exec(stripVTControlCharacters(line)) ?? [];
      if (figure !== undefined) figures.push(figure);
      print(line);
    };
    child.on('error', reject);
    child.on('close', (code) => {
      if (rest !== '') hear(rest);
      resolve({ ok: code === 0 && figures.length > 0, figures });
    });
  });
}

/** In the order of the table as it stands; new ones at its end. */
async function putRow(root: string, row: LargeRow): Promise<void> {
  const rows = await readRows(root);
  const known = rows.some(({ suite }) => suite === row.suite);
  await writeRows(root, known ? rows.map((each) => (each.suite === row.suite ? row : each)) : [...rows, row]);
}

/** Files that are not as HEAD has them, new ones too; the table itself may be. */
async function changesIn(root: string): Promise<readonly string[]> {
  const status = await git(root, 'status', '--porcelain', '--untracked-files=all', '--', '.', `:(exclude)${ROWS_FILE}`);
  return linesOf(status);
}

async function headOf(root: string): Promise<string> {
  return (await git(root, 'rev-parse', 'HEAD')).trim();
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** What git prints in the repository; throws with its words when it fails. */
function git(root: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      ['-c', 'core.quotepath=off', ...args],
      { cwd: root, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`git ${args.join(' ')}: ${stderr.trim()}`));
      },
    );
  });
}

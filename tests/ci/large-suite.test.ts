import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { ROWS_FILE, readRows, writeRows } from '../../scripts/large-rows.ts';
import { LARGE_SUITES, type LargeSuite } from '../../scripts/large-suites.ts';
import { runLarge, staleSuites } from '../../scripts/run-large.ts';
import { commitAll, gitRepository } from '../build/git-repository.ts';

const WORDS = "console.log('warming up');console.log('figures: 7 of size '+process.env.EWS_LARGE);";

function suite(name: string, script: string, covers: readonly string[]): LargeSuite {
  return { name, command: ['node', '-e', script], covers };
}

const GOOD = suite('good', `${WORDS}console.log('\\x1b[2m  figures: a|b\\x1b[22m')`, ['src', 'one.txt']);
const BAD = suite('bad', `${WORDS}process.exit(3)`, ['src']);
const SILENT = suite('silent', "console.log('all skipped')", ['src']);
const MEDDLING = suite('meddling', `${WORDS}require('fs').writeFileSync('src/new.txt','x')`, ['src']);

async function repository(): Promise<{ readonly root: string; readonly lake: string }> {
  const root = await temporaryFolder(onTestFinished);
  for (const folder of ['docs', 'src', 'other']) await mkdir(path.join(root, folder));
  for (const file of ['src/a.txt', 'other/b.txt', 'one.txt', 'package-lock.json']) await write(root, file, file);
  const project = { root, lake: root };
  gitRepository(project);
  return project;
}

const write = (root: string, file: string, text: string): Promise<void> => writeFile(path.join(root, file), text);

async function ran(root: string, ...suites: readonly LargeSuite[]): Promise<{ code: number; printed: string }> {
  const lines: string[] = [];
  const code = await runLarge(root, suites, (line) => lines.push(line));
  return { code, printed: lines.join('\n') };
}

describe('.ci/large', () => {
  it('writes a row a suite, for the commit that it ran for', async () => {
    const { root } = await repository();
    expect(await ran(root, GOOD)).toMatchObject({ code: 0, printed: expect.stringContaining('warming up') });
    const [row] = await readRows(root);
    expect(row).toEqual({
      suite: 'good',
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      seconds: expect.any(Number),
      figures: '7 of size 1; a|b',
    });
    expect(await staleSuites(root, [GOOD])).toEqual([]);
    // Its own table is no change; the next suite's row comes below.
    expect((await ran(root, { ...GOOD, name: 'second' })).code).toBe(0);
    expect((await ran(root, GOOD)).code).toBe(0);
    expect((await readRows(root)).map(({ suite: name }) => name)).toEqual(['good', 'second']);
  });

  it('refuses a tree with a change, or a new file', async () => {
    const { root } = await repository();
    await write(root, 'other/b.txt', 'changed');
    await write(root, 'other/new file.txt', 'new');
    const { code, printed } = await ran(root, GOOD);
    expect([code, printed.split('\n').slice(1)]).toEqual([1, [' M other/b.txt', '?? "other/new file.txt"']]);
    expect(await readRows(root)).toEqual([]);
  });

  it('keeps no row of a suite during which the tree changed', async () => {
    const { root } = await repository();
    expect(await ran(root, MEDDLING)).toMatchObject({ code: 1, printed: expect.stringContaining('files changed') });
    expect(await readRows(root)).toEqual([]);
  });

  it('does not run a suite that covers what is not there', async () => {
    const { root } = await repository();
    const { code, printed } = await ran(root, { ...GOOD, covers: ['src', 'srv'] }, { ...GOOD, name: 'second' });
    expect([code, printed]).toEqual([1, expect.stringContaining('good: what it covers is not there: srv')]);
    expect((await readRows(root)).map(({ suite: name }) => name)).toEqual(['second']);
  });

  it('says that a suite failed, or checked nothing, and goes on', async () => {
    const { root } = await repository();
    expect((await ran(root, BAD, SILENT, GOOD)).code).toBe(1);
    expect((await readRows(root)).map((row) => [row.suite, row.figures])).toEqual([
      ['bad', 'FAILED'],
      ['silent', 'FAILED'],
      ['good', '7 of size 1; a|b'],
    ]);
    expect(await staleSuites(root, [BAD, GOOD])).toEqual([
      expect.stringMatching(/^bad: failed at [0-9a-f]{10}$/),
      expect.stringMatching(/^silent: .* there is no such suite$/),
    ]);
  });
});

describe('a row is stale', () => {
  it.each([
    ['a committed change in a folder', 'src/a.txt', true],
    ['a committed change of a file', 'one.txt', true],
    ['a new file in a folder', 'src/new.txt', true],
    ['other versions of dependencies', 'package-lock.json', true],
    ['a change elsewhere', 'other/b.txt', false],
  ])('after %s: committed or not', async (_what, file, stale) => {
    const project = await repository();
    await ran(project.root, GOOD);
    await write(project.root, file, 'changed');
    const why = stale ? [expect.stringMatching(new RegExp(`^good: ran for [0-9a-f]{10}, and 1 of .*: ${file}$`))] : [];
    expect(await staleSuites(project.root, [GOOD])).toEqual(why);
    commitAll(project, 'v2');
    expect(await staleSuites(project.root, [GOOD])).toEqual(why);
  });

  it('not when the bytes are those again', async () => {
    const project = await repository();
    await ran(project.root, GOOD);
    await write(project.root, 'src/a.txt', 'changed');
    commitAll(project, 'v2');
    await write(project.root, 'src/a.txt', 'src/a.txt');
    commitAll(project, 'v3');
    expect(await staleSuites(project.root, [GOOD])).toEqual([]);
  });

  it('when it never ran, or ran for a commit that is not here', async () => {
    const { root } = await repository();
    expect(await staleSuites(root, [GOOD])).toEqual(['good: never ran']);
    await writeRows(root, [{ suite: 'good', commit: 'a'.repeat(40), seconds: 3, figures: 'one' }]);
    expect(await staleSuites(root, [GOOD])).toEqual(['good: ran for aaaaaaaaaa, a commit that is not here']);
  });
});

it('a line that nothing wrote is no row', async () => {
  const { root } = await repository();
  await write(root, ROWS_FILE, '| good | yesterday | 3 | fine |\n');
  await expect(staleSuites(root, [GOOD])).rejects.toThrow('did not write: | good | yesterday');
});

it('the table of suites has names of its own, and docs say what is in it', async () => {
  const names = LARGE_SUITES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, covers } of LARGE_SUITES) {
    expect(name).not.toMatch(/[|\n]/);
    expect(covers.length).toBeGreaterThan(0);
  }
  const rows = await readRows(path.resolve(import.meta.dirname, '../..'));
  expect(names).toEqual(expect.arrayContaining(rows.map(({ suite: name }) => name)));
  expect(await readFile(path.resolve(import.meta.dirname, '../../docs/architecture.md'), 'utf8')).toContain(
    '.ci/large',
  );
});

it('.ci/run does all of npm run check, and the tests once', async () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  expect(scripts.check).toBe('npm run static && npm test');
  const commands = (await readFile(path.join(root, '.ci/run'), 'utf8'))
    .split('\n')
    .filter((line) => /^npm /.test(line));
  expect(commands).toContain('npm run static');
  expect(commands.filter((line) => /npm (run )?(test|check|unit)\b/.test(line))).toEqual([]);
  expect(await readFile(path.join(root, 'README.md'), 'utf8')).toMatch(/<!-- two commands -->[^<]*\nnpm test\n/);
});

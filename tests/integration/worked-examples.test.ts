import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '../../engine/presence/index.ts';
import { edit } from '../build/small-project.ts';
import { type CommandOutput, run } from './product.ts';
import { repositoryCopy } from './repository-copy.ts';
import { type Followed, follow } from './worked-example.ts';

const PAGES = ['estimator', 'connector', 'command', 'problem-code', 'card-section'] as const;

/** A copy of the repository in which all pages of docs/extending were followed, and the small project in it. */
let copy: string;
let project: string;
let followed: readonly Followed[];

function node(...args: readonly string[]): Promise<CommandOutput> {
  // What this test runs under is nobody's business there: a worker of vitest would take itself for one of ours.
  const { VITEST: _, ...env } = process.env;
  return run(process.execPath, args, { cwd: copy, env });
}

async function ews(...args: readonly string[]): Promise<CommandOutput> {
  const answer = await node('bin/ews.mjs', ...args, '--project-dir', project);
  expect(answer, answer.stderr).toMatchObject({ code: 0 });
  return answer;
}

beforeAll(async () => {
  copy = await repositoryCopy();
  project = path.join(copy, 'tests/projects/small');
  const pages: Followed[] = [];
  for (const page of PAGES) pages.push(await follow(copy, `docs/extending/${page}.md`));
  followed = pages;
  expect(await node('node_modules/tsx/dist/cli.mjs', 'scripts/make-schemas.ts')).toMatchObject({ code: 0 });
  const compiled = await node('scripts/compile.mjs');
  expect(compiled, compiled.stdout).toMatchObject({ code: 0 });
});

afterAll(async () => rm(copy, { recursive: true, force: true }));

describe('what the pages of docs/extending say', () => {
  it('is files of its own, and lines in tables and indexes', () => {
    const changed = Object.fromEntries(PAGES.map((page, i) => [page, present(followed[i], page).changed]));
    expect(changed).toEqual({
      estimator: ['engine/training/estimators/table.ts'],
      connector: ['engine/ingest/formats/index.ts', 'docs/dsl.md', 'docs/architecture.md'],
      command: [
        'engine/cli/command-table.ts',
        'engine/cli/answer/command-results.ts',
        'tests/integration/json-commands.ts',
        'docs/commands.md',
      ],
      'problem-code': ['engine/diagnostics/codes.ts', 'engine/project/rules/all.ts', 'docs/errors/README.md'],
      'card-section': ['engine/cards/card-page.ts'],
    });
  });

  it('passes the compiler and the linter', async () => {
    const types = await node('node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json');
    expect(types, types.stdout).toMatchObject({ code: 0 });
    const files = followed.flatMap(({ made, changed }) => [...made, ...changed]).filter((file) => file.endsWith('.ts'));
    const lint = await node('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', ...files);
    expect(lint, `${lint.stdout}${lint.stderr}`).toMatchObject({ code: 0 });
  });

  it('passes the suites of all estimators, cards, pages and schemas, and its own tests', async () => {
    const report = path.join(copy, 'tests.json');
    const own = followed.flatMap(({ made }) => made).filter((file) => file.endsWith('.test.ts'));
    const suites = ['engine/training/estimators', 'engine/cards/render-card', 'engine/project/schemas', 'tests/docs'];
    const others = ['tests/cards', 'tests/type-circles'];
    const args = ['--project', 'unit', '--project', 'builds', '--reporter', 'json', '--outputFile', report, '-u'];
    await node('node_modules/vitest/vitest.mjs', 'run', ...args, ...own, ...suites, ...others);
    const { testResults } = JSON.parse(await readFile(report, 'utf8'));
    const tests = testResults.flatMap(({ name, message, assertionResults }: SuiteReport) =>
      assertionResults.length === 0
        ? [{ name, status: message }]
        : assertionResults.map(({ fullName, status }) => ({ name: fullName, status })),
    ) as readonly NamedTest[];
    // A rule of one feature is not asked about more of them.
    const skipped = ({ name, status }: NamedTest): boolean => status === 'skipped' && name.includes('threshold');
    expect(tests.filter((test) => test.status !== 'passed' && !skipped(test))).toEqual([]);
    expect(tests.filter(({ name }) => name.includes('naive_bayes')).length).toBeGreaterThan(10);
    expect(tests.map(({ name }) => name)).toEqual(
      expect.arrayContaining([expect.stringContaining('EWS1015: interval rests on few draws')]),
    );
  });
});

interface NamedTest {
  readonly name: string;
  readonly status: string;
}

/** A file of tests in the report of vitest. */
interface SuiteReport {
  readonly name: string;
  readonly message: string;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
}

describe('a project that uses them', () => {
  let built: CommandOutput;

  beforeAll(async () => {
    const changed = { root: project, lake: '' };
    await edit(changed, 'models/crisis_probit.yaml', 'kind: probit, ridge: 0.1', 'kind: naive_bayes, smoothing: 0.05');
    await edit(changed, 'sources/bank.yaml', 'data/loans.csv\n    format: csv', 'data/loans.jsonl\n    format: jsonl');
    const csv = path.join(project, 'sources/data/loans.csv');
    const [, ...rows] = (await readFile(csv, 'utf8')).trim().split('\n');
    const lines = rows.map((row) => {
      const [date, amount] = row.split(',');
      return JSON.stringify({ amount: Number(amount), date });
    });
    await writeFile(csv, `${lines.join('\n')}\n`);
    await rename(csv, csv.replace(/csv$/, 'jsonl'));
    built = await ews('build');
  });

  it('is told of its problem at its place, with a way out', () => {
    expect(built.stderr).toContain(
      'warning EWS1015 20 draws leave fewer than 5 in each tail of an interval of level 0.9\n' +
        '  models/crisis_probit.yaml:12:21',
    );
    expect(built.stderr).toContain('^^ write draws: 100 or more');
  });

  it('has the estimator on its card, and explanations', async () => {
    const card = JSON.parse((await ews('card', 'crisis_probit', '--format', 'json')).stdout);
    expect(card.body.method.spec.estimator).toEqual({ kind: 'naive_bayes', smoothing: 0.05 });
    expect(card.body.latest.explanation).toMatchObject({ scale: 'log_odds' });
    const markdown = (await ews('card', 'crisis_probit')).stdout;
    expect(markdown).toMatch(/Estimator \| naive\\+_bayes/);
    expect(markdown).toMatch(/Hyper-parameters.*smoothing .*0\.05/);
  });

  it('has the section on its card, each figure of it with its place in card.json', async () => {
    const card = JSON.parse((await ews('card', 'crisis_probit', '--format', 'json')).stdout);
    const [, section] = (await ews('card', 'crisis_probit', '--format', 'html')).stdout.split('id="beside-base-rate"');
    const shown = present(section, 'the section').split('</section>')[0];
    const figures = [...present(shown, 'its end').matchAll(/<data value="([^"]*)" data-pointer="([^"]*)">/g)];
    const { prediction } = card.body.latest;
    expect(figures.map(([, value, pointer]) => [pointer, value])).toEqual([
      ['/body/latest/prediction/asOf', prediction.asOf],
      ['/body/latest/prediction/probability', String(prediction.probability)],
      ['/body/latest/prediction/baseline', String(prediction.baseline)],
      ['/body/method/inUse/rows', String(card.body.method.inUse.rows)],
      ['/body/method/inUse/baseRate', String(card.body.method.inUse.baseRate)],
    ]);
    expect((await ews('card', 'crisis_probit')).stdout).toContain('## Beside the base rate');
  });

  it('has read the source, and follows its columns to the file', async () => {
    const shown = JSON.parse((await ews('show', 'bank.loans', '--last', '1', '--json')).stdout).result;
    expect(shown.rows).toHaveLength(1);
    const lineage = (await ews('lineage', 'credit.growth', '--upstream')).stdout;
    expect(lineage).toContain('loans.jsonl');
  });

  it('runs the command, which --help and the page of commands tell of', async () => {
    expect((await ews('--help')).stdout).toMatch(/^ +owners +who owns how many nodes$/m);
    expect((await ews('owners')).stdout).toMatch(/^owner +nodes\n\(nobody\) +7\nindicators@example\.org +4\n$/);
  });
});

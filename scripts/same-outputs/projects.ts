import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { COUNTRIES, panelProject } from '../../tests/build/panel-project.ts';
import { writeCrises } from '../../tests/lineage-projects/crises.ts';
import type { CommandOrEdit } from './batches.ts';
import { asks, FIRST_STEPS, HELP_STEPS, type ProjectParts, readingSteps, refusedSteps } from './commands.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FIXTURES = path.join(ROOT, 'tests/projects');
const DEFINITIONS = ['ews.config.yaml', 'sources', 'features', 'models', 'targets'];

/** A project, and all that is asked of it, in this order. */
export interface ProjectCase {
  readonly name: string;
  readonly write: (folder: string) => Promise<void>;
  readonly steps: readonly CommandOrEdit[];
}

const REFERENCE: ProjectParts = {
  group: 'features.labor',
  column: 'labor.sahm_gap',
  series: 'fred.unrate',
  source: 'nber',
  label: 'recession_12m',
  compared: 'recession_12m',
  models: ['recession_probit', 'recession_logit', 'recession_forest', 'sahm_rule', 'unemployment_12m'],
  rivals: ['recession_logit', 'recession_forest'],
  at: '2008-03-31',
  input: 'yield_curve.slope_10y_3m=-1',
};

const CRISES: ProjectParts = {
  group: 'features.credit',
  column: 'credit.gap_change',
  series: 'macro.states',
  source: 'macro',
  label: 'crisis_6m',
  compared: 'crisis_6m',
  models: ['crisis_logit', 'crisis_forest', 'policy_linear', 'slump_probit'],
  rivals: ['crisis_logit', 'crisis_forest'],
  at: '2006-03-31',
  key: 'BE',
  input: 'credit.gap=4',
};

const PANEL: ProjectParts = {
  group: 'features.credit',
  column: 'credit.gap',
  series: 'macro.credit',
  source: 'macro',
  label: 'crisis_6m',
  models: ['crisis_logit'],
  at: '2006-03-31',
  key: 'FR',
  input: 'credit.gap=4',
};

const SMALL: ProjectParts = {
  group: 'features.slope',
  column: 'slope.slope',
  series: 'rates.long',
  source: 'bank',
  label: 'crisis_ahead',
  models: ['crisis_probit'],
  at: '2007-03-31',
  input: 'slope.slope=null',
};

/**
 * Projects that are built and looked at as a whole; every other folder of `tests/projects` is asked the first
 * questions.
 */
const WHOLE: readonly ProjectCase[] = [
  { name: 'brief', write: (folder) => committed(folder, () => copyFixture('small', folder)), steps: briefSteps() },
  { name: 'small', write: (folder) => committed(folder, () => copyFixture('small', folder)), steps: smallSteps() },
  { name: 'crises', write: (folder) => committed(folder, () => writeCrises(folder)), steps: crisesSteps() },
  { name: 'panel', write: (folder) => committed(folder, () => writePanel(folder)), steps: panelSteps() },
  { name: 'reference', write: (folder) => committed(folder, () => copyReference(folder)), steps: referenceSteps() },
];

/** All projects, the quick ones first. */
export function allProjects(): readonly ProjectCase[] {
  const whole = new Set(WHOLE.map(({ name }) => name));
  const others = readdirSync(FIXTURES).filter((name) => !whole.has(name));
  const brief = others.map((name) => ({
    name,
    write: async (folder: string) => copyFixture(name, folder),
    steps: FIRST_STEPS,
  }));
  return [...brief, ...WHOLE];
}

/** So little of the small project that a first look at a change takes no minute. */
function briefSteps(): readonly CommandOrEdit[] {
  return ['build', 'build', 'plan', 'show slope', 'lineage slope.slope', 'card crisis_probit', 'lineage verify'].map(
    asks,
  );
}

function referenceSteps(): readonly CommandOrEdit[] {
  return [
    ...FIRST_STEPS,
    asks('build'),
    ...readingSteps(REFERENCE),
    asks('plan --vars horizon_months=6'),
    asks('lineage diff main --vars horizon_months=6'),
    { ews: ['source', 'attest', 'nber', '--through', '2022-11-30', '--note', 'the announcements'] },
    asks('source freshness'),
    asks('build --target live --no-ingest'),
    asks('ingest fred --target live'),
  ];
}

function crisesSteps(): readonly CommandOrEdit[] {
  return [
    ...FIRST_STEPS,
    asks('test --json'),
    ...readingSteps(CRISES),
    ...refusedSteps(CRISES),
    { file: 'models/slump_probit.yaml', replace: 'ridge: 0.5', by: 'ridge: 2' },
    asks('plan'),
    asks('lineage diff main'),
    asks('run --log-format json --env trial'),
    asks('lineage diff trial main --json'),
    asks('build --full-refresh --json'),
  ];
}

function panelSteps(): readonly CommandOrEdit[] {
  return [...FIRST_STEPS, ...readingSteps(PANEL)];
}

/** Edits, corrections, attestations and environments: what changes a lake that is there. */
function smallSteps(): readonly CommandOrEdit[] {
  const reads = readingSteps(SMALL);
  return [
    ...HELP_STEPS,
    ...FIRST_STEPS,
    ...reads,
    ...refusedSteps(SMALL),
    asks('build'),
    asks('build --json'),
    asks('build --quiet --log-format json'),
    asks('test -s credit'),
    asks('run --env other --log-format json'),
    asks('build --full-refresh'),
    asks('build --fail-fast --vars horizon_months=2 --env short'),
    { file: 'sources/data/loans.csv', replace: '2009-08-01,1648.4', by: '2009-08-01,1649.4' },
    asks('ingest bank --correct --dry-run'),
    asks('ingest bank --correct --dry-run --json'),
    { ews: ['ingest', 'bank', '--correct', '--reason', 'a slip of the pen'] },
    asks('plan'),
    asks('build'),
    { file: 'sources/data/loans.csv', replace: '2009-09-01,1668.9', by: '2009-09-01,1670.25' },
    asks('ingest'),
    asks('ingest --json --full-refresh'),
    asks('source freshness --json'),
    { ews: ['source', 'attest', 'bank', '--through', '2010-01-31', '--note', 'their bulletin'] },
    { ews: ['source', 'attest', 'bank', '--through', '2010-02-28', '--note', 'the next one', '--json'] },
    asks('build'),
    asks('ls -l'),
    { ews: ['source', 'attest', 'bank', '--withdraw', '--note', 'too early'] },
    { file: 'features/slope.sql', replace: 'SELECT', by: 'SELEKT' },
    asks('build'),
    asks('build --log-format json'),
    { file: 'features/slope.sql', replace: 'SELEKT', by: 'SELECT 1 AS one,' },
    asks('compile'),
    { file: 'features/slope.sql', replace: 'SELECT 1 AS one,', by: 'SELECT' },
    { file: 'sources/data/loans.csv', replace: '2009-10-01,1689.5', by: '2009-10-01,many' },
    asks('build'),
    asks('ingest bank --log-format json'),
    asks('lineage verify --json'),
    ...reads,
    asks('clean'),
    asks('clean --json'),
  ];
}

function copyFixture(name: string, folder: string): void {
  cpSync(path.join(FIXTURES, name), folder, { recursive: true });
}

function copyReference(folder: string): void {
  for (const name of DEFINITIONS) cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
}

async function writePanel(folder: string): Promise<void> {
  const cleanups: (() => Promise<void>)[] = [];
  const { root } = await panelProject((clean) => cleanups.push(clean), { countries: COUNTRIES, keyed: true });
  cpSync(root, folder, { recursive: true });
  for (const clean of cleanups) await clean();
}

/** The project in a git repository whose one commit has the same digest whenever it is made. */
async function committed(folder: string, write: () => void | Promise<void>): Promise<void> {
  await write();
  mkdirSync(path.join(folder, 'out'));
  appendFileSync(path.join(folder, '.gitignore'), '.ews\nout\n');
  const who = { name: 'same', email: 'same@example.org', date: '2026-03-01 00:00:00 +0000' };
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: who.name,
    GIT_AUTHOR_EMAIL: who.email,
    GIT_AUTHOR_DATE: who.date,
    GIT_COMMITTER_NAME: who.name,
    GIT_COMMITTER_EMAIL: who.email,
    GIT_COMMITTER_DATE: who.date,
  };
  const git = (...args: string[]): void => void execFileSync('git', ['-C', folder, ...args], { env, stdio: 'ignore' });
  git('init', '--initial-branch', 'trunk');
  git('add', '--all');
  git('commit', '--message', 'As it was written');
}

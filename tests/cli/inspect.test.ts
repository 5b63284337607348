import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCard } from '../../engine/cli/commands/card.ts';
import { runClean } from '../../engine/cli/commands/clean.ts';
import { runCompile } from '../../engine/cli/commands/compile.ts';
import { runLs } from '../../engine/cli/commands/ls.ts';
import { runOpen } from '../../engine/cli/commands/open.ts';
import { runPlan } from '../../engine/cli/commands/plan.ts';
import type { GlobalFlags } from '../../engine/cli/session.ts';
import type { ExitCode, Terminal } from '../../engine/cli/terminal.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { makeOwn } from '../../engine/folders/index.ts';
import { machineNumerics } from '../../engine/run/index.ts';
import { builtProject, sharedProject } from '../build/built-project.ts';
import { copyProject, deleteLake, edit, type TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';

const fresh = builtProject();
const shared = sharedProject();
/** Computed by this very machine, as `ews plan` asks. */
const here = sharedProject('small-computed-here', undefined, async () => ({ numerics: await machineNumerics()() }));

/** What a command prints on a project; it must end with 0 and keep standard error to itself. */
async function printed<Flags extends GlobalFlags>(
  project: TestProject,
  command: (flags: Flags, terminal: Terminal) => Promise<ExitCode>,
  flags: Omit<Flags, keyof GlobalFlags> & Partial<GlobalFlags>,
): Promise<string> {
  const terminal = recordingTerminal();
  const all = { projectDir: project.root, logFormat: 'text', ...flags } as unknown as Flags;
  expect(await command(all, terminal)).toBe(0);
  expect(terminal.said.err).toEqual([]);
  return terminal.said.out.join('\n');
}

async function refused(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((reason: unknown) => reason);
  if (!(error instanceof ProblemError)) throw new Error('it was not refused', { cause: error });
  return error.problems.map(({ code, message, hint }) => `${code} ${message}: ${hint}`).join('\n');
}

describe('ews ls', () => {
  it('prints ids for pipes, in build order, narrowed by selectors and kinds', async () => {
    const project = await shared();
    const ids = (await printed(project, runLs, { select: ['+strain'], resourceType: ['source', 'feature'] })).split(
      '\n',
    );
    expect(ids.toSorted()).toEqual([
      'bank.loans',
      'features.credit',
      'features.slope',
      'features.strain',
      'rates.long',
      'rates.short',
      'rates.vacancies',
    ]);
    for (const input of ['features.credit', 'features.slope']) {
      expect(ids.indexOf(input)).toBeLessThan(ids.indexOf('features.strain'));
    }
    expect(await printed(project, runLs, { select: ['models.crisis_probit'], resourceType: ['test'] })).toBe('');
  });

  it('tells programs who owns a node and what it reads', async () => {
    const nodes = JSON.parse(await printed(await shared(), runLs, { select: ['slope'], json: true }));
    expect(nodes[0]).toEqual({
      id: 'features.slope',
      kind: 'feature',
      name: 'slope',
      description: 'Slope of the yield curve',
      owner: 'indicators@example.org',
      tags: ['monthly'],
      path: 'features/slope.sql',
      inputs: ['rates.long', 'rates.short'],
    });
  });
});

describe('ews compile', () => {
  it('says how each history will be computed', async () => {
    const text = await printed(await shared(), runCompile, { select: ['slope', 'credit'] });
    expect(text).toContain('120 decision dates, monthly, 2000-01-31 .. 2009-12-31');
    expect(text).toMatch(/^feature {2}slope +3 +3 {2}rates\.long, rates\.short +lifted$/m);
    expect(text).toContain('compiles: 2 of 2 queries lifted');
  });

  it('rewrites nothing where nobody names a node', async () => {
    const text = await printed(await shared(), runCompile, {});
    expect(text).toMatch(/^kind +name +columns +tests +reads$/m);
    expect(text).toMatch(/^feature {2}slope +3 +3 {2}rates\.long, rates\.short$/m);
    expect(text).toMatch(/^compiles: \d+ queries$/m);
  });

  it('shows the SQL that runs, and why it is a loop', async () => {
    const project = await fresh();
    await edit(
      project,
      'features/slope.sql',
      'FROM rates.long',
      'FROM (SELECT l.* FROM rates.long l ' +
        'WHERE l.value > (SELECT max(s.value) FROM rates.short s WHERE s.date < l.date))',
    );
    const text = await printed(project, runCompile, { select: ['slope', 'credit'], show: 'sql' });
    expect(text).toMatch(/^-- features\.credit \(features\/credit\.sql\): lifted\n(?:SELECT|WITH) [^\n]*__asof\./m);
    expect(text).toMatch(/^-- features\.slope \(features\/slope\.sql\): loop: .*reads the row around it/m);
  });

  it('gives programs columns, types and edges', async () => {
    const graph = JSON.parse(await printed(await shared(), runCompile, { select: ['slope'], json: true }));
    const [node] = graph.nodes;
    expect(node.query).toMatchObject({ evaluation: 'lifted', sources: ['rates.long', 'rates.short'], usesAsOf: false });
    expect(node.query.output).toContainEqual({ name: 'slope', type: 'DOUBLE' });
    expect(graph.vars).toContainEqual(expect.objectContaining({ name: 'horizon_months', value: 3 }));
  });
});

describe('ews plan', () => {
  it('has nothing to do after a build, and writes nothing', async () => {
    const project = await here();
    const before = await readdir(project.lake, { recursive: true });
    expect(await printed(project, runPlan, {})).toMatch(/^environment main, position 1\n\nreuse .*\n\nnothing to do$/);
    expect(await readdir(project.lake, { recursive: true })).toEqual(before);
  });

  it('gives the reason of each step and the command that takes it', async () => {
    const project = await here();
    const text = await printed(project, runPlan, {
      vars: 'horizon_months=4',
      select: ['resource_type:label', 'resource_type:model'],
    });
    expect(text).toContain(
      [
        'execute 1 label, 1 model',
        '  label  crisis_ahead   its definition changed',
        '  model  crisis_probit  its definition changed',
      ].join('\n'),
    );
    expect(text).toMatch(
      /next: .+ build --project-dir \S+ --vars horizon_months=4 --select 'resource_type:label resource_type:model'$/,
    );
  });

  it('names what is not ingested, and what is left stale', async () => {
    const project = await copyProject(onTestFinished, (await here()).root);
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
    expect(await printed(project, runPlan, { select: ['credit'] })).toContain('stale features.slope');
    await deleteLake(project);
    const text = await printed(project, runPlan, {});
    expect(text).toContain('5 source relations to ingest first');
    expect(text).toMatch(/^ {2}rates {2}never ingested {2}3 relations$/m);
  });

  it('says of a new environment that everything is there', async () => {
    expect(await printed(await here(), runPlan, { env: 'pr-42' })).toMatch(
      /everything is stored already; a build only records it: .+ build .*--env pr-42$/,
    );
  });
});

describe('ews card and ews open', () => {
  it('give the card of the current run in each form', async () => {
    const project = await shared();
    const card = (flags: object): Promise<string> =>
      printed(project, (all: GlobalFlags, to) => runCard('crisis_probit', all, to), flags);
    expect(await card({})).toMatch(/^# crisis\\_probit\n/);
    expect(JSON.parse(await card({ json: true })).body.identity.model).toBe('crisis_probit');
    expect(await card({ format: 'html' })).toMatch(/^<!doctype html>/);
    const file = await card({ format: 'path' });
    expect(file).toMatch(/runs\/[^/]+\/cards\/crisis_probit\.html$/);
    expect(
      await printed(project, (all: GlobalFlags, to) => runOpen(['card', 'models.crisis_probit'], all, to), {}),
    ).toBe(file);
  });

  it('print the path of the page where no person looks', async () => {
    const project = await shared();
    const page = await printed(project, (all: GlobalFlags, to) => runOpen([], all, to), {});
    expect(path.relative(project.lake, page)).toMatch(/^runs\/[^/]+\/index\.html$/);
    const lineage = await printed(project, (all: GlobalFlags, to) => runOpen(['lineage'], all, to), {});
    expect(lineage).toBe(path.join(path.dirname(page), 'lineage.html'));
  });

  it('find every file that the page of a run links to', async () => {
    const project = await shared();
    const page = await printed(project, (all: GlobalFlags, to) => runOpen([], all, to), {});
    const hrefs = [...(await readFile(page, 'utf8')).matchAll(/ href="([^"#][^"]*)"/g)].map(([, href = '']) => href);
    expect(hrefs).toContain('lineage.html');
    const files = await readdir(path.dirname(page), { recursive: true });
    expect(hrefs.filter((href) => !files.includes(href))).toEqual([]);
  });

  it('say what there is instead', async () => {
    const project = await shared();
    const flags = { projectDir: project.root, logFormat: 'text' } as const;
    const terminal = recordingTerminal();
    expect(await refused(runCard('slope', flags, terminal))).toBe(
      'EWS6002 features.slope is a feature, not a model: models: crisis_probit',
    );
    expect(await refused(runCard('crisis_probt', flags, terminal))).toContain('did you mean "crisis_probit"?');
    expect(await refused(runOpen(['page'], flags, terminal))).toContain('EWS6001 ews open does not know "page"');
    expect(await refused(runOpen([], { ...flags, env: 'pr-42' }, terminal))).toBe(
      'EWS4005 environment "pr-42" holds no run yet: run: ews build --env pr-42',
    );
  });
});

describe('ews clean', () => {
  it('removes caches and scratch files and says how much; the lake stays', async () => {
    const project = await fresh();
    const objects = await readdir(path.join(project.lake, 'objects'), { recursive: true });
    const cache = path.join(project.root, '.ews/cache');
    await rm(cache, { recursive: true });
    expect(makeOwn(cache, 'cache', () => false)).toBe(true);
    await writeFile(path.join(cache, 'plans'), 'x'.repeat(1500));
    expect(await printed(project, runClean, {})).toContain('removed .ews/cache: 1 file, 1.5 kB');
    expect(JSON.parse(await printed(project, runClean, { json: true }))).toEqual({
      removed: [],
      kept: [],
      files: 0,
      bytes: 0,
    });
    expect(await readdir(path.join(project.lake, 'objects'), { recursive: true })).toEqual(objects);
  });
});

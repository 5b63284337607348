import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LineageFlags, runLineage } from '../../engine/cli/commands/lineage.ts';
import type { TraceJson } from '../../lineage/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { asWrittenBeforeDigests } from './before-digests.ts';
import { builtProject, sharedProject } from './built-project.ts';
import { buildProject, edit, type TestProject } from './small-project.ts';

/** Built on 2022-11-01. */
const fresh = builtProject();
const shared = sharedProject();

describe('ews lineage of the past', () => {
  it('is what the run stored, whatever the definitions say now', async () => {
    const project = await fresh();
    const first = await traced(project, 'slope.slope', { at: '2022-11-01' });
    const changed = await rebuilt(project);
    const relations = ({ places }: TraceJson): readonly string[] => [...new Set(places.map(({ node }) => node))];
    expect(relations(await traced(project, 'slope.slope'))).not.toContain('rates.short');
    expect(relations(await traced(project, 'slope.slope', { run: changed }))).not.toContain('rates.short');
    expect(relations(first)).toContain('rates.short');
    // The day of a run counts as a whole, and a run stays current until the next.
    expect(await traced(project, 'slope.slope', { at: '2022-11-01' })).toEqual(first);
    expect(await traced(project, 'slope.slope', { at: '2022-11-14' })).toEqual(first);
    expect(relations(await traced(project, 'slope.slope', { at: '2022-11-15' }))).not.toContain('rates.short');
  });

  it('draws the page of a run with the words of its day', async () => {
    const project = await fresh();
    await rebuilt(project);
    const then = path.join(project.root, 'then.html');
    const terminal = recordingTerminal();
    const flags = { ...flagsFor(project), format: 'html', output: then } as const;
    expect(await runLineage('slope.slope', { ...flags, at: '2022-11-01' }, terminal)).toBe(0);
    expect(terminal.said).toEqual({ out: [], err: [`wrote ${then}`] });
    const page = await readFile(then, 'utf8');
    expect(page).toContain('long.value - short.value AS');
    expect(page).toMatch(/columns · run [\w-]+</);
    await runLineage('slope.slope', { ...flags, overwrite: true }, terminal);
    expect(await readFile(then, 'utf8')).not.toContain('long.value - short.value AS');
  });

  it('draws a run of before definitions were kept without their words', async () => {
    const project = await fresh();
    const [runId = ''] = await readdir(path.join(project.lake, 'runs'));
    await asWrittenBeforeDigests(project);
    await rm(path.join(project.lake, 'runs', runId, 'definitions.json'));
    const terminal = recordingTerminal();
    await runLineage('slope.slope', { ...flagsFor(project), format: 'html', run: runId }, terminal);
    expect(terminal.said.out.join('')).toContain('features/slope.sql');
    expect(terminal.said.out.join('')).not.toContain('long.value - short.value AS');
  });

  it('needs no definitions that compile', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.sql', 'FROM rates', 'FROM ratse');
    expect((await traced(project, 'slope.slope', { at: '2022-11-01' })).places.length).toBeGreaterThan(3);
  });

  it('carries the weights of the fit, and digests of what was stored', async () => {
    const { edges, places } = await traced(await shared(), 'crisis_probit', { at: '2022-11-01' });
    expect(edges.some(({ to, weight }) => to.node === 'models.crisis_probit' && weight !== null)).toBe(true);
    expect(places.find(({ kind }) => kind === 'raw')?.evidence?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it.each([
    ['slope', { at: '2022-10-31' }, 'EWS4005', 'its first run is of 2022-11-01'],
    ['slope', { at: '2022-11-01', env: 'other' }, 'EWS4005', 'it holds none at all'],
    ['slope', { at: '2022-13-01' }, 'EWS6001', 'write it as YYYY-MM-DD'],
    ['slope', { at: '2022-11-01', run: 'x' }, 'EWS6001', 'leave out one'],
    ['slope', { run: '../x' }, 'EWS4005', 'ews runs lists the runs of the lake'],
    ['crisis_probit@2009-06-30', { at: '2022-11-01' }, 'EWS6001', 'leave out --run and --at'],
    ['slope', { at: '2022-11-01', output: '/no/such/folder/x' }, 'EWS6001', 'name a file in a folder that is there'],
    ['slop', { at: '2022-11-01' }, 'EWS6002', 'did you mean "slope"?'],
  ] as const)('refuses %s %o', async (target, flags, code, hint) => {
    await expect(traced(await shared(), target, flags)).rejects.toMatchObject({ problems: [{ code, hint }] });
  });
});

it('leaves out with --direct-only what only decides about rows', async () => {
  const project = await shared();
  const { edges } = await traced(project, 'crisis_probit', { directOnly: true });
  expect(edges.length).toBeGreaterThan(5);
  expect(new Set(edges.map(({ type }) => type))).toEqual(new Set(['DIRECT']));
});

it('takes no flag that narrows a page', async () => {
  const flags = { ...flagsFor(await shared()), format: 'html', depth: '1' } as const;
  const hint = 'leave out the flag: the page shows all of it, and its reader chooses';
  await expect(runLineage('slope', flags, recordingTerminal())).rejects.toMatchObject({
    problems: [{ code: 'EWS6001', hint }],
  });
});

it('draws for Graphviz, of a prediction its model', async () => {
  const terminal = recordingTerminal();
  await runLineage('crisis_probit@2009-06-30', { ...flagsFor(await shared()), format: 'dot' }, terminal);
  expect(terminal.said.out.join('\n')).toMatch(/^digraph lineage \{\n[\s\S]*label="rates\.long";[\s\S]*\n\}$/);
});

/** Builds with a slope that reads one series only, on 2022-11-15. */
async function rebuilt(project: TestProject): Promise<string> {
  await edit(project, 'features/slope.sql', 'long.value - short.value AS', 'long.value AS');
  await edit(project, 'features/slope.sql', 'CASE WHEN long.value < short.value', 'CASE WHEN long.value < 0');
  await edit(project, 'features/slope.sql', 'JOIN rates.short AS short USING (date)', '');
  return (await buildProject(project, { select: ['slope'] }, { today: '2022-11-15' })).result.run;
}

function flagsFor(project: TestProject): LineageFlags {
  return { projectDir: project.root, logFormat: 'text' };
}

async function traced(
  project: TestProject,
  target: string,
  flags: Omit<Partial<LineageFlags>, 'projectDir'> = {},
): Promise<TraceJson> {
  const terminal = recordingTerminal();
  expect(await runLineage(target, { ...flagsFor(project), json: true, ...flags }, terminal)).toBe(0);
  return JSON.parse(terminal.said.out.join('\n')) as TraceJson;
}

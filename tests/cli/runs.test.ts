import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runEnvDelete, runEnvList, runEnvShow } from '../../engine/cli/commands/env.ts';
import { runLineageVerify } from '../../engine/cli/commands/lineage-verify.ts';
import { runRuns } from '../../engine/cli/commands/runs.ts';
import type { GlobalFlags } from '../../engine/cli/session.ts';
import type { ExitCode, Terminal } from '../../engine/cli/terminal.ts';
import type { RunSummary } from '../../engine/inspect/index.ts';
import { builtProject } from '../build/built-project.ts';
import { addFiles, buildProject, edit, manifestOf, type TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';

const fresh = builtProject();

type Run<Flags> = (flags: Flags, terminal: Terminal) => Promise<ExitCode>;

/** What a command prints as JSON. */
async function asked<Flags extends GlobalFlags>(root: string, run: Run<Flags>, more: Partial<Flags> = {}) {
  const terminal = recordingTerminal();
  const flags = { projectDir: root, logFormat: 'text', json: true, ...more } as Flags;
  const code = await run(flags, terminal);
  return { code, said: JSON.parse(terminal.said.out.join('\n')) };
}

async function runsOf({ root }: TestProject, more: Partial<GlobalFlags> = {}): Promise<readonly RunSummary[]> {
  return (await asked(root, runRuns, more)).said.runs;
}

const RUNS = ['20230101T000000Z-000001', '20230102T000000Z-000002', '20230103T000000Z-000003'] as const;

describe('ews runs', () => {
  it('lists runs newest first, with what ran, what failed and where each stands', async () => {
    const project = await fresh();
    const { run: before } = await manifestOf(project);
    await buildProject(project, { run: RUNS[0] });
    await buildProject(project, { run: RUNS[1], environment: 'pr-1', select: ['slope'] });
    await edit(project, 'features/slope.yaml', 'not_null', 'unique');
    const broken = await buildProject(project, { run: RUNS[2] });
    const runs = await runsOf(project);
    expect(runs.map(({ run }) => run).filter((run) => run !== before)).toEqual([...RUNS].reverse());
    const [newest, other, first] = runs.filter(({ run }) => run !== before);
    expect(newest).toMatchObject({
      environment: 'main',
      position: 3,
      current: true,
      actor: 'tester',
      actorFrom: 'declared',
      commit: null,
      command: 'build',
      outcome: broken.result.ok ? 'ok' : 'failed',
    });
    // A test that found rows counts where its name is told.
    expect(newest?.broken).toEqual(['tests.slope.slope.unique']);
    expect(newest?.counts?.failed).toBe(1);
    const { nodes } = broken.result;
    const passed = nodes.filter(({ status, test }) => status === 'ok' && test?.status !== 'fail');
    expect(newest?.counts?.ran).toBe(passed.length);
    expect(other).toMatchObject({ environment: 'pr-1', position: 1, current: true });
    expect(first).toMatchObject({ outcome: 'ok', position: 2, current: false, counts: { ran: 0, failed: 0 } });
    expect(first?.counts?.reused).toBeGreaterThan(5);
    expect(await runsOf(project, { env: 'pr-1' })).toHaveLength(1);
    const text = recordingTerminal();
    await runRuns({ projectDir: project.root, logFormat: 'text', last: '2' }, text);
    expect(text.said.out.join('\n').split('\n')[0]).toMatch(/^ *when \(UTC\) +run +environment/);
    expect(text.said.out.join('\n')).not.toContain(RUNS[0]);
  });

  it('tells what did not finish from what is damaged, and lists both', async () => {
    const project = await fresh();
    const { run } = await manifestOf(project);
    const folder = path.join(project.lake, 'runs');
    await buildProject(project, { run: RUNS[0] });
    await rm(path.join(folder, RUNS[0], 'manifest.json'));
    await writeFile(path.join(folder, run, 'run_results.json'), '{"ok":true}');
    const runs = await runsOf(project);
    expect(runs.find((each) => each.run === RUNS[0])).toMatchObject({
      outcome: 'unfinished',
      at: '2023-01-01T00:00:00.000Z',
      counts: null,
    });
    expect(runs.find((each) => each.run === run)).toMatchObject({
      outcome: 'damaged',
      problem: expect.stringContaining('run_results.json'),
    });
  });

  it.each(['0', '-1', '1e3', 'all'])('refuses --last %s', async (last) => {
    const flags = { projectDir: '.', logFormat: 'text', last } as const;
    await expect(runRuns(flags, recordingTerminal())).rejects.toMatchObject({ problems: [{ code: 'EWS6001' }] });
  });
});

describe('ews env', () => {
  it('ends an environment by a position, which every reader and the chain know', async () => {
    const project = await fresh();
    const { root } = project;
    await buildProject(project, { environment: 'pr-1', run: RUNS[0] });
    const named = (name: string) => (flags: GlobalFlags, to: Terminal) => runEnvDelete(name, flags, to);
    await expect(asked(root, named('pr-1'))).rejects.toMatchObject({
      problems: [{ code: 'EWS6001', hint: expect.stringContaining('--yes') }],
    });
    const deleted = await asked(root, named('pr-1'), { yes: true } as Partial<GlobalFlags>);
    expect(deleted).toEqual({ code: 0, said: { environment: 'pr-1', position: 2, run: RUNS[0] } });
    const { said } = await asked(root, runEnvList);
    expect(said.environments).toMatchObject([
      { environment: 'main', deleted: null, protected: false },
      { environment: 'pr-1', run: null, nodes: 0, position: 2, deleted: { actor: expect.any(String) } },
    ]);
    const shown = await asked(root, (flags: GlobalFlags, to) => runEnvShow('pr-1', flags, to));
    expect(shown.said.history).toMatchObject([
      { position: 2, run: null },
      { position: 1, run: { run: RUNS[0] } },
    ]);
    const again = { problems: [{ code: 'EWS4005', message: expect.stringContaining('was deleted on') }] };
    await expect(asked(root, named('pr-1'), { yes: true } as Partial<GlobalFlags>)).rejects.toMatchObject(again);
    const verify = (flags: GlobalFlags, to: Terminal) => runLineageVerify(undefined, flags, to);
    await expect(asked(root, verify, { env: 'pr-1' })).rejects.toMatchObject(again);

    const rebuilt = await buildProject(project, { environment: 'pr-1', run: RUNS[1] });
    expect(rebuilt.result.commit?.position).toBe(3);
    expect((await asked(root, verify, { env: 'pr-1' })).said).toMatchObject({ holds: true, record: { findings: [] } });
    expect((await asked(root, verify)).said.holds).toBe(true);
  });

  it('refuses to delete what a target protects, and what nobody has', async () => {
    const project = await fresh();
    const target = 'target: other\ndescription: the same lake\nenvironment: prod\nprotected: true\n';
    await addFiles(project, { 'targets/other.yaml': target });
    await buildProject(project, { environment: 'prod', run: RUNS[0] });
    const remove = (name: string) =>
      runEnvDelete(name, { projectDir: project.root, logFormat: 'text', yes: true }, recordingTerminal());
    await expect(remove('prod')).rejects.toMatchObject({ problems: [{ code: 'EWS4032' }] });
    await expect(remove('nobody')).rejects.toMatchObject({ problems: [{ code: 'EWS4005' }] });
    await expect(remove('sources')).rejects.toMatchObject({ problems: [{ code: 'EWS6001' }] });
    await expect(remove('../main')).rejects.toMatchObject({ problems: [{ code: 'EWS6001' }] });
    expect((await manifestOf(project, 'prod')).run).toBe(RUNS[0]);
  });
});

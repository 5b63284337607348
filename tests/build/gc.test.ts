import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type GcFlags, runGc } from '../../engine/cli/commands/gc.ts';
import { runLineage } from '../../engine/cli/commands/lineage.ts';
import { runLineageVerify } from '../../engine/cli/commands/lineage-verify.ts';
import { nodeId } from '../../engine/ids/index.ts';
import {
  type GcReport,
  keepingOfRunFile,
  LAKE_FOLDERS,
  OBJECT_KEEPING,
  objectKey,
  openLocalStore,
  unknownFolders,
} from '../../engine/lake/index.ts';
import { present } from '../../engine/presence/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { ageLake } from './aged-lake.ts';
import { builtProject, sharedProject } from './built-project.ts';
import { buildProject, edit, executed, manifestOf, nodeResult, type TestProject } from './small-project.ts';

const fresh = builtProject();
const shared = sharedProject();

async function gc({ root }: TestProject, flags: Partial<GcFlags> = {}): Promise<GcReport> {
  const terminal = recordingTerminal();
  const all = { projectDir: root, logFormat: 'text', olderThan: '30d', json: true, ...flags } as const;
  expect(await runGc(all, terminal)).toBe(0);
  return JSON.parse(terminal.said.out.join('\n'));
}

async function verified({ root }: TestProject, run?: string) {
  const terminal = recordingTerminal();
  const flags = { projectDir: root, logFormat: 'text', json: true, ...(run === undefined ? {} : { run }) } as const;
  await runLineageVerify(undefined, flags, terminal);
  return JSON.parse(terminal.said.out.join('\n'));
}

async function keysOf({ lake }: TestProject): Promise<readonly string[]> {
  return openLocalStore(lake).list('');
}

/** A group with other values, and all that rests on it, in a run of 40 days later. */
async function rebuilt(project: TestProject): Promise<{ readonly before: string }> {
  const { run: before } = await manifestOf(project);
  await edit(project, 'features/slope.sql', 'long.value - short.value AS', 'long.value - short.value + 0.01 AS');
  await ageLake(project.lake, 40);
  await buildProject(project);
  return { before };
}

describe('the table of the folders of a lake', () => {
  it('knows all that a life of a lake writes, and nothing that none does', async () => {
    const files = (await keysOf(await shared())).map((key) => ({ key }));
    expect(unknownFolders(files)).toEqual([]);
    const tops = new Set(files.map(({ key }) => key.split('/')[0]));
    expect([...LAKE_FOLDERS.keys()].filter((top) => !tops.has(top))).toEqual([]);
    const kinds = new Set(files.flatMap(({ key }) => (key.startsWith('objects/') ? [key.split('/')[1]] : [])));
    const missing = Object.keys(OBJECT_KEEPING).filter((kind) => !kinds.has(kind));
    // The small project searches no parameters, holds no groups out, has one model a label, and nothing in it fails.
    expect(missing).toEqual(['comparison', 'failure', 'tuning', 'validation']);
    const runFiles = files.flatMap(({ key }) => (key.startsWith('runs/') ? [key.split('/').slice(2).join('/')] : []));
    expect(runFiles.map((name) => [name, keepingOfRunFile(name)])).toEqual(
      runFiles.map((name) => [name, expect.stringMatching(/^(roots|never|collectable)$/)]),
    );
  });

  it.each(['models/registry.json', 'objects/embedding/x/f/meta.json', 'refs/holds/1.json', 'runs/r/new.bin'])(
    'has garbage collection refuse a lake with %s',
    async (key) => {
      const project = await fresh();
      const file = path.join(project.lake, key);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, '{}');
      const before = await keysOf(project);
      await expect(gc(project, { olderThan: '0s', grace: '0s' })).rejects.toMatchObject({
        problems: [{ code: 'EWS4030' }],
      });
      expect(await keysOf(project)).toEqual(before);
    },
  );
});

describe('ews gc', () => {
  it('keeps the older rows of a group that a reused model rests on', async () => {
    const project = await fresh();
    const { nodes } = await manifestOf(project);
    const [before] = nodes[nodeId('features.slope')]?.objects ?? [];
    await edit(project, 'features/slope.sql', 'long.value - short.value AS', '-(short.value - long.value) AS');
    await ageLake(project.lake, 40);
    const built = await buildProject(project);
    expect(nodeResult(built, 'features.slope').status).toBe('ok');
    expect(nodeResult(built, 'models.crisis_probit').status).toBe('reused');
    await gc(project, { grace: '0s' });
    await ageLake(project.lake, 2);
    await gc(project, { grace: '0s' });
    expect(await keysOf(project)).toContain(`${objectKey(present(before))}/meta.json`);
    expect(await verified(project)).toMatchObject({ holds: true, record: { findings: [] } });
  });

  it('condemns, waits, and removes what nothing needs; what it took is not taken for damage', async () => {
    const project = await fresh();
    const { before } = await rebuilt(project);
    const [dry, condemned] = [await gc(project, { dryRun: true }), await gc(project)];
    expect(condemned.condemned?.items).toEqual(dry.condemned?.items);
    const kinds = new Set(condemned.condemned?.items.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['object', 'exports']));
    expect((await gc(project)).swept).toBeNull();
    await ageLake(project.lake, 2);
    const due = await gc(project, { dryRun: true, grace: '0s' });
    const { swept } = await gc(project, { grace: '0s' });
    expect(swept?.removed).toEqual(due.swept?.removed);
    const listed = condemned.condemned?.items.flatMap(({ files }) => files) ?? [];
    expect([...(swept?.removed ?? [])].toSorted()).toEqual([...listed].toSorted());
    expect(swept?.removed.filter((key) => /^(raw|ingest|audit|refs)\/|manifest|run_results/.test(key))).toEqual([]);

    const now = await verified(project);
    expect(now).toMatchObject({ holds: true, record: { findings: [] } });
    const then = await verified(project, before);
    expect(then).toMatchObject({ holds: true, record: { findings: [] } });
    const states = then.links.flatMap(({ files }: { files: { state: string }[] }) => files.map(({ state }) => state));
    expect(new Set(states)).toEqual(new Set(['holds', 'collected']));
    const lineage = { projectDir: project.root, logFormat: 'text', run: before, format: 'json' } as const;
    await runLineage('slope', lineage as unknown as Parameters<typeof runLineage>[1], recordingTerminal());

    await edit(project, 'features/slope.sql', 'long.value - short.value + 0.01 AS', 'long.value - short.value AS');
    const again = await buildProject(project);
    expect(again.result.ok).toBe(true);
    // The older rows of slope are still there: a test of its other column, which was reused, rests on them.
    expect(executed(again)).toContain('features.strain');
    expect(await verified(project)).toMatchObject({ holds: true });
  });

  it.each([false, true])(
    'says in a dry run what a call without grace removes; condemned before: %s',
    async (pending) => {
      const project = await fresh();
      await rebuilt(project);
      if (pending) {
        await gc(project);
        await edit(project, 'features/slope.sql', '+ 0.01 AS', '+ 0.02 AS');
        await buildProject(project);
        await ageLake(project.lake, 40);
        await buildProject(project, { environment: 'other' });
      }
      const [dry, real] = [await gc(project, { dryRun: true, grace: '0s' }), await gc(project, { grace: '0s' })];
      const removed = (report: GcReport) => [...(report.swept?.removed ?? [])].toSorted();
      expect(removed(dry)).not.toEqual([]);
      expect(removed(dry)).toEqual(removed(real));
      expect(dry.swept?.bytes).toBe(real.swept?.bytes);
    },
  );

  it('does not take for damage what a later run made again of other inputs', async () => {
    const project = await fresh();
    const { before } = await rebuilt(project);
    await gc(project, { grace: '0s' });
    await gc(project, { grace: '0s' });
    // Other text that comes to the same rows: tests and models have the fingerprints of before, and other inputs.
    await edit(project, 'features/slope.sql', 'long.value - short.value + 0.01 AS', '-(short.value - long.value) AS');
    await buildProject(project);
    const { links, ...then } = await verified(project, before);
    const files: { state: string; found: string | null }[] = links.flatMap((link: { files: object[] }) => link.files);
    expect(then).toMatchObject({ holds: true, record: { findings: [] } });
    expect(files.filter(({ state, found }) => state === 'collected' && found !== null)).not.toEqual([]);
    expect(await verified(project)).toMatchObject({ holds: true, record: { findings: [] } });

    // The newest run needs what lies there: of it the same change is damage.
    const { run, nodes } = await manifestOf(project);
    const [first] = nodes[nodeId('models.crisis_probit')]?.objects ?? [];
    const meta = path.join(project.lake, objectKey(present(first)), 'meta.json');
    await writeFile(meta, (await readFile(meta, 'utf8')).replace('"inputs":[', '"inputs":[ '));
    expect(await verified(project, run)).toMatchObject({ holds: false });
  });

  it('takes a file that went and was not collected for what it is: damage', async () => {
    const project = await fresh();
    const { before } = await rebuilt(project);
    await gc(project);
    await rm(path.join(project.lake, 'runs', before, 'index.html'));
    const { record } = await verified(project, before);
    expect(record.findings).toMatchObject([{ file: `runs/${before}/index.html`, what: 'gone' }]);
  });

  it('keeps what is young, and what another environment needs', async () => {
    const project = await fresh();
    await buildProject(project, { environment: 'pr-1' });
    await rebuilt(project);
    const { condemned } = await gc(project);
    expect(condemned?.items.filter(({ kind }) => kind === 'object')).toEqual([]);
    expect((await gc(project, { olderThan: '90d' })).condemned).toBeNull();
  });

  it('removes nothing while it cannot read what must be kept', async () => {
    const project = await fresh();
    await rebuilt(project);
    const { run } = await manifestOf(project);
    await writeFile(path.join(project.lake, 'runs', run, 'manifest.json'), '{}');
    await expect(gc(project, { grace: '0s' })).rejects.toMatchObject({ problems: [{ code: 'EWS4031' }] });
  });

  it.each(['30', 'all', '-1d', '1w', '1.5d'])('refuses --older-than %s', async (olderThan) => {
    const flags = { projectDir: '.', logFormat: 'text', olderThan } as const;
    await expect(runGc(flags, recordingTerminal())).rejects.toMatchObject({ problems: [{ code: 'EWS6001' }] });
  });
});

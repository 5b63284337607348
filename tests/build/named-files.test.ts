import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCard } from '../../engine/cli/commands/card.ts';
import { runDocs } from '../../engine/cli/commands/docs.ts';
import { runEnvDelete } from '../../engine/cli/commands/env.ts';
import { runGc } from '../../engine/cli/commands/gc.ts';
import { runLineageVerify } from '../../engine/cli/commands/lineage-verify.ts';
import { runOpen } from '../../engine/cli/commands/open.ts';
import type { VerifiedChain } from '../../engine/inspect/index.ts';
import { openLocalStore, readRunFile, type Store } from '../../engine/lake/index.ts';
import type { Manifest, RunFile } from '../../engine/plan/index.ts';
import { first, present } from '../../engine/presence/index.ts';
import { renderRunPages } from '../../engine/report/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { ageLake } from './aged-lake.ts';
import { Attacker } from './attacker.ts';
import { builtProject } from './built-project.ts';
import { followLinks } from './page-links.ts';
import { type BuildChanges, buildProject, edit, manifestOf, type TestProject, type World } from './small-project.ts';

const copyOfBuilt = builtProject();
const DRAWS: BuildChanges = { renderPages: renderRunPages, revision: 'of this test' };

/** The run of a build that draws pages, with what the store was given to write. */
async function drawn(project: TestProject, changes: BuildChanges = {}, world: World = {}) {
  const written = new Map<string, number>();
  const { result } = await buildProject(
    project,
    { ...DRAWS, ...changes },
    {
      ...world,
      around: (store) => counting(store, written),
    },
  );
  expect(result.ok).toBe(true);
  return { run: result.run, written };
}

/** A store that notes of every key how many bytes were written. */
function counting(store: Store, written: Map<string, number>): Store {
  return {
    description: store.description,
    read: (key, reading) => store.read(key, reading),
    write: async (key, content) => {
      written.set(key, content instanceof Uint8Array ? content.byteLength : Number.POSITIVE_INFINITY);
      return store.write(key, content);
    },
    createExclusive: async (key, bytes) => {
      written.set(key, bytes.byteLength);
      return store.createExclusive(key, bytes);
    },
    writePacked: async (folder, files) => {
      for (const [name, text] of files) written.set(`${folder}/${name}`, Buffer.byteLength(text));
      return store.writePacked(folder, files);
    },
    list: (folder) => store.list(folder),
    localPath: (key, reading) => store.localPath(key, reading),
    versionOf: (key) => store.versionOf(key),
    clock: () => store.clock(),
  };
}

/** A project whose first run has pages, and a second in which nothing changed. */
async function twice(): Promise<{ readonly project: TestProject; readonly maker: string; readonly run: string }> {
  const project = await copyOfBuilt();
  const { run: maker } = await drawn(project);
  const { run } = await drawn(project);
  return { project, maker, run };
}

function pageOf({ lake }: TestProject, run: string): string {
  return path.join(lake, 'runs', run, 'index.html');
}

/** Name -> the run in whose folder it lies; `own` for the run's. */
function holders({ files = {} }: Manifest): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).map(([name, { run = 'own' }]: [string, RunFile]) => [name, run]));
}

async function verified({ root }: TestProject, env = 'main', run?: string): Promise<VerifiedChain> {
  const terminal = recordingTerminal();
  const flags = {
    projectDir: root,
    logFormat: 'text',
    json: true,
    env,
    ...(run === undefined ? {} : { run }),
  } as const;
  await runLineageVerify(undefined, flags, terminal);
  return JSON.parse(terminal.said.out.join('\n'));
}

async function collected({ root }: TestProject): Promise<readonly string[]> {
  const terminal = recordingTerminal();
  const flags = { projectDir: root, logFormat: 'text', json: true, olderThan: '0s', grace: '0s' } as const;
  expect(await runGc(flags, terminal)).toBe(0);
  return JSON.parse(terminal.said.out.join('\n')).swept?.removed ?? [];
}

const PER_RUN = ['events.jsonl', 'index.html', 'invocation.json', 'openlineage.jsonl', 'run_results.json'];

describe('a build in which nothing changed', () => {
  it('writes the record of its run and its page, and names all else', async () => {
    const project = await copyOfBuilt();
    const { run: maker, written: before } = await drawn(project);
    const { run, written } = await drawn(project);
    const sizes = [before, written].map((each) => [...each.values()].reduce((sum, bytes) => sum + bytes, 0));
    const names = [...written.keys()]
      .filter((key) => key.startsWith('runs/'))
      .map((key) => key.slice(`runs/${run}/`.length));
    expect(names.toSorted()).toEqual([...PER_RUN, 'manifest.json'].toSorted());
    expect(sizes[0]).toBeGreaterThan(400_000);
    expect(sizes[1]).toBeLessThan(50_000);
    const manifest = await manifestOf(project);
    const named = Object.entries(holders(manifest)).filter(([, holder]) => holder !== 'own');
    expect(named.map(([name]) => name)).toEqual(
      expect.arrayContaining(['lineage.html', 'cards/crisis_probit.json', 'cards/bom.cdx.json']),
    );
    expect(
      new Set(
        named.filter(([name]) => name !== 'lineage.json' && name !== 'definitions.json').map(([, holder]) => holder),
      ),
    ).toEqual(new Set([maker]));
    // A third names the first, and not the one between.
    const { run: third } = await drawn(project);
    expect(Object.values(holders(await manifestOf(project)))).not.toContain(run);
    expect(await manifestOf(project)).toMatchObject({ run: third, nodes: manifest.nodes });
  });

  it('has pages that state its own id, and whose documents they show; all their links lead somewhere', async () => {
    const { project, maker, run } = await twice();
    const page = pageOf(project, run);
    const { pages, dead } = await followLinks(page);
    expect(dead).toEqual([]);
    const runs = path.join(project.lake, 'runs');
    const read = pages.map((each) => path.relative(runs, each));
    expect(read).toEqual(
      expect.arrayContaining([`${maker}/cards/crisis_probit.html`, `${maker}/lineage.html`, `${maker}/index.html`]),
    );
    const html = Buffer.from(present(await readRunFile(openLocalStore(project.lake), run, 'index.html'))).toString();
    expect(html).toContain(`Run ${run}.`);
    expect(html).toContain(`as run ${maker} drew them`);
    expect(html).not.toContain('<svg class="chart');
    const card = Buffer.from(
      present(await readRunFile(openLocalStore(project.lake), maker, 'cards/crisis_probit.html')),
    ).toString();
    expect(card).toContain(`run ${maker}`);
  });

  it.each<[string, BuildChanges, World, (project: TestProject) => Promise<unknown>]>([
    ['another month, by which data are older', {}, { today: '2022-12-01' }, async () => undefined],
    ['another engine', { revision: 'another' }, {}, async () => undefined],
    ['an engine that may change at any moment', { revision: undefined }, {}, async () => undefined],
    ['everything asked for anew', { fullRefresh: true }, {}, async () => undefined],
    [
      'other words',
      {},
      {},
      (project) => edit(project, 'models/crisis_probit.yaml', 'seed: 7', 'seed: 7\nowner: somebody@example.org'),
    ],
  ])('is drawn anew with %s', async (_, changes, world, change) => {
    const { project, maker } = await twice();
    await change(project);
    const { run } = await drawn(project, changes, world);
    const files = holders(await manifestOf(project));
    expect(files).toMatchObject({
      'cards/crisis_probit.html': 'own',
      'cards/crisis_probit.json': 'own',
      'lineage.html': 'own',
    });
    const { dead, pages } = await followLinks(pageOf(project, run));
    expect(dead).toEqual([]);
    expect(pages.map((page) => path.basename(path.dirname(page)))).not.toContain(maker);
    expect((await verified(project)).holds).toBe(true);
  });

  it('is shown by every command as one with its predecessor', async () => {
    const { project, maker } = await twice();
    const flags = { projectDir: project.root, logFormat: 'text' } as const;
    const card = recordingTerminal();
    expect(await runCard('crisis_probit', flags, card)).toBe(0);
    expect(card.said.out.join('\n')).toContain(`run ${maker}`);
    const opened = recordingTerminal();
    expect(await runOpen(['card', 'crisis_probit'], { ...flags, print: true }, opened)).toBe(0);
    expect(opened.said.out.join('')).toBe(path.join(project.lake, 'runs', maker, 'cards/crisis_probit.html'));
    const output = path.join(project.root, 'catalogue.html');
    expect(await runDocs({ ...flags, output }, recordingTerminal())).toBe(0);
    const json = /<script[^>]*type="application\/json"[^>]*>([\s\S]*?)<\/script>/.exec(
      Buffer.from(present(await openLocalStore(project.root).read('catalogue.html'))).toString(),
    );
    const { run } = await manifestOf(project);
    expect(JSON.parse(String(json?.[1])).pages[`${run}/cards/crisis_probit.html`]).toBe(
      `.ews/lake/runs/${maker}/cards/crisis_probit.html`,
    );
  });

  it('writes a file again that is gone', async () => {
    const { project, maker } = await twice();
    await rm(path.join(project.lake, 'runs', maker, 'cards/crisis_probit.md'));
    expect((await verified(project)).record.findings).toMatchObject([
      { file: `runs/${maker}/cards/crisis_probit.md`, what: 'gone' },
    ]);
    const { run } = await drawn(project);
    expect(holders(await manifestOf(project))).toMatchObject({
      'cards/crisis_probit.md': 'own',
      'lineage.html': 'own',
    });
    expect((await verified(project)).holds).toBe(true);
    expect((await followLinks(pageOf(project, run))).dead).toEqual([]);
  });
});

describe('ews lineage verify, of a run that names files of another', () => {
  it('holds as long as they are what was written', async () => {
    const { project, maker, run } = await twice();
    for (const each of [run, maker]) {
      expect(await verified(project, 'main', each)).toMatchObject({ holds: true, record: { findings: [] } });
    }
  });

  it.each(['cards/crisis_probit.html', 'cards/bom.cdx.json', 'lineage.html', 'lineage.json', 'histories.js'])(
    'finds a change of %s',
    async (name) => {
      const { project } = await twice();
      const { files } = await manifestOf(project);
      const key = `runs/${files?.[name]?.run}/${name}`;
      await new Attacker(project).flip(key);
      expect((await verified(project)).record.findings).toMatchObject([{ file: key, what: 'changed' }]);
      if (name !== 'cards/crisis_probit.html') return;
      const flags = { projectDir: project.root, logFormat: 'text', format: 'html' } as const;
      await expect(runCard('crisis_probit', flags, recordingTerminal())).rejects.toMatchObject({
        problems: [{ code: 'EWS5046', message: expect.stringContaining(key) }],
      });
    },
  );

  it('finds a file in its folder that it did not write, and nodes that are no longer those', async () => {
    const { project, maker, run } = await twice();
    const attacker = new Attacker(project);
    await attacker.copy(`runs/${maker}/cards/crisis_probit.html`, `runs/${run}/cards/crisis_probit.html`);
    expect((await verified(project)).record.findings).toMatchObject([
      { file: `runs/${run}/cards/crisis_probit.html`, what: 'added' },
    ]);
    await attacker.remove(`runs/${run}/cards`);
    const { tree } = await manifestOf(project);
    const held = `runs/${present(tree).run}/manifest.json`;
    await attacker.rewrite(held, (manifest) => {
      Object.assign(present(Object.values(manifest['nodes'] as Record<string, object>)[0]), { rows: 1 });
    });
    const chain = await verified(project);
    expect(chain.holds).toBe(false);
    expect(chain.record.findings).toContainEqual(expect.objectContaining({ file: held, what: 'changed' }));
    await expect(buildProject(project)).rejects.toMatchObject({ problems: [{ code: 'EWS5046' }] });
  });

  it('finds nodes that were changed, though the manifest that names them admits it', async () => {
    const { project, run } = await twice();
    const attacker = new Attacker(project);
    const { tree } = await manifestOf(project);
    const held = `runs/${present(tree).run}/manifest.json`;
    await attacker.admit(present(tree).run, await attacker.forgeObject('feature', 'slope'));
    const sha256 = await attacker.digest(held);
    await attacker.rewrite(`runs/${run}/manifest.json`, (manifest) => {
      manifest['tree'] = { run: present(tree).run, sha256 };
    });
    const { holds, record } = await verified(project);
    expect(holds).toBe(false);
    expect(record.findings).toContainEqual(
      expect.objectContaining({ file: `runs/${run}/manifest.json`, what: 'changed' }),
    );
    await expect(buildProject(project)).rejects.toMatchObject({ problems: [{ code: 'EWS5047' }] });
  });

  it('does not follow a manifest to what is no run', async () => {
    const { project, run } = await twice();
    await new Attacker(project).rewrite(`runs/${run}/manifest.json`, (manifest) => {
      Object.assign((manifest['files'] as Record<string, object>)['lineage.json'] ?? {}, { run: '../..' });
    });
    expect((await verified(project)).record.findings).toContainEqual(
      expect.objectContaining({ file: `runs/${run}/manifest.json`, message: 'it is no manifest' }),
    );
  });
});

describe('ews gc, of runs that name files of others', () => {
  it('keeps all pages of a run while the newest names some, and lets them go after it', async () => {
    const { project, maker, run: between } = await twice();
    const { run } = await drawn(project);
    await ageLake(project.lake, 40);
    const taken = await collected(project);
    expect(taken).toContain(`runs/${between}/index.html`);
    expect(taken.filter((key) => key.startsWith(`runs/${maker}/`) || key.startsWith(`runs/${run}/`))).toEqual([]);
    expect((await followLinks(pageOf(project, run))).dead).toEqual([]);
    expect(await verified(project)).toMatchObject({ holds: true, record: { findings: [] } });
    const then = await verified(project, 'main', between);
    expect(then).toMatchObject({ holds: true, record: { findings: [] } });

    const { run: other } = await drawn(project, { revision: 'another' });
    await ageLake(project.lake, 40);
    const later = await collected(project);
    expect(later).toContain(`runs/${maker}/cards/crisis_probit.html`);
    expect((await followLinks(pageOf(project, other))).dead).toEqual([]);
    expect(await verified(project)).toMatchObject({ holds: true, record: { findings: [] } });
    const old = await verified(project, 'main', run);
    expect(old).toMatchObject({ holds: true, record: { findings: [] } });
  });

  it('keeps each of two environments whole, whichever ends', async () => {
    const { project, maker } = await twice();
    const { run: first } = await drawn(project, { environment: 'pr-1' });
    const { run } = await drawn(project, { environment: 'pr-1' });
    const files = holders(await manifestOf(project, 'pr-1'));
    expect(new Set(Object.values(files))).toEqual(new Set(['own', first]));
    expect(files['lineage.html']).toBe(first);
    const flags = { projectDir: project.root, logFormat: 'text', yes: true } as const;
    expect(await runEnvDelete('main', flags, recordingTerminal())).toBe(0);
    await ageLake(project.lake, 40);
    expect(await collected(project)).toContain(`runs/${maker}/cards/crisis_probit.html`);
    expect((await followLinks(pageOf(project, run))).dead).toEqual([]);
    expect(await verified(project, 'pr-1')).toMatchObject({ holds: true, record: { findings: [] } });
    // Begun anew, an environment names nothing of what it was.
    await drawn(project);
    expect(new Set(Object.values(holders(await manifestOf(project))))).toEqual(new Set(['own']));
  });
});

it('reads a run of an engine that wrote all files of its own, and names of it what is equal to the byte', async () => {
  const project = await copyOfBuilt();
  const { run: old } = await manifestOf(project);
  const attacker = new Attacker(project);
  // As engines of before wrote it.
  await attacker.rewrite(`runs/${old}/manifest.json`, (manifest) => {
    delete manifest['documents'];
  });
  await attacker.renew('main', 1);
  await writeFile(path.join(project.lake, 'runs', old, 'events.jsonl'), '{}\n');
  await attacker.admitFile(old, 'events.jsonl');
  await attacker.renew('main', 1);
  await attacker.silence(old);
  const flags = { projectDir: project.root, logFormat: 'text' } as const;
  expect(await runCard('crisis_probit', flags, recordingTerminal())).toBe(0);
  const { run } = await drawn(project);
  const files = holders(await manifestOf(project));
  expect(files).toMatchObject({ 'lineage.json': old, 'definitions.json': old, 'lineage.html': 'own' });
  expect((await followLinks(pageOf(project, run))).dead).toEqual([]);
  const chain = await verified(project);
  expect(chain.record.findings).toEqual([]);
  expect(first(Object.values((await manifestOf(project)).nodes)).status).toBe('ok');
});

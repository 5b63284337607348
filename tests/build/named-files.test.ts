import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCard } from '../../engine/cli/commands/card.ts';
import { runDocs } from '../../engine/cli/commands/docs.ts';
import { runOpen } from '../../engine/cli/commands/open.ts';
import { openLocalStore, readRunFile } from '../../engine/lake/index.ts';
import { first, present } from '../../engine/presence/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { Attacker } from './attacker.ts';
import { builtProject } from './built-project.ts';
import { drawn, holders, pageOf, twice, verified } from './drawn-runs.ts';
import { followLinks } from './page-links.ts';
import { type BuildChanges, edit, manifestOf, type TestProject, type World } from './small-project.ts';

const copyOfBuilt = builtProject();

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
    const { project, maker, run } = await twice(await copyOfBuilt());
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
    const { project, maker } = await twice(await copyOfBuilt());
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
    const { project, maker } = await twice(await copyOfBuilt());
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

  it('draws anew where a page is gone to which documents lead', async () => {
    const { project, maker } = await twice(await copyOfBuilt());
    await rm(path.join(project.lake, 'runs', maker, 'index.html'));
    const { run } = await drawn(project);
    expect((await followLinks(pageOf(project, run))).dead).toEqual([]);
  });

  it('writes a file again that is gone', async () => {
    const { project, maker } = await twice(await copyOfBuilt());
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

import { describe, expect, it } from 'vitest';
import { runCard } from '../../engine/cli/commands/card.ts';
import { runEnvDelete } from '../../engine/cli/commands/env.ts';
import { present } from '../../engine/presence/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { ageLake } from './aged-lake.ts';
import { Attacker } from './attacker.ts';
import { builtProject } from './built-project.ts';
import { collected, drawn, holders, pageOf, twice, verified } from './drawn-runs.ts';
import { followLinks } from './page-links.ts';
import { buildProject, manifestOf } from './small-project.ts';

const copyOfBuilt = builtProject();

describe('ews lineage verify, of a run that names files of another', () => {
  it('holds as long as they are what was written', async () => {
    const { project, maker, run } = await twice(await copyOfBuilt());
    for (const each of [run, maker]) {
      expect(await verified(project, 'main', each)).toMatchObject({ holds: true, record: { findings: [] } });
    }
  });

  it.each(['cards/crisis_probit.html', 'cards/bom.cdx.json', 'lineage.html', 'lineage.json', 'histories.js'])(
    'finds a change of %s',
    async (name) => {
      const { project } = await twice(await copyOfBuilt());
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
    const { project, maker, run } = await twice(await copyOfBuilt());
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
    const { project, run } = await twice(await copyOfBuilt());
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
    const { project, run } = await twice(await copyOfBuilt());
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
    const { project, maker, run: between } = await twice(await copyOfBuilt());
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
    const { project, maker } = await twice(await copyOfBuilt());
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

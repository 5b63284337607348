import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { first } from '../../engine/presence/index.ts';
import { copyProject, edit } from '../build/small-project.ts';
import { ews, REPOSITORY, run } from './product.ts';

describe('the ews command', () => {
  it('prints results to standard output, everything else to standard error', async () => {
    const { root } = await copyProject(onTestFinished);
    const built = await ews(root, 'build', '--json');
    expect(built.code).toBe(0);
    expect(JSON.parse(built.stdout)).toMatchObject({ ok: true, result: { ok: true } });
    expect(built.stderr).toMatch(/^ +\d+ of 15 OK +feature +slope \.+ \[/m);
    const shown = await ews(root, 'show', 'slope.slope', '--last', '1', '--json');
    expect(shown.stderr).toBe('');
    expect(JSON.parse(shown.stdout).result.rows).toHaveLength(1);
  });

  it('ends with 1 for the project, 2 for wrong usage', async () => {
    const { root } = await copyProject(onTestFinished);
    const unknown = await ews(root, 'bild');
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toMatch(/^error EWS6001 unknown command 'bild'\n {2}→ did you mean "build"\?/);
    expect(await ews(root, 'show', 'slop')).toMatchObject({ code: 2, stdout: '' });
    expect((await ews(root, 'show', 'slope')).stderr).toMatch(/^error EWS3009 not ingested yet/);
    await edit({ root, lake: '' }, 'features/slope.sql', 'rates.long', 'rates.lung');
    const broken = await ews(root, 'compile', '--log-format', 'json');
    expect(broken).toMatchObject({ code: 1, stdout: '' });
    expect(JSON.parse(first(broken.stderr.split('\n'))).problem.code).toBe('EWS2104');
  });

  it('takes its flags from the environment too, and colours only what it is told to', async () => {
    const { root } = await copyProject(onTestFinished);
    const bin = path.join(REPOSITORY, 'bin/ews.mjs');
    const env = { ...process.env, EWS_PROJECT_DIR: root, NO_COLOR: '', FORCE_COLOR: '1' };
    const coloured = await run(process.execPath, [bin, 'compile'], { env });
    expect(coloured).toMatchObject({ code: 0 });
    expect(coloured.stdout).toContain('\u001b[');
    const plain = await run(process.execPath, [bin, 'compile'], { env: { ...env, NO_COLOR: '1' } });
    expect(plain.stdout).not.toContain('\u001b[');
  });

  it('is quiet when the reader of a pipe leaves', async () => {
    const { root } = await copyProject(onTestFinished);
    const bin = path.join(REPOSITORY, 'bin/ews.mjs');
    const compile = `"${process.execPath}" "${bin}" compile --json --project-dir "${root}"`;
    const shell = `${compile} | head -c 1; echo "\${PIPESTATUS[0]}"`;
    expect(await run('bash', ['-c', shell])).toEqual({ code: 0, stdout: '{0\n', stderr: '' });
  });
});

import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { copyReferenceProject } from '../golden-project/reference-copy.ts';
import { REPOSITORY, run } from './product.ts';

/** What `npm pack` reads, copied so that packing, which compiles, leaves the working copy's dist/ alone. */
const PACKED = [
  'bin',
  'docs',
  'engine',
  'lineage',
  'ews.config.yaml',
  'features',
  'models',
  'schemas',
  'scripts',
  'sources',
  'targets',
  'templates',
  'LICENSE',
  'package.json',
  'package-lock.json',
];
const COMPILED = ['tsconfig.json', 'tsconfig.build.json'];

interface Tarball {
  readonly file: string;
  readonly contents: readonly string[];
}

/** Packs a copy that was never compiled, as a clean clone is. */
async function pack(): Promise<Tarball> {
  const copy = await temporaryFolder(onTestFinished);
  for (const name of [...PACKED, ...COMPILED]) {
    await cp(path.join(REPOSITORY, name), path.join(copy, name), { recursive: true });
  }
  await symlink(path.join(REPOSITORY, 'node_modules'), path.join(copy, 'node_modules'));
  const { code, stdout, stderr } = await run('npm', ['pack', '--json', '--silent'], { cwd: copy });
  if (code !== 0) throw new Error(`npm pack failed\n${stdout}\n${stderr}`);
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  return { file: path.join(copy, filename), contents: files.map((each) => each.path) };
}

describe('the package', () => {
  it('builds a copied project from an install without scripts and without dev dependencies', async () => {
    const { file, contents } = await pack();
    expect(contents).toEqual(
      expect.arrayContaining([
        'bin/ews.mjs',
        'dist/programs/ews.js',
        'docs/dsl.md',
        'docs/errors/EWS2104.md',
        'schemas/source.schema.json',
        'sources/snapshot/fred.parquet',
        'templates/starter/ews.config.yaml',
        'LICENSE',
        'npm-shrinkwrap.json',
      ]),
    );
    expect(contents.filter((name) => /\.ts$|\.test\.|\.fixture\.|\/cases\/|^tests\//.test(name))).toEqual([]);

    const project = await copyReferenceProject(onTestFinished);
    await writeFile(path.join(project, 'package.json'), '{ "name": "somebody-elses", "private": true }\n');
    const flags = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline'];
    const installed = await run('npm', ['install', ...flags, file], { cwd: project });
    expect(installed, installed.stderr).toMatchObject({ code: 0 });
    expect(await readdir(path.join(project, 'node_modules'))).not.toContain('typescript');

    const command = path.join(project, 'node_modules/.bin/ews');
    const built = await run(command, ['build'], { cwd: project });
    expect(built, built.stderr).toMatchObject({ code: 0 });
    expect(built.stdout).toContain('Known on 2022-10-31');
    const again = await run(command, ['build'], { cwd: project });
    expect(again.stderr + again.stdout).toContain('0 executed');

    // A new project, and its next steps as they are printed, where they are printed.
    const begun = await run('npx', ['ews', 'init', 'first'], { cwd: project });
    expect(begun, begun.stderr).toMatchObject({ code: 0 });
    const [, steps = ''] = begun.stdout.split('Next:\n');
    expect(steps).toContain('npx ews build');
    const script = steps.replace(/npx ews open/, 'npx ews open --print');
    const followed = await run('sh', ['-ec', script], { cwd: project });
    expect(followed, followed.stderr).toMatchObject({ code: 0 });
    expect(followed.stdout).toContain('Known on 2022-10-31');
    expect(followed.stdout).toContain('next: npx ews open');

    // Elsewhere npx would ask the registry for a package called ews.
    const elsewhere = await temporaryFolder(onTestFinished);
    expect(await run(command, ['init', 'first'], { cwd: elsewhere })).toMatchObject({ code: 0 });
    const away = await run(command, ['build'], { cwd: path.join(elsewhere, 'first') });
    expect(away.stdout).toMatch(/next: node \S+ews\.mjs open/);
    expect(away.stdout).not.toContain('npx');
    const reference = await run('npx', ['ews', 'init', 'us', '--template', 'us-recession'], { cwd: project });
    expect(reference, reference.stderr).toMatchObject({ code: 0 });
    const compiled = await run('npx', ['ews', 'compile', '--project-dir', 'us'], { cwd: project });
    expect(compiled, compiled.stderr).toMatchObject({ code: 0 });
    const explained = await run('npx', ['ews', 'explain', 'EWS2104'], { cwd: project });
    expect(explained.stdout).toContain('EWS2104: unknown relation');
  });

  it('holds the lock file, by which npm ci in the unpacked tarball installs', async () => {
    const { file } = await pack();
    const packing = path.dirname(file);
    expect(await readdir(packing)).not.toContain('npm-shrinkwrap.json');
    expect(await run('tar', ['-xzf', file], { cwd: packing })).toMatchObject({ code: 0 });

    const unpacked = path.join(packing, 'package');
    const lock = await readFile(path.join(REPOSITORY, 'package-lock.json'), 'utf8');
    expect(await readFile(path.join(unpacked, 'npm-shrinkwrap.json'), 'utf8')).toBe(lock);
    const accepted = await run('npm', ['ci', '--dry-run', '--omit=dev', '--ignore-scripts'], { cwd: unpacked });
    expect(accepted, accepted.stderr).toMatchObject({ code: 0 });
  });

  it('says the one command that is needed when it is not compiled', async () => {
    const folder = await temporaryFolder(onTestFinished);
    await mkdir(path.join(folder, 'bin'));
    await cp(path.join(REPOSITORY, 'bin/ews.mjs'), path.join(folder, 'bin/ews.mjs'));
    const { code, stdout, stderr } = await run(process.execPath, [path.join(folder, 'bin/ews.mjs'), 'build']);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: 'ews is not compiled yet (the install ran no scripts). Run: npm run build\n',
    });
    const { scripts } = JSON.parse(await readFile(path.join(REPOSITORY, 'package.json'), 'utf8'));
    expect(Object.keys(scripts)).toContain('build');
  });
});

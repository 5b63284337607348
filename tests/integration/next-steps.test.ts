import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { present } from '../../engine/presence/index.ts';
import { addFiles, copyProject, edit } from '../build/small-project.ts';
import { ews, REPOSITORY, run } from './product.ts';

const PROGRAM = path.join(REPOSITORY, 'bin/ews.mjs');

/** What a line of a command says to type next. */
function nextIn(printed: string): string {
  return present(/\bnext: (.*)$/m.exec(printed)?.[1]);
}

/** A folder that has `ews` as a shell or as npx finds it, or not at all. */
async function workplace(found: 'plain' | 'npx' | 'nowhere') {
  const folder = await temporaryFolder(onTestFinished);
  const bin = path.join(folder, found === 'npx' ? 'node_modules/.bin' : 'bin');
  await mkdir(bin, { recursive: true });
  if (found !== 'nowhere') await symlink(PROGRAM, path.join(bin, 'ews'));
  const PATH = found === 'plain' ? `${bin}:${process.env['PATH']}` : process.env['PATH'];
  return { cwd: folder, env: { ...process.env, PATH } };
}

it.each([
  ['plain', 'ews'],
  ['npx', 'npx ews'],
  ['nowhere', `node ${PROGRAM}`],
] as const)('what is printed as the next step works where it is printed, ews being found %s', async (found, called) => {
  const { root } = await copyProject(onTestFinished);
  const place = await workplace(found);
  const typed = (command: string) => run('sh', ['-c', command], place);
  const flags = `--project-dir ${root} --env trial --vars horizon_months=4`;
  const planned = await typed(`node ${PROGRAM} plan ${flags}`);
  expect(planned).toMatchObject({ code: 0 });
  const build = nextIn(planned.stdout);
  expect(build).toBe(`${called} build ${flags}`);
  const built = await typed(build);
  expect(built).toMatchObject({ code: 0 });
  const open = nextIn(built.stdout);
  expect(open).toBe(`${called} open ${flags}`);
  const opened = await typed(`${open} --print`);
  expect(opened).toMatchObject({ code: 0, stderr: '' });
  const page = await readFile(path.resolve(place.cwd, opened.stdout.trim()), 'utf8');
  expect(page).toContain('<dd>trial, target local</dd>');
});

it.each([
  ['plain', 'ews'],
  ['npx', 'npx ews'],
  ['nowhere', `node ${PROGRAM}`],
] as const)('the way out of a problem works where it is printed, ews being found %s', async (found, called) => {
  const { root } = await copyProject(onTestFinished);
  const place = await workplace(found);
  const typed = (command: string) => run('sh', ['-c', command], place);
  const flags = `--project-dir ${root} --env trial`;
  const show = `node ${PROGRAM} show features.slope --last 1 ${flags}`;
  const refused = await typed(show);
  expect(refused).toMatchObject({ code: 1 });
  const [, way] = /→ run: (.*)$/m.exec(refused.stderr) ?? [];
  expect(way).toBe(`${called} build ${flags} --select +slope`);
  const [, page] = /^1 problem\. {3}(.*)$/m.exec(refused.stderr) ?? [];
  expect(page).toBe(`${called} explain EWS3009`);
  expect(await typed(present(page))).toMatchObject({ code: 0, stdout: expect.stringContaining('EWS3009') });
  expect(await typed(present(way))).toMatchObject({ code: 0 });
  expect(await typed(show)).toMatchObject({ code: 0, stdout: expect.stringContaining('as known on 2009-12-31') });
});

it('every command that takes a run says how to find one, where there is none of that name', async () => {
  const { root } = await copyProject(onTestFinished);
  expect((await ews(root, 'build', '-s', 'slope', '--quiet')).code).toBe(0);
  const file = path.join(root, 'out');
  for (const unknown of ['nope', '20200101T000000Z-abcdef']) {
    for (const command of [
      ['docs', '--run', unknown, '--output', file],
      ['artifacts', '--run', unknown, '--output', file],
      ['lineage', 'features.slope', '--run', unknown],
      ['lineage', 'verify', '--run', unknown],
      ['lineage', 'diff', unknown],
      ['diff', unknown],
      ['retry', unknown],
      ['ls', '-s', 'state:modified', '--state', unknown],
      ['build', '--defer', '--state', unknown],
    ]) {
      const { code, stderr } = await ews(root, ...command);
      expect([1, 2], command.join(' ')).toContain(code);
      expect(stderr, command.join(' ')).toContain(` runs --project-dir ${root} lists the runs`);
    }
  }
});

it('a target has every build write its artefacts, also of a run that failed', async () => {
  const project = await copyProject(onTestFinished);
  await addFiles(project, { 'targets/dbt.yaml': 'target: dbt\ndescription: x\nartifacts: target\n' });
  const artefact = async (name: string) =>
    JSON.parse(await readFile(path.join(project.root, 'target', `${name}.json`), 'utf8'));
  const first = await ews(project.root, 'build', '-s', 'slope', '-t', 'dbt');
  expect(first).toMatchObject({ code: 0 });
  const before = await artefact('run_results');
  expect(before.results.length).toBeGreaterThan(0);
  await edit(project, 'features/slope.yaml', 'min: -5', 'min: 4');
  const second = await ews(project.root, 'build', '-s', 'slope', '-t', 'dbt');
  expect(second).toMatchObject({ code: 1 });
  const after = await artefact('run_results');
  expect(after.metadata.env.EWS_RUN).not.toBe(before.metadata.env.EWS_RUN);
  expect(after.results.map(({ status }: { readonly status: string }) => status)).toContain('fail');
  expect((await artefact('manifest')).metadata.env.EWS_RUN).toBe(after.metadata.env.EWS_RUN);
});

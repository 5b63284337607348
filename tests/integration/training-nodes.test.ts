import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { NODE_VERSIONS, nodeBinary } from '../../scripts/node-binaries.ts';
import { copyProject, edit } from '../build/small-project.ts';
import { placesHere } from '../isolation/places.ts';
import { REPOSITORY, run } from './product.ts';

const { bubblewrap } = await placesHere(afterAll);

/** A user with a number and no name, as containers have them. */
const NOBODY = 61_234;
const AS_NOBODY = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups', '--no-new-privs'];
const SETPRIV = '/usr/bin/setpriv';

/** Nodes lie in the cache of whoever runs the tests, where others may not look. */
async function openToAll(node: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ews-node-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await chmod(folder, 0o755);
  const copy = path.join(folder, 'node');
  await copyFile(node, copy);
  await chmod(copy, 0o755);
  return copy;
}

async function giveTo(user: number, folder: string): Promise<void> {
  for (const entry of [folder, ...(await readdir(folder, { recursive: true })).map((name) => path.join(folder, name))])
    await chown(entry, user, user);
}

const WHO = [
  { who: 'whoever runs this', isNobody: false },
  { who: 'a user without a name', isNobody: true },
] as const;

/** Only root can become another. */
const here = WHO.filter(({ isNobody }) => !isNobody || process.getuid?.() === 0);
const CASES = NODE_VERSIONS.flatMap((version) => here.map((each) => ({ version, ...each })));

describe.skipIf(bubblewrap === null)('isolation is required', () => {
  it.each(CASES)('and holds with Node $version for $who', async ({ version, isNobody }) => {
    const project = await copyProject(onTestFinished);
    await edit(project, 'targets/local.yaml', 'environment: main', 'environment: main\nisolation: required');
    const home = path.join(project.root, '.home');
    await mkdir(home);
    const node = await openToAll(await nodeBinary(version));
    const command = [node, path.join(REPOSITORY, 'bin/ews.mjs'), 'build', '--json', '--project-dir', project.root];
    if (isNobody) await giveTo(NOBODY, project.root);
    const words = isNobody ? [SETPRIV, ...AS_NOBODY, ...command] : command;
    const [program, ...args] = words;
    const built = await run(String(program), args, { env: { ...process.env, HOME: home, XDG_CACHE_HOME: home } });
    expect(built).toMatchObject({ code: 0 });
    const { run: id } = JSON.parse(built.stdout).result;
    const card = JSON.parse(await readFile(path.join(project.lake, 'runs', id, 'cards/crisis_probit.json'), 'utf8'));
    const { demanded, barriers, checks } = card.envelope.isolation;
    expect(demanded).toBe('required');
    for (const barrier of ['bubblewrap', 'permission_model']) {
      expect(barriers).toContainEqual({ barrier, present: true });
    }
    expect(checks.filter(({ held }: { readonly held: boolean }) => !held)).toEqual([]);
    expect(checks).toHaveLength(26);
  });
});

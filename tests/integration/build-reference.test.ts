import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openLocalStore, readRef } from '../../engine/lake/index.ts';
import { buildInChild } from '../build/child-build.ts';
import { expectWhole } from '../build/die-and-recover.ts';
import { checkLineage } from '../build/lineage-completeness.ts';
import { objectDigests } from '../build/objects.ts';
import { copyReference } from '../build/reference-project.ts';
import {
  buildProject,
  copyProject,
  definitionsOf,
  deleteLake,
  edit,
  executed,
  type TestProject,
} from '../build/small-project.ts';

const COMMAND = path.resolve(import.meta.dirname, '../../bin/ews.mjs');
const LARGE = process.env['EWS_LARGE'] === '1';
const KILLS = LARGE ? 24 : 6;
const MOMENTS = Array.from({ length: KILLS }, (_, i) => i + 1);

it('the reference project: same bytes on one thread and on four, every column with lineage', async () => {
  const project = await copyReference(onTestFinished);
  expect((await buildProject(project, { threads: 4 })).result.ok).toBe(true);
  const first = await objectDigests(project.lake);
  const { faults, compared } = await checkLineage(await definitionsOf(project), project.lake);
  expect(faults).toEqual([]);
  expect(compared.length).toBeGreaterThan(55);
  await deleteLake(project);
  await buildProject(project, { threads: 1 });
  expect(await objectDigests(project.lake)).toEqual(first);
});

describe('the reference project, killed at moments spread over its build', () => {
  let project: TestProject;
  let digests: Readonly<Record<string, string>>;
  let duration: number;
  let attempts = 0;
  let deaths = 0;
  const cleanups: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    project = await copyReference((clean) => cleanups.push(clean));
    await buildProject(project, { run: 'old' });
    // Everything is computed anew.
    await edit(project, 'ews.config.yaml', 'start: 1959-01-31', 'start: 1959-02-28');
    const direct = await copyProject((clean) => cleanups.push(clean), project.root);
    const started = performance.now();
    expect((await buildInChild(direct)).printed).toBe('ok');
    duration = performance.now() - started;
    digests = await objectDigests(direct.lake);
  });

  afterAll(async () => {
    for (const clean of cleanups) await clean();
  });

  // One build that is killed again and again, and goes on each time from what the killed ones stored.
  it(`${KILLS} times on its way: a whole environment each time, and the last build completes`, async () => {
    const victim = await copyProject(onTestFinished, project.root);
    for (const _ of MOMENTS) {
      const killAfter = duration / (KILLS + 1);
      await expectWhole(victim, (await killed(victim, killAfter)) ? 'old' : 'new');
    }
    await expectCompletes(victim);
  });

  // Each is a build that dies and one that completes it: a minute each.
  it.runIf(LARGE).each(MOMENTS)(
    `at moment %d of ${KILLS + 1} (with EWS_LARGE=1): a whole environment, and the next build completes`,
    async (moment) => {
      const victim = await copyProject(onTestFinished, project.root);
      const killAfter = (duration * moment) / (KILLS + 1);
      // A machine that was faster this time may have finished the last ones.
      await expectWhole(victim, (await killed(victim, killAfter)) ? 'old' : 'new');
      await expectCompletes(victim);
    },
  );

  it('most of the builds did not end before they were killed', () => {
    expect(deaths).toBeGreaterThan(attempts / 2);
    console.log(`figures: ${deaths} of ${attempts} builds killed, and all completed to the same bytes`);
  });

  async function killed(victim: TestProject, killAfter: number): Promise<boolean> {
    const { signal } = await buildInChild(victim, { killAfter });
    attempts += 1;
    deaths += signal === 'SIGKILL' ? 1 : 0;
    return signal === 'SIGKILL';
  }

  async function expectCompletes(victim: TestProject): Promise<void> {
    expect((await buildProject(victim)).result.ok).toBe(true);
    expect(await objectDigests(victim.lake)).toEqual(digests);
    expect(executed(await buildProject(victim))).toEqual([]);
  }
});

it('Ctrl-C ends ews build with exit code 130, and the environment is as it was', async () => {
  const project = await copyReference(onTestFinished);
  const child = spawn(process.execPath, [COMMAND, 'build', '--project-dir', project.root], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr.on('data', (chunk) => {
    const computing = / OK +feature /.test(printed);
    printed += chunk;
    // Once: a second one ends the process on the spot.
    if (!computing && / OK +feature /.test(printed)) child.kill('SIGINT');
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code).toBe(130);
  expect(printed).toContain('interrupted');
  expect(await readRef(openLocalStore(project.lake), 'main')).toBeUndefined();
});

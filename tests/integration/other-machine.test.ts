import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import type { Plan } from '../../engine/plan/index.ts';
import { copyProject } from '../build/small-project.ts';
import { type CommandOutput, REPOSITORY, resultIn, run } from './product.ts';

/** What makes glibc on x86-64 take the functions of a processor without fused multiply-add. */
const OLDER_PROCESSOR = { GLIBC_TUNABLES: 'glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4' };

it('an older processor: every fingerprint is another, the plan says why, and the probe is kept', async (context) => {
  const project = await copyProject(onTestFinished);
  const cache = await temporaryFolder(onTestFinished);
  const ews = (env: object, ...args: readonly string[]): Promise<CommandOutput> =>
    run(process.execPath, [path.join(REPOSITORY, 'bin/ews.mjs'), ...args, '--project-dir', project.root], {
      env: { ...process.env, XDG_CACHE_HOME: cache, ...env },
    });
  expect(await ews({}, 'build', '--quiet')).toMatchObject({ code: 0 });
  const before = planOf(await ews({}, 'plan', '--json'));
  expect(before.stages.filter(({ action }) => action === 'execute')).toEqual([]);

  const there = await ews(OLDER_PROCESSOR, 'plan', '--json');
  const after = planOf(there);
  if (after.stages.every(({ action }) => action === 'reuse')) {
    context.skip('this C library has no other functions for an older processor');
  }
  const known = new Map(before.stages.map(({ node, fingerprint }) => [node, fingerprint]));
  expect(after.stages.filter(({ node, fingerprint }) => fingerprint === known.get(node))).toEqual([]);
  const executed = after.stages.filter(({ kind }) => kind !== 'source');
  expect(executed.map(({ reason }) => reason.text)).toEqual(
    executed.map(() => expect.stringMatching(/numerics probe of this machine differs: duckdb \w+/)),
  );
  expect(there.stderr).toMatch(/EWS5040 numerics probe of this machine differs .* environment main: .*duckdb exp/);

  // Both are kept where the user keeps what can be made again, and the lake knows only who built.
  expect((await readdir(path.join(cache, 'ews'))).toSorted()).toEqual(['numerics.json', 'pages', 'seal.key']);
  const [, , text = ''] = (await readFile(path.join(cache, 'ews/numerics.json'), 'utf8')).split('\n');
  expect(Object.keys(JSON.parse(text).probes)).toHaveLength(2);
  expect(await readdir(path.join(project.lake, 'objects/numerics/machine'))).toHaveLength(1);
  expect((await readdir(project.root, { recursive: true })).filter((name) => name.endsWith('numerics.json'))).toEqual(
    [],
  );

  // Whoever only reads needs no machine like it.
  const shown = await ews(OLDER_PROCESSOR, 'show', 'features.slope', '--stored', '--last', '1');
  expect(shown).toMatchObject({ code: 0 });
});

function planOf({ code, stdout, stderr }: CommandOutput): Plan {
  if (code !== 0) throw new Error(stderr);
  return resultIn(stdout);
}

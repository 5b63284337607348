import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { builtProject, sharedProject } from './built-project.ts';
import { diffed, printed, refused } from './diff-command.ts';
import { buildProject, edit } from './small-project.ts';

/** Built on 2022-11-01. */
const fresh = builtProject();
const shared = sharedProject();

describe('without git', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it('outside a repository, says so', async () => {
    const [problem] = await refused(await shared(), ['v1']);
    expect(problem).toMatchObject({ code: 'EWS6002' });
    expect(problem?.message).toBe('no run and no environment is called "v1", and this folder is in no git repository');
  });

  it('where git is not installed, says so, and compares runs all the same', async () => {
    const project = await fresh();
    execFileSync('git', ['init', '-q', project.root]);
    vi.stubEnv('PATH', path.join(project.root, 'nothing'));
    expect((await refused(project, ['git:v1']))[0]?.message).toContain('git is not installed');
    expect(await diffed(project, ['main'])).toMatchObject({ stages: [] });
  });
});

describe('between runs', () => {
  it('of one environment by id, by day and as it is', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 90');
    const { run } = (await buildProject(project, {}, { today: '2022-11-15' })).result;
    const first = await diffed(project, ['main@2022-11-01', 'main']);
    expect(first).toMatchObject({ to: `run ${run} of main`, stages: [{ id: 'features.slope' }], observations: [] });
    expect(await diffed(project, ['main@2022-11-14', run])).toMatchObject({ stages: first.stages });
    expect(await diffed(project, ['main', 'main@2022-11-15'])).toMatchObject({ stages: [] });
  });

  it('of two environments, which hold other observations', async () => {
    const project = await fresh();
    await edit(project, 'sources/data/loans.csv', '2003-05-01,', '2003-05-01,1');
    expect((await buildProject(project, { environment: 'other' })).result.ok).toBe(true);
    expect(await printed(project, ['main', 'other'])).toEqual([
      expect.stringMatching(/^run [\w-]+ of main -> run [\w-]+ of other$/),
      '',
      'no difference in columns, edges and settings',
      'the two sides hold other observations of bank.loans',
    ]);
  });
});

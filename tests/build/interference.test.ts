import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../engine/cli/failure.ts';
import { openLocalStore, readEvents, readRef, refHistory } from '../../engine/lake/index.ts';
import { builtProject } from './built-project.ts';
import { addFiles, buildProject, edit, executed, manifestOf, refusedBuild } from './small-project.ts';

const fresh = builtProject();

describe('an interrupted build', () => {
  it('ends at once with exit code 130, the environment as it was; the next build completes it', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
    const interrupt = new AbortController();
    const error = await buildProject(
      project,
      { threads: 1 },
      {
        signal: interrupt.signal,
        today: '2022-11-02',
        onEvent: (event) => {
          const reached = event.kind === 'node_finished' && event.result.id === 'features.slope';
          if (reached) interrupt.abort(new DOMException('interrupted', 'AbortError'));
        },
      },
    ).catch((thrown: unknown) => thrown);
    expect(exitCodeOf(error)).toBe(130);
    const store = openLocalStore(project.lake);
    expect((await readRef(store, 'main'))?.n).toBe(1);
    expect((await readEvents(store)).at(-1)).toMatchObject({ action: 'build', outcome: 'failed', actor: 'tester' });

    const completed = await buildProject(project);
    expect(completed.result.ok).toBe(true);
    // What was finished before the interrupt is stored and reused.
    expect(executed(completed)).not.toContain('features.slope');
    expect(executed(completed)).toContain('features.strain');
  });

  it('does not wait for a query that runs', async () => {
    const project = await fresh();
    await addFiles(project, {
      'features/slope.sql': `
        SELECT max(a.date) AS date, sum(a.value * b.value * c.value * d.value) AS slope, 0 AS inverted
        FROM rates.long a, rates.long b, rates.long c, rates.long d, rates.short e, rates.short f`,
    });
    const interrupt = new AbortController();
    const build = buildProject(
      project,
      {},
      {
        signal: interrupt.signal,
        onEvent: (event) => {
          if (event.kind !== 'node_started' || event.id !== 'features.slope') return;
          setTimeout(() => interrupt.abort(new DOMException('interrupted', 'AbortError')), 100);
        },
      },
    );
    await expect(build).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('two builds at once on one environment', () => {
  it('one wins; the other says who won, and what it made is reused', async () => {
    const first = await fresh();
    await edit(first, 'models/crisis_probit.yaml', 'seed: 7', 'seed: 8');
    const second = { ...(await fresh()), lake: first.lake };
    await edit(second, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');

    // The second starts and ends while the first stands at its last step.
    let overtaken = false;
    const slow = await refusedBuild(
      first,
      { run: 'slow' },
      {
        store: {
          beforeWrite: async (key, step) => {
            if (key !== 'runs/slow/manifest.json' || step !== 'begin') return;
            overtaken = true;
            expect((await buildProject(second, { run: 'fast' })).result.ok).toBe(true);
          },
        },
      },
    );
    expect(overtaken).toBe(true);
    expect(slow).toMatchObject([{ code: 'EWS4001', message: expect.stringContaining('run fast moved') }]);

    const store = openLocalStore(first.lake);
    expect((await readRef(store, 'main'))?.value).toMatchObject({ run: 'fast' });
    // The loser's model is there: its definitions build without computing it again.
    expect(executed(await buildProject(first))).toEqual([]);
    expect((await refHistory(store, 'main')).map(({ value }) => value['run']).slice(1, 2)).toEqual(['fast']);
  });

  it('on two environments both win', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
    const results = await Promise.all(['pr-1', 'pr-2'].map((environment) => buildProject(project, { environment })));
    expect(results.map(({ result }) => result.ok)).toEqual([true, true]);
    const fingerprints = async (environment: string): Promise<unknown> =>
      Object.entries((await manifestOf(project, environment)).nodes).map(([id, { fingerprint }]) => [id, fingerprint]);
    expect(await fingerprints('pr-1')).toEqual(await fingerprints('pr-2'));
  });
});

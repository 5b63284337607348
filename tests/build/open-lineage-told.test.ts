import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { impatientNetwork } from '../open-lineage/impatient-network.ts';
import { startReceiver } from '../open-lineage/receiver.ts';
import { eventOf, eventsOf, shortly, storedEvents } from '../open-lineage/stored-events.ts';
import { freePort } from '../s3/free-port.ts';
import { builtProject } from './built-project.ts';
import { addFiles, buildProject, edit, refusedBuild, type TestProject } from './small-project.ts';

const fresh = builtProject();
const KEY = 'a-secret-of-this-test';

/** A project that was built, whose target tells an endpoint, and of which one test has changed: four events. */
async function telling(url: string, more = ''): Promise<TestProject> {
  const project = await fresh();
  await edit(project, 'targets/local.yaml', 'target: local', `target: local\nopenlineage: { url: "${url}"${more} }`);
  await edit(project, 'features/slope.yaml', 'max: 5', 'max: 6');
  return project;
}

describe('an endpoint', () => {
  it('takes the events of the file, in its order', async () => {
    const receiver = await startReceiver(onTestFinished, (n) => (n <= 2 ? 503 : 201));
    const project = await telling(receiver.url, ', api_key_env: LINEAGE_KEY');
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
    const built = await buildProject(project, {}, { network: impatientNetwork(KEY) });
    expect(built.result).toMatchObject({ ok: true, problems: [{ code: 'EWS5003' }] });
    // The build, the two groups, the changed test and the model; what reads columns that come out as they were is none.
    expect(receiver.taken).toHaveLength(10);
    expect(receiver.taken).toEqual(await eventsOf(project, built));
    expect(receiver.requests.every(({ authorization }) => authorization === `Bearer ${KEY}`)).toBe(true);
  });

  it('that cannot be reached costs a warning, and the run has all events', async () => {
    const project = await telling(`http://127.0.0.1:${await freePort()}/api/v1/lineage`);
    const built = await buildProject(project, {}, { network: impatientNetwork() });
    const events = await eventsOf(project, built);
    expect(events.length).toBe(4);
    const warning = {
      code: 'EWS4011',
      severity: 'warning',
      message: expect.stringMatching(/^http:\S+ did not take 4 of 4 OpenLineage events: ECONNREFUSED$/),
      hint: expect.stringContaining(`runs/${built.result.run}/openlineage.jsonl`),
    };
    expect(built.result).toMatchObject({ ok: true, problems: [{ code: 'EWS5003' }, warning] });
    // Beside what the manifest has the digests of, which was committed before the endpoint was done with.
    const stored = async (file: string): Promise<unknown> =>
      JSON.parse(await readFile(path.join(project.lake, built.result.folder, file), 'utf8'));
    expect(await stored('undelivered.json')).toEqual({ problems: built.result.problems.slice(1) });
    expect(await stored('run_results.json')).toMatchObject({ ok: true, problems: [{ code: 'EWS5003' }] });
  });

  it('costs no build, also when the warning cannot be stored', async () => {
    const project = await telling(`http://127.0.0.1:${await freePort()}/api/v1/lineage`);
    let writes = 0;
    const beforeWrite = async (key: string, step: string): Promise<void> => {
      if (key !== 'runs/full/undelivered.json' || step !== 'begin') return;
      writes += 1;
      throw new Error('the disk is full');
    };
    const world = { network: impatientNetwork(), store: { beforeWrite } };
    const { result } = await buildProject(project, { run: 'full' }, world);
    expect([writes, result.ok, result.problems.at(-1)?.code]).toEqual([1, true, 'EWS4011']);
  });

  it('that refuses the key is told nothing more, and the key is stored nowhere', async () => {
    const receiver = await startReceiver(onTestFinished, () => 401);
    const project = await telling(receiver.url, ', api_key_env: LINEAGE_KEY');
    const built = await buildProject(project, {}, { network: impatientNetwork(KEY) });
    expect(receiver.requests.length).toBe(1);
    expect(built.result.problems.at(-1)?.message).toContain('4 of 4 OpenLineage events: it refuses the key (401)');
    const files = (await readdir(project.root, { recursive: true, withFileTypes: true })).filter((each) =>
      each.isFile(),
    );
    for (const { parentPath, name } of files) {
      expect((await readFile(path.join(parentPath, name))).includes(KEY), name).toBe(false);
    }
    expect(JSON.stringify(built)).not.toContain(KEY);
  });

  it.each([
    ['is not set', undefined, 'LINEAGE_KEY is not set'],
    ['cannot be a key', `${KEY}\n`, 'LINEAGE_KEY holds white space or other characters that no key has'],
  ])('whose key %s is not asked', async (_what, key, reason) => {
    const receiver = await startReceiver(onTestFinished);
    const project = await telling(receiver.url, ', api_key_env: LINEAGE_KEY');
    const { result } = await buildProject(project, {}, { network: impatientNetwork(key) });
    expect([result.ok, receiver.requests.length]).toEqual([true, 0]);
    expect(result.problems.at(-1)?.message).toContain(`4 of 4 OpenLineage events: ${reason}`);
  });

  it('is told of a project that does not compile', async () => {
    const receiver = await startReceiver(onTestFinished);
    const project = await telling(receiver.url);
    await addFiles(project, { 'features/slope.sql': 'SELECT nothing FROM rates.long' });
    await refusedBuild(project, { run: 'broken' }, { network: impatientNetwork() });
    expect(shortly(receiver.taken)).toEqual(['START small.build', 'FAIL small.build']);
    await expect(storedEvents(project, 'broken')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(receiver.taken[1]?.run.facets.errorMessage?.message).toMatch(/^EWS2105 /);
  });

  it('is told that a build was interrupted, and of every node that ran, and so is the file', async () => {
    const receiver = await startReceiver(onTestFinished);
    const project = await telling(receiver.url);
    const interrupt = new AbortController();
    const onEvent = (event: { readonly kind: string }): void => {
      if (event.kind === 'node_started') interrupt.abort(new DOMException('interrupted', 'AbortError'));
    };
    const world = { network: { ...impatientNetwork(), sleep: neverLate }, signal: interrupt.signal, onEvent };
    const stopped = buildProject(project, { threads: 1, run: 'stopped' }, world);
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(receiver.taken).toEqual(await storedEvents(project, 'stopped'));
    const told = shortly(receiver.taken);
    expect(told.at(-1)).toBe('ABORT small.build');
    const ends = told.filter((each) => !each.startsWith('START'));
    expect(told.length).toBe(2 * ends.length);
  });

  it('is told that another run won, and so is the file', async () => {
    const receiver = await startReceiver(onTestFinished);
    const project = await telling(receiver.url);
    const beforeWrite = async (key: string, step: string): Promise<void> => {
      if (key !== 'runs/slow/manifest.json' || step !== 'begin') return;
      expect((await buildProject(project, { run: 'fast' }, { network: impatientNetwork() })).result.ok).toBe(true);
    };
    await refusedBuild(project, { run: 'slow' }, { network: impatientNetwork(), store: { beforeWrite } });
    const events = await storedEvents(project, 'slow');
    expect(eventOf(events, 'FAIL', 'small.build').run.facets.errorMessage?.message).toMatch(/^EWS4001 /);
    expect(shortly(events)).not.toContain('COMPLETE small.build');
    const runs = new Set(events.map(({ run }) => run.runId));
    expect(receiver.taken.filter(({ run }) => runs.has(run.runId))).toEqual(events);
  });
});

/** Also the second that an interrupted build waits is longer than this machine takes. */
function neverLate(_ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

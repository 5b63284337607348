import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OpenLineageEvent } from '../../lineage/index.ts';
import { impatientNetwork } from '../open-lineage/impatient-network.ts';
import { startReceiver } from '../open-lineage/receiver.ts';
import { eventsOf, shortly, storedEvents } from '../open-lineage/stored-events.ts';
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

async function breakCredit(project: TestProject): Promise<void> {
  await edit(project, 'features/credit.sql', '100 * ln', "CAST('none' || amount AS DOUBLE) * ln");
}

function eventOf(events: readonly OpenLineageEvent[], eventType: string, name: string): OpenLineageEvent {
  const found = events.find((event) => event.eventType === eventType && event.job.name === name);
  if (found === undefined) throw new Error(`there is no ${eventType} of ${name}`);
  return found;
}

/** Ways in which each field depends on others: `TRANSFORMATION frames.x.y`. */
function fieldsOf(event: OpenLineageEvent, output: string): Readonly<Record<string, readonly string[]>> {
  const lineage = event.outputs.find(({ name }) => name === output)?.facets.columnLineage;
  const ways = Object.entries(lineage?.fields ?? {}).map(([column, { inputFields }]) => [
    column,
    inputFields.flatMap(({ name, field, transformations }) =>
      transformations.map(({ subtype }) => `${subtype} ${name}.${field}`),
    ),
  ]);
  return Object.fromEntries(ways);
}

describe('a run leaves as OpenLineage events', () => {
  it('nothing but itself when everything is reused', async () => {
    const project = await fresh();
    const events = await eventsOf(project, await buildProject(project));
    expect(shortly(events)).toEqual(['START small.build', 'COMPLETE small.build']);
  });

  it('a START and an end of what was executed, below one build', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
    const events = await eventsOf(project, await buildProject(project));
    const names = [
      'features.slope',
      'features.strain',
      'models.crisis_probit',
      'small.build',
      'tests.slope.inverted.accepted_values',
      'tests.slope.slope.not_null',
      'tests.slope.slope.range',
      'tests.strain.strain.not_null',
    ];
    expect(shortly(events).toSorted()).toEqual(
      [...names.map((name) => `COMPLETE ${name}`), ...names.map((name) => `START ${name}`)].toSorted(),
    );
    const build = eventOf(events, 'START', 'small.build').run.runId;
    for (const name of names) {
      const [start, end] = [eventOf(events, 'START', name), eventOf(events, 'COMPLETE', name)];
      expect(start.run.runId).toBe(end.run.runId);
      expect(end.run.facets.parent?.run.runId).toBe(name === 'small.build' ? undefined : build);
    }
    expect(new Set(events.map(({ run }) => run.runId)).size).toBe(names.length);
  });

  it('a model with its frame, its fit, its predictions and its alarms', async () => {
    const project = await fresh();
    await edit(project, 'models/crisis_probit.yaml', 'seed: 7', 'seed: 8');
    const built = await buildProject(project);
    const event = eventOf(await eventsOf(project, built), 'COMPLETE', 'models.crisis_probit');
    expect(event.job.facets.jobType.jobType).toBe('MODEL');
    expect(event.inputs.map(({ name }) => name)).toEqual([
      'alarms.crisis_probit',
      // Of the sources the card says how their rows became known.
      'bank.loans',
      'bank.turns',
      'features.crisis',
      'features.slope',
      'features.strain',
      'frames.crisis_probit',
      'labels.crisis_ahead',
      'models.crisis_probit',
      'predictions.crisis_probit',
      'rates.long',
      'rates.short',
      'rates.vacancies',
    ]);
    expect(event.outputs.map(({ name, outputFacets }) => [name, outputFacets?.outputStatistics?.rowCount])).toEqual([
      ['frames.crisis_probit', undefined],
      ['models.crisis_probit', undefined],
      ['predictions.crisis_probit', built.result.nodes.find(({ id }) => id === 'models.crisis_probit')?.rows],
      ['alarms.crisis_probit', undefined],
      ['cards.crisis_probit', undefined],
    ]);
    expect(fieldsOf(event, 'frames.crisis_probit')).toEqual({
      as_of: ['IDENTITY features.slope.as_of'],
      'slope.slope': ['TRANSFORMATION features.slope.slope', 'JOIN features.slope.as_of'],
      'strain.strain': ['TRANSFORMATION features.strain.strain', 'JOIN features.strain.as_of'],
      y: ['IDENTITY labels.crisis_ahead.y', 'JOIN labels.crisis_ahead.date', 'FILTER labels.crisis_ahead.known_to'],
    });
    const trained = [
      ...['slope.slope', 'strain.strain', 'y'].map((column) => `AGGREGATION frames.crisis_probit.${column}`),
      'AGGREGATION labels.crisis_ahead.y',
      ...['known_from', 'known_to'].map((column) => `FILTER labels.crisis_ahead.${column}`),
      'JOIN labels.crisis_ahead.date',
      'FILTER frames.crisis_probit.as_of',
    ];
    const episodes = ['in_crisis', 'date'].map((column) => `GROUP_BY features.crisis.${column}`);
    expect(fieldsOf(event, 'models.crisis_probit')).toEqual({ fit: trained, scores: [...trained, ...episodes] });
    const scored = ['slope.slope', 'strain.strain'].map((column) => `TRANSFORMATION frames.crisis_probit.${column}`);
    expect(fieldsOf(event, 'predictions.crisis_probit')['probability']).toEqual([
      ...scored,
      'TRANSFORMATION models.crisis_probit.fit',
    ]);
    expect(event.outputs.every(({ facets }) => /^[0-9a-f]{64}$/.test(facets.version?.datasetVersion ?? ''))).toBe(true);
  });

  it('why a node failed, and what was skipped on its account', async () => {
    const project = await fresh();
    await breakCredit(project);
    const events = await eventsOf(project, await buildProject(project));
    const why =
      "EWS3003 features.credit failed on the data: Conversion Error: Could not convert string 'none1000.9' to DOUBLE";
    const failed = eventOf(events, 'FAIL', 'features.credit');
    expect(failed.run.facets.errorMessage?.message).toBe(why);
    expect([failed.inputs.map(({ name }) => name), failed.outputs]).toEqual([['bank.loans', 'calendar.dates'], []]);
    expect(eventOf(events, 'ABORT', 'features.strain').run.facets.errorMessage?.message).toBe(
      'skipped: features.credit failed',
    );
    expect(eventOf(events, 'FAIL', 'small.build').run.facets.errorMessage?.message).toBe(`features.credit: ${why}`);
    const started = shortly(events).filter((each) => each.startsWith('START'));
    expect(events.length).toBe(2 * started.length);
  });

  it('what a test found in the group that it tests', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.yaml', 'max: 5', 'max: 0.5');
    await edit(project, 'features/slope.yaml', 'not_null', 'not_null: { valid_from: 2000-02-29 }');
    const events = await eventsOf(project, await buildProject(project));
    const [range] = eventOf(events, 'FAIL', 'tests.slope.slope.range').inputs;
    expect(range?.name).toBe('features.slope');
    const { _producer, _schemaURL, ...quality } = range?.inputFacets?.dataQualityAssertions ?? {};
    expect(quality).toEqual({
      assertions: [
        {
          assertion: 'range',
          success: false,
          column: 'slope',
          severity: 'error',
          name: 'tests.slope.slope.range',
          actual: expect.stringMatching(/^[1-9]\d*$/),
          params: { min: -5, max: 0.5 },
        },
      ],
    });
    const [notNull] = eventOf(events, 'COMPLETE', 'tests.slope.slope.not_null').inputs;
    expect(notNull?.inputFacets?.dataQualityAssertions?.assertions[0]?.success).toBe(true);
    expect(notNull?.inputFacets?.dataQualityMetrics?.columnMetrics).toEqual({ slope: { nullCount: 0 } });
  });

  it('the ingestion of a source, with what it stored', async () => {
    const project = await fresh();
    await edit(project, 'sources/data/loans.csv', '2003-05-01,', '2003-05-01,1');
    const events = await eventsOf(project, await buildProject(project));
    const { job, inputs, outputs } = eventOf(events, 'COMPLETE', 'sources.bank');
    expect([job.facets.jobType.jobType, job.facets.sourceCodeLocation.path]).toEqual(['INGEST', 'sources/bank.yaml']);
    expect(inputs.map(({ namespace, name }) => [namespace, name])).toEqual([
      ['file', 'small/sources/data/loans.csv'],
      ['file', 'small/sources/data/turns.csv'],
    ]);
    expect(outputs.map(({ name, facets }) => [name, facets.version?.datasetVersion.length])).toEqual([
      ['bank.loans', 64],
      ['bank.turns', 64],
    ]);
    expect(outputs.every(({ outputFacets }) => (outputFacets?.outputStatistics?.rowCount ?? 0) > 0)).toBe(true);
    expect(shortly(events)).not.toContain('START sources.rates');
  });
});

describe('an endpoint', () => {
  it('takes the events of the file, in its order', async () => {
    const receiver = await startReceiver(onTestFinished, (n) => (n <= 2 ? 503 : 201));
    const project = await telling(receiver.url, ', api_key_env: LINEAGE_KEY');
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
    const built = await buildProject(project, {}, { network: impatientNetwork(KEY) });
    expect(built.result).toMatchObject({ ok: true, problems: [{ code: 'EWS5003' }] });
    expect(receiver.taken).toHaveLength(16);
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

import { describe, expect, it } from 'vitest';
import type { StaticEvent } from '../../lineage/index.ts';
import { nameIn, printedEvents } from '../open-lineage/printed-events.ts';
import { eventsOf } from '../open-lineage/stored-events.ts';
import { builtProject, sharedProject } from './built-project.ts';
import { buildProject, edit } from './small-project.ts';

const fresh = builtProject();
const shared = sharedProject();

/** `rates.long.value`: the fields that a column of a dataset depends on. */
function fieldsBehind(events: readonly StaticEvent[], dataset: string, column: string): readonly string[] {
  const found = events.find((event) => nameIn(event) === dataset);
  if (found === undefined || !('dataset' in found)) throw new Error(`${dataset} is not told of`);
  const { inputFields = [] } = found.dataset.facets.columnLineage?.fields[column] ?? {};
  return inputFields.map(({ name, field }) => `${name}.${field}`);
}

describe('ews lineage --format openlineage tells', () => {
  it('of each dataset on the way, once, two tables of one file as one', async () => {
    const events = await printedEvents(await shared(), 'crisis_probit.fit');
    const names = events.map(nameIn);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['models.crisis_probit', 'features.slope', 'rates.long']));
    expect(events.every((event) => 'dataset' in event)).toBe(true);
    expect(fieldsBehind(events, 'features.slope', 'slope')).toEqual(
      expect.arrayContaining(['rates.long.value', 'rates.short.value']),
    );
  });

  it('of a prediction as of its model: what decides its probability', async () => {
    const project = await shared();
    const names = (await printedEvents(project, 'crisis_probit@2009-06-30')).map(nameIn);
    expect(names).toEqual((await printedEvents(project, 'predictions.crisis_probit.probability')).map(nameIn));
    expect(names).toContain('frames.crisis_probit');
  });

  it('of a test as a job, which reads a dataset and makes none', async () => {
    const events = await printedEvents(await shared(), 'slope.slope', { downstream: true, depth: '1' });
    const jobs = events.flatMap((event) => ('job' in event ? [event] : []));
    expect(
      jobs.map(({ job, inputs }) => [job.name, job.facets.jobType.jobType, inputs.map(({ name }) => name)]),
    ).toEqual([
      ['tests.slope.slope.not_null', 'TEST', ['features.slope']],
      ['tests.slope.slope.range', 'TEST', ['features.slope']],
    ]);
    expect(jobs[0]?.job.facets.sourceCodeLocation.path).toBe('features/slope.yaml');
  });
});

describe('of a run of the past', () => {
  it('it tells what was stored, at the time of the run, in the versions that the run itself told of', async () => {
    const project = await fresh();
    await edit(project, 'models/crisis_probit.yaml', 'seed: 7', 'seed: 8');
    const first = await buildProject(project, {}, { today: '2022-11-02' });
    await edit(project, 'features/slope.sql', 'JOIN rates.short AS short USING (date)', 'JOIN gone USING (date)');
    const { run } = first.result;
    const events = await printedEvents(project, 'crisis_probit', { run });
    expect(await printedEvents(project, 'crisis_probit', { at: '2022-11-02' })).toEqual(events);
    expect(new Set(events.map(({ eventTime }) => eventTime))).toEqual(new Set(['2022-11-02T00:00:00.000Z']));

    const told = (await eventsOf(project, first)).flatMap(({ outputs }) => outputs);
    const version = (name: string): string | undefined =>
      told.findLast((output) => output.name === name)?.facets.version?.datasetVersion;
    for (const name of ['frames.crisis_probit', 'models.crisis_probit']) {
      const event = events.find((each) => nameIn(each) === name);
      const facets = event !== undefined && 'dataset' in event ? event.dataset.facets : undefined;
      expect(version(name)).toMatch(/^[0-9a-f]{64}$/);
      expect(facets?.version?.datasetVersion, name).toBe(version(name));
    }
  });

  it("it tells of a prediction, whose lineage is its model's", async () => {
    const project = await shared();
    const names = (await printedEvents(project, 'models.crisis_probit@2009-06-30', { at: '2022-11-01' })).map(nameIn);
    expect(names).toContain('predictions.crisis_probit');
    await expect(printedEvents(project, 'crisis_probti@2009-06-30', { at: '2022-11-01' })).rejects.toMatchObject({
      problems: [{ code: 'EWS6002', hint: 'did you mean "predictions.crisis_probit.probability"?' }],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { present } from '../../engine/presence/index.ts';
import type { OpenLineageEvent } from '../../lineage/index.ts';
import { eventOf, eventsOf, shortly } from '../open-lineage/stored-events.ts';
import { builtProject } from './built-project.ts';
import { buildProject, edit, type TestProject } from './small-project.ts';

const fresh = builtProject();

async function breakCredit(project: TestProject): Promise<void> {
  await edit(project, 'features/credit.sql', '100 * ln', "CAST('none' || amount AS DOUBLE) * ln");
}

/** Ways in which each field depends on others: `TRANSFORMATION frames.x.y`. */
function fieldsOf(event: OpenLineageEvent, output: string): Readonly<Record<string, readonly string[]>> {
  const { columnLineage } = present(event.outputs.find(({ name }) => name === output)).facets;
  const ways = Object.entries(present(columnLineage).fields).map(([column, { inputFields }]) => [
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
    // The tests read rows that come out as they were.
    const names = ['features.slope', 'features.strain', 'models.crisis_probit', 'small.build'];
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
    expect(event.outputs.every(({ facets }) => /^[0-9a-f]{64}$/.test(present(facets.version).datasetVersion))).toBe(
      true,
    );
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
    const { _producer, _schemaURL, ...quality } = present(range?.inputFacets?.dataQualityAssertions);
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
    const counts = outputs.map(({ outputFacets }) => present(present(outputFacets).outputStatistics).rowCount);
    expect(counts.every((count) => present(count) > 0)).toBe(true);
    expect(shortly(events)).not.toContain('START sources.rates');
  });
});

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type LineageFlags, runLineage } from '../../engine/cli/commands/lineage.ts';
import type { DatasetEvent, OpenLineageEvent } from '../../lineage/index.ts';
import { copyReference } from '../build/reference-project.ts';
import { type Built, buildProject, copyProject, edit, type TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { openValidator, whyNoSchemas } from '../open-lineage/official-schemas.ts';
import { eventsOf } from '../open-lineage/stored-events.ts';

const missing = whyNoSchemas();
// A reader of the report sees what was not checked, and why.
describe.skipIf(missing !== undefined)(
  `events of a build keep to the official schemas${missing ? ` (${missing})` : ''}`,
  () => {
    const validate = missing === undefined ? openValidator() : () => ({ faults: [], facets: {} });

    it('of the reference project, first and second build', async () => {
      const project = await copyReference(onTestFinished);
      const began = performance.now();
      const built = await buildProject(project);
      const events = await eventsOf(project, built);
      const { faults, facets } = validate(events);
      expect(faults).toEqual([]);
      expect(events.length).toBe(2 * (built.result.nodes.length + 1));
      expect(Object.keys(facets).toSorted()).toEqual(EVERY_FACET.filter((name) => name !== 'ErrorMessageRunFacet'));
      expectWhole(events);

      const again = await buildProject(project);
      expect(validate(await eventsOf(project, again)).faults).toEqual([]);
      const bytes = (await readFile(path.join(project.lake, built.result.folder, 'openlineage.jsonl'))).byteLength;
      console.log(
        `${events.length} events, ${bytes} bytes, ${Math.round(performance.now() - began)} ms for both builds`,
      );
    });

    it('of a project with failing nodes and tests', async () => {
      const project = await copyProject(onTestFinished);
      await edit(project, 'features/credit.sql', '100 * ln', "CAST('none' || amount AS DOUBLE) * ln");
      await edit(project, 'features/slope.yaml', 'max: 5', 'max: 0.5');
      const failed = await validated(project, await buildProject(project));
      expect(new Set(failed.map(({ eventType }) => eventType))).toEqual(
        new Set(['START', 'COMPLETE', 'FAIL', 'ABORT']),
      );

      await edit(project, 'sources/data/loans.csv', '2003-05-01,', '2003-05-01,x');
      const broken = await validated(project, await buildProject(project));
      expect(broken.find(({ eventType, job }) => eventType === 'FAIL' && job.name === 'sources.bank')).toBeDefined();
    });

    it('of a project with vintages', async () => {
      const project = await copyProject(onTestFinished, path.resolve(import.meta.dirname, '../projects/vintages'));
      expectWhole(await validated(project, await buildProject(project)));
    });

    it('of ews lineage: the reference project now, and a run of the past', async () => {
      const reference = await copyReference(onTestFinished);
      const events = await datasetEventsOf(reference, 'recession_logit@2007-12-31');
      expect(validate(events).faults).toEqual([]);
      expect(events.map(({ dataset }) => dataset.name)).toContain('frames.recession_logit');
      expect(events.every(({ dataset }) => dataset.facets.columnLineage !== undefined)).toBe(true);

      const project = await copyProject(onTestFinished);
      const { result } = await buildProject(project);
      const past = await datasetEventsOf(project, 'crisis_probit', { run: result.run });
      expect(validate(past).faults).toEqual([]);
      expect(past.map(({ dataset }) => dataset.name)).toContain('rates.long');
    });

    it('and what does not is found', () => {
      const event = {
        eventType: 'COMPLETE',
        eventTime: 'yesterday',
        producer: 'ews',
        schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
        run: { runId: '1', facets: { errorMessage: { _schemaURL: SQL_SCHEMA, _producer: 'urn:x' } } },
        job: { namespace: 'x', name: 'y', facets: {} },
        inputs: [],
        outputs: [],
      };
      expect(validate([event as unknown as OpenLineageEvent]).faults).toEqual([
        expect.stringContaining('/eventTime must match format'),
        expect.stringContaining('/producer must match format'),
        expect.stringContaining('/run/runId must match format'),
        expect.stringContaining("must have required property 'query'"),
        expect.stringContaining('errorMessage is called sql'),
      ]);
    });

    async function validated(project: TestProject, built: Built): Promise<readonly OpenLineageEvent[]> {
      const events = await eventsOf(project, built);
      expect(validate(events).faults).toEqual([]);
      return events;
    }
  },
);

const SQL_SCHEMA = 'https://openlineage.io/spec/facets/1-1-0/SQLJobFacet.json#/$defs/SQLJobFacet';

const EVERY_FACET = [
  'ColumnLineageDatasetFacet',
  'DataQualityAssertionsDatasetFacet',
  'DataQualityMetricsInputDatasetFacet',
  'DatasetVersionDatasetFacet',
  'DocumentationDatasetFacet',
  'DocumentationJobFacet',
  'ErrorMessageRunFacet',
  'JobTypeJobFacet',
  'OutputStatisticsOutputDatasetFacet',
  'OwnershipDatasetFacet',
  'OwnershipJobFacet',
  'ParentRunFacet',
  'ProcessingEngineRunFacet',
  'SQLJobFacet',
  'SchemaDatasetFacet',
  'SourceCodeLocationJobFacet',
  'TagsRunFacet',
];

/** Every field of an output has lineage, and all of it leads to a field of an input of the same event. */
function expectWhole(events: readonly OpenLineageEvent[]): void {
  for (const { job, inputs, outputs } of events) {
    const known = new Set(
      inputs.flatMap(({ namespace, name, facets }) =>
        facets.schema.fields.map((field) => JSON.stringify([namespace, name, field.name])),
      ),
    );
    for (const { name: output, facets } of outputs) {
      const { fields = {}, dataset = [] } = facets.columnLineage ?? {};
      expect(Object.keys(fields), output).toEqual(facets.schema.fields.map(({ name }) => name));
      const read = [...dataset, ...Object.values(fields).flatMap(({ inputFields }) => inputFields)];
      const loose = read
        .map(({ namespace, name, field }) => JSON.stringify([namespace, name, field]))
        .filter((each) => !known.has(each));
      expect(loose, `${job.name} -> ${output}`).toEqual([]);
    }
  }
}

/** What `ews lineage TARGET --format openlineage` prints. */
async function datasetEventsOf(
  project: TestProject,
  target: string,
  flags: Partial<LineageFlags> = {},
): Promise<readonly DatasetEvent[]> {
  const terminal = recordingTerminal();
  const all = { projectDir: project.root, logFormat: 'text', format: 'openlineage', ...flags } as const;
  expect(await runLineage(target, all, terminal)).toBe(0);
  const lines = terminal.said.out.flatMap((text) => text.split('\n'));
  return lines.map((line) => JSON.parse(line) as DatasetEvent);
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { TEST_KEY } from '../../engine/ingest/fred/client-at.fixture.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { present } from '../../engine/presence/index.ts';
import type { RunResult } from '../../engine/run/index.ts';
import type { OpenLineageEvent } from '../../lineage/index.ts';
import { copyReference } from '../build/reference-project.ts';
import { type Built, buildProject, copyProject, edit, type TestProject } from '../build/small-project.ts';
import { startFredServer } from '../ingest/fred-server/fred-server.ts';
import { vintagesProject } from '../ingest/fred-server/live-project.ts';
import { seriesOfFile, VINTAGES_FILE } from '../ingest/fred-server/vintages-file.ts';
import { openValidator, whyNoSchemas } from '../open-lineage/official-schemas.ts';
import { nameIn, printedEvents } from '../open-lineage/printed-events.ts';
import { eventsOf } from '../open-lineage/stored-events.ts';
import { REPOSITORY, resultIn, run } from './product.ts';

const COMMAND = path.join(REPOSITORY, 'bin/ews.mjs');
const missing = whyNoSchemas();
// A reader of the report sees what was not checked, and why.
describe.skipIf(missing !== undefined)(
  `events of a build keep to the official schemas${missing ? ` (${missing})` : ''}`,
  () => {
    const validate = missing === undefined ? openValidator() : () => ({ faults: [], facets: {} });

    let project: TestProject;
    let built: Built;
    let began: number;
    const cleanups: (() => Promise<void>)[] = [];

    beforeAll(async () => {
      project = await copyReference((clean) => cleanups.push(clean));
      began = performance.now();
      built = await buildProject(project);
    });

    afterAll(async () => {
      for (const clean of cleanups) await clean();
    });

    it('of the reference project, first and second build', async () => {
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

    it.skipIf(!existsSync(VINTAGES_FILE))('of a project that asks FRED', async () => {
      const server = await startFredServer({ series: await seriesOfFile(), key: TEST_KEY, today: '2026-01-01' });
      onTestFinished(() => server.stop());
      const root = await temporaryFolder(onTestFinished);
      await vintagesProject(root, server.url);
      const project = { root, lake: path.join(root, '.ews/live') };
      const command = [COMMAND, 'build', '--target', 'live', '--json', '--project-dir', root];
      const { stdout } = await run(process.execPath, command, { env: { ...process.env, FRED_API_KEY: TEST_KEY } });
      const events = await validated(project, { result: resultIn<RunResult>(stdout) });
      expectWhole(events);
      const ingested = events.find(({ eventType, job }) => eventType === 'COMPLETE' && job.name === 'sources.fred');
      expect(present(ingested).inputs.map(({ namespace }) => namespace)).toEqual([new URL(server.url).origin]);
      expect(JSON.stringify(events)).not.toContain(TEST_KEY);
    });

    it('of ews lineage: nodes, columns and predictions, now and of the past', async () => {
      const times = [{}, { run: built.result.run }];
      const asked = [
        ['labor', { directOnly: true }, 'fred.unrate'],
        ['labor.sahm_gap', { depth: '1' }, 'fred.unrate'],
        ['labor.sahm_gap', { downstream: true }, 'tests.labor.sahm_gap.range'],
        ['raw.fred.snapshot', { downstream: true }, 'predictions.recession_probit'],
        ['tests.labor.sahm_gap.range', {}, 'us_recession/sources/snapshot/fred_vintages.parquet'],
        ['recession_12m', {}, 'nber.turning_points'],
        ['recession_logit@2007-12-31', {}, 'frames.recession_logit'],
      ] as const;
      for (const [target, flags, reached] of asked) {
        for (const when of times) {
          const events = await printedEvents(project, target, { ...flags, ...when });
          expect(validate(events).faults, target).toEqual([]);
          expect(events.map(nameIn), target).toContain(reached);
        }
      }
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

    async function validated(project: TestProject, built: Pick<Built, 'result'>): Promise<readonly OpenLineageEvent[]> {
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
  'TagsDatasetFacet',
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

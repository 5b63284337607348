import { compareText } from '../edge.ts';
import { given } from '../given.ts';
import type { Stage } from '../stages/stage.ts';
import type { TraceTree } from '../stages/trace.ts';
import { tracedPlaces } from '../stages/traced-influences.ts';
import {
  type DatasetCatalogue,
  type DescribedStage,
  type InputDataset,
  inputDataset,
  inputsOf,
  outputDataset,
} from './dataset.ts';
import { DATASET_EVENT_SCHEMA, JOB_EVENT_SCHEMA } from './facet.ts';
import { type Checkout, type Job, jobOf } from './job.ts';

interface StaticFacts {
  /** UTC, ISO 8601: when it held. */
  readonly eventTime: string;
  readonly producer: string;
  readonly schemaURL: string;
}

/** A DatasetEvent of OpenLineage 2-0-2: what holds of a dataset whichever run made it. */
export interface DatasetEvent extends StaticFacts {
  readonly dataset: Pick<InputDataset, 'namespace' | 'name' | 'facets'>;
}

/** A JobEvent of OpenLineage 2-0-2: what a job reads, whichever run of it. */
export interface JobEvent extends StaticFacts {
  readonly job: Job;
  readonly inputs: readonly InputDataset[];
}

export type StaticEvent = DatasetEvent | JobEvent;

/**
 * An event for each dataset that a trace passes through, with the lineage of all its columns, and for each test, which
 * makes no dataset: in the order of their names. Two tables that are read from one file are one dataset.
 */
export function staticEvents(
  catalogue: DatasetCatalogue,
  tree: TraceTree,
  eventTime: string,
  checkout: Checkout,
): readonly StaticEvent[] {
  const byName = new Map<string, StaticEvent>();
  for (const id of new Set(tracedPlaces(tree).map(({ node }) => node))) {
    const described = catalogue.stages.get(id);
    if (described === undefined) throw new Error(`${id} is no stage of this lineage`);
    const isTest = described.stage.kind === 'test';
    const event = isTest
      ? testEvent(catalogue, described, eventTime, checkout)
      : datasetEvent(catalogue, described.stage, eventTime);
    const { namespace, name } = 'dataset' in event ? event.dataset : event.job;
    const key = JSON.stringify([namespace, name]);
    if (!byName.has(key)) byName.set(key, event);
  }
  return [...byName].sort(([left], [right]) => compareText(left, right)).map(([, event]) => event);
}

function datasetEvent(catalogue: DatasetCatalogue, stage: Stage, eventTime: string): DatasetEvent {
  const { namespace, name, facets } = outputDataset(catalogue, stage.id, versionOf(stage), undefined);
  const { producer } = catalogue;
  return { eventTime, producer, schemaURL: DATASET_EVENT_SCHEMA, dataset: { namespace, name, facets } };
}

function testEvent(
  catalogue: DatasetCatalogue,
  { stage, words }: DescribedStage,
  eventTime: string,
  checkout: Checkout,
): JobEvent {
  const { project, producer } = catalogue;
  const { description, owner } = words;
  if (stage.evidence === undefined) throw new Error(`${stage.id} does not say where it is defined`);
  const job = jobOf({
    project,
    producer,
    name: stage.id,
    kind: 'TEST',
    ...given({ description, owner }),
    file: stage.evidence.file,
    checkout,
  });
  const inputs = inputsOf(catalogue, [stage.id]).map((id) =>
    inputDataset(catalogue, id, versionOf(catalogue.stages.get(id)?.stage)),
  );
  return { eventTime, producer, schemaURL: JOB_EVENT_SCHEMA, job, inputs };
}

/** The fingerprint under which a run stored it; a lineage by definitions has none. */
function versionOf(stage: Stage | undefined): string | undefined {
  return stage?.evidence?.fingerprint;
}

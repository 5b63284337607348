import type { TraceTree } from '../stages/trace.ts';
import { tracedPlaces } from '../stages/trace-links.ts';
import { type DatasetCatalogue, type InputDataset, outputDataset } from './dataset.ts';
import { DATASET_EVENT_SCHEMA } from './facet.ts';

/** A DatasetEvent of OpenLineage 2-0-2: what holds of a dataset whichever run made it. */
export interface DatasetEvent {
  /** UTC, ISO 8601: when it was said. */
  readonly eventTime: string;
  readonly producer: string;
  readonly schemaURL: string;
  readonly dataset: Pick<InputDataset, 'namespace' | 'name' | 'facets'>;
}

/**
 * An event for each dataset that a trace passes through, in the order of their names, with the lineage of all its
 * columns. Two tables that are read from one file are one dataset.
 */
export function datasetEvents(
  catalogue: DatasetCatalogue,
  tree: TraceTree,
  eventTime: string,
): readonly DatasetEvent[] {
  const byName = new Map<string, DatasetEvent>();
  for (const id of new Set(tracedPlaces(tree).map(({ node }) => node))) {
    const { namespace, name, facets } = outputDataset(catalogue, id, undefined, undefined);
    const dataset = { namespace, name, facets };
    const key = JSON.stringify([namespace, name]);
    if (byName.has(key)) continue;
    byName.set(key, { eventTime, producer: catalogue.producer, schemaURL: DATASET_EVENT_SCHEMA, dataset });
  }
  return [...byName].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, event]) => event);
}

const SPECIFICATION = 'https://openlineage.io/spec';

export const RUN_EVENT_SCHEMA = `${SPECIFICATION}/2-0-2/OpenLineage.json#/$defs/RunEvent`;
export const JOB_EVENT_SCHEMA = `${SPECIFICATION}/2-0-2/OpenLineage.json#/$defs/JobEvent`;
export const DATASET_EVENT_SCHEMA = `${SPECIFICATION}/2-0-2/OpenLineage.json#/$defs/DatasetEvent`;

/** The version of each official facet schema that is written here. */
const VERSIONS = {
  SchemaDatasetFacet: '1-2-0',
  ColumnLineageDatasetFacet: '1-2-0',
  DocumentationDatasetFacet: '1-1-0',
  OwnershipDatasetFacet: '1-0-1',
  DatasetVersionDatasetFacet: '1-0-1',
  DataQualityAssertionsDatasetFacet: '1-1-0',
  DataQualityMetricsInputDatasetFacet: '1-0-3',
  OutputStatisticsOutputDatasetFacet: '1-0-2',
  DocumentationJobFacet: '1-1-0',
  OwnershipJobFacet: '1-0-1',
  SourceCodeLocationJobFacet: '1-1-0',
  JobTypeJobFacet: '2-0-4',
  SQLJobFacet: '1-1-0',
  ParentRunFacet: '1-2-0',
  ErrorMessageRunFacet: '1-0-1',
  ProcessingEngineRunFacet: '1-1-1',
  TagsRunFacet: '1-0-0',
  TagsDatasetFacet: '1-0-0',
} as const;

export type FacetSchema = keyof typeof VERSIONS;

/** What a facet says, who wrote it, and the schema that it keeps to. */
export type Facet<Body extends object> = Body & { readonly _producer: string; readonly _schemaURL: string };

/** @param producer a URI that names the program and its version. */
export function facet<Body extends object>(producer: string, schema: FacetSchema, body: Body): Facet<Body> {
  const url = `${SPECIFICATION}/facets/${VERSIONS[schema]}/${schema}.json#/$defs/${schema}`;
  return { _producer: producer, _schemaURL: url, ...body };
}

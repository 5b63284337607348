import { given, mapGiven } from '../given.ts';
import type { Stage, StageColumn, StageRights } from '../stages/stage.ts';
import { type ColumnLineageFacet, columnLineage } from './column-lineage.ts';
import { compareNames, type DatasetName, datasetName } from './dataset-name.ts';
import { type Facet, facet } from './facet.ts';
import { type Documentation, documentation, type Ownership, ownership } from './prose.ts';
import type { DataQualityAssertions, DataQualityMetrics } from './quality.ts';

/** What is known of a stage beside its columns and where they come from. */
export interface StageWords {
  readonly description?: string;
  readonly owner?: string;
  /** By column. */
  readonly columns: ReadonlyMap<string, string>;
}

export interface DescribedStage {
  readonly stage: Stage;
  readonly words: StageWords;
}

/** The stages of a project by id, with the words of their definitions, and who writes about them. */
export interface DatasetCatalogue {
  readonly project: string;
  readonly producer: string;
  readonly stages: ReadonlyMap<string, DescribedStage>;
}

export interface SchemaField {
  readonly name: string;
  /** DuckDB's name of the type. */
  readonly type?: string;
  readonly description?: string;
  /** From 1. */
  readonly ordinal_position: number;
}

/** Key `licence`, `attribution` or `notice`: what has to be said wherever the data are passed on. */
export interface DatasetTag {
  readonly key: string;
  readonly value: string;
  readonly source: 'EWS';
}

export interface DatasetFacets {
  readonly schema: Facet<{ readonly fields: readonly SchemaField[] }>;
  readonly documentation?: Facet<Documentation>;
  readonly ownership?: Facet<Ownership>;
  readonly tags?: Facet<{ readonly tags: readonly DatasetTag[] }>;
  readonly version?: Facet<{ readonly datasetVersion: string }>;
  readonly columnLineage?: Facet<ColumnLineageFacet>;
}

export interface InputDataset extends DatasetName {
  readonly facets: DatasetFacets;
  readonly inputFacets?: {
    readonly dataQualityAssertions?: Facet<DataQualityAssertions>;
    readonly dataQualityMetrics?: Facet<DataQualityMetrics>;
  };
}

export interface OutputDataset extends DatasetName {
  readonly facets: DatasetFacets;
  readonly outputFacets?: { readonly outputStatistics?: Facet<{ readonly rowCount: number }> };
}

/** @param version the fingerprint of the object that was read. */
export function inputDataset(
  catalogue: DatasetCatalogue,
  id: string,
  version: string | undefined,
  inputFacets?: InputDataset['inputFacets'],
): InputDataset {
  return {
    ...nameOf(catalogue, id),
    facets: described(catalogue, id, version),
    ...(inputFacets === undefined ? {} : { inputFacets }),
  };
}

/**
 * Neither of the two is known when a job starts.
 * @param version the fingerprint of the object that was made.
 * @param rowCount how many rows it has.
 */
export function outputDataset(
  catalogue: DatasetCatalogue,
  id: string,
  version: string | undefined,
  rowCount: number | undefined,
): OutputDataset {
  const { producer } = catalogue;
  const lineage = columnLineage(producer, stageOf(catalogue, id).stage, (upstream) => nameOf(catalogue, upstream));
  const statistics =
    rowCount === undefined ? undefined : facet(producer, 'OutputStatisticsOutputDatasetFacet', { rowCount });
  return {
    ...nameOf(catalogue, id),
    facets: { ...described(catalogue, id, version), columnLineage: lineage },
    ...(statistics === undefined ? {} : { outputFacets: { outputStatistics: statistics } }),
  };
}

/**
 * Ids of the stages that some stages are made from, one a dataset, in the order of their names. Some of themselves are
 * among them where one is made from another, as a model's predictions from its frame.
 * @param alsoRead stages that are read and carried by no edge.
 */
export function inputsOf(
  catalogue: DatasetCatalogue,
  outputs: readonly string[],
  alsoRead: readonly string[] = [],
): readonly string[] {
  const made = outputs.flatMap((id) => {
    const { rows, columns, reads = [] } = stageOf(catalogue, id).stage;
    return [...[...rows, ...columns.flatMap(({ edges }) => edges)].map(({ from }) => from.relation), ...reads];
  });
  const read = [...made, ...alsoRead];
  const byName = new Map(read.toReversed().map((id) => [JSON.stringify(nameOf(catalogue, id)), id]));
  return [...byName.values()].sort((left, right) => compareNames(nameOf(catalogue, left), nameOf(catalogue, right)));
}

function described(catalogue: DatasetCatalogue, id: string, version: string | undefined): DatasetFacets {
  const { producer } = catalogue;
  const { stage, words } = stageOf(catalogue, id);
  const fields = columnsOf(catalogue, stage).map(({ column, type }, position): SchemaField => {
    const description = words.columns.get(column);
    return { name: column, ...given({ type, description }), ordinal_position: position + 1 };
  });
  const { description, owner } = words;
  const tags = tagsOf(stage.rights);
  return {
    schema: facet(producer, 'SchemaDatasetFacet', { fields }),
    ...given({
      documentation: mapGiven(description, (text) => documentation(producer, 'DocumentationDatasetFacet', text)),
      ownership: mapGiven(owner, (name) => ownership(producer, 'OwnershipDatasetFacet', name)),
      tags: tags.length === 0 ? undefined : facet(producer, 'TagsDatasetFacet', { tags }),
      version: mapGiven(version, (datasetVersion) => facet(producer, 'DatasetVersionDatasetFacet', { datasetVersion })),
    }),
  };
}

function tagsOf({ licence, attribution, notices = [] }: StageRights = {}): readonly DatasetTag[] {
  const said = [
    { key: 'licence', value: licence },
    { key: 'attribution', value: attribution },
    ...notices.map((notice) => ({ key: 'notice', value: notice })),
  ];
  return said.flatMap(({ key, value }) => (value === undefined ? [] : [{ key, value, source: 'EWS' }]));
}

/** Two tables may be read from one file: a stage each, and one dataset with the columns of both. */
function columnsOf({ stages }: DatasetCatalogue, stage: Stage): readonly StageColumn[] {
  const file = stage.evidence?.file;
  if (stage.kind !== 'raw' || file === undefined) return stage.columns;
  const columns = new Map<string, StageColumn>();
  for (const { stage: other } of stages.values()) {
    if (other.kind !== 'raw' || other.evidence?.file !== file) continue;
    for (const column of other.columns) columns.set(column.column, columns.get(column.column) ?? column);
  }
  return [...columns.values()];
}

function nameOf(catalogue: DatasetCatalogue, id: string): DatasetName {
  return datasetName(stageOf(catalogue, id).stage, catalogue.project);
}

function stageOf({ stages }: DatasetCatalogue, id: string): DescribedStage {
  const found = stages.get(id);
  if (found === undefined) throw new Error(`${id} is no stage of this lineage`);
  return found;
}

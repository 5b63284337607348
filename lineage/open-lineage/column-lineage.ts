import type { EdgeKind } from '../edge.ts';
import type { Evidence, Stage, StageEdge } from '../stages/stage.ts';
import type { DatasetName } from './dataset-name.ts';
import { type Facet, facet } from './facet.ts';

export interface ColumnLineageFacet {
  readonly fields: Readonly<Record<string, { readonly inputFields: readonly InputField[] }>>;
  /** The columns that decide about the rows of the whole dataset. */
  readonly dataset: readonly InputField[];
}

/** A column that is depended on, with every way in which it is. */
export interface InputField extends DatasetName {
  readonly field: string;
  readonly transformations: readonly Transformation[];
}

export type Transformation = EdgeKind & {
  /** Where the output is defined, and how much of it rests on the input. */
  readonly description?: string;
  readonly masking: boolean;
};

/**
 * The edges of a stage as the facet has them. A column that depends on nothing is a field without input fields, so that
 * the fields are the columns.
 * @param nameOf names the dataset of a stage by its id, and throws where there is no such stage.
 */
export function columnLineage(
  producer: string,
  stage: Stage,
  nameOf: (stage: string) => DatasetName,
): Facet<ColumnLineageFacet> {
  const fields = stage.columns.map(
    ({ column, edges, evidence }) =>
      [column, { inputFields: inputFields(edges, evidence ?? stage.evidence, nameOf) }] as const,
  );
  return facet(producer, 'ColumnLineageDatasetFacet', {
    fields: Object.fromEntries(fields),
    dataset: inputFields(stage.rows, stage.evidence, nameOf),
  });
}

function inputFields(
  edges: readonly StageEdge[],
  evidence: Evidence | undefined,
  nameOf: (stage: string) => DatasetName,
): readonly InputField[] {
  const byColumn = new Map<string, { readonly input: StageEdge['from']; readonly ways: Transformation[] }>();
  for (const edge of edges) {
    const key = JSON.stringify([edge.from.relation, edge.from.column]);
    const found = byColumn.get(key) ?? { input: edge.from, ways: [] };
    found.ways.push(transformation(edge, evidence));
    byColumn.set(key, found);
  }
  return [...byColumn.values()].map(({ input, ways }) => ({
    ...nameOf(input.relation),
    field: input.column,
    transformations: ways,
  }));
}

function transformation(edge: StageEdge, evidence: Evidence | undefined): Transformation {
  const { type, subtype, masking, weight } = edge;
  const words = [
    evidence === undefined ? undefined : placeText(evidence),
    weight === undefined ? undefined : `importance ${weight}`,
  ].filter((text) => text !== undefined);
  const kind = { type, subtype } as EdgeKind;
  return { ...kind, ...(words.length === 0 ? {} : { description: words.join(', ') }), masking };
}

/** `features/labor.sql:3:8`. */
function placeText({ file, line, column }: Evidence): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

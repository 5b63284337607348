import { isKnowledgeColumn } from '../bitemporal/index.ts';
import { idOf } from '../ids/index.ts';
import type { Break, Definitions, FredSource, SeriesDefinition, SourceDefinition } from '../project/index.ts';
import type { Json, JsonObject } from '../warehouse/index.ts';
import type { SourceNode } from './graph.ts';
import type { TypedColumn } from './typed-column.ts';

export const SERIES_COLUMNS: readonly TypedColumn[] = [
  { name: 'date', type: 'DATE' },
  { name: 'value', type: 'DOUBLE' },
];

/** One node for each relation of each source, in the order of the files. */
export function sourceNodes(definitions: Pick<Definitions, 'sources'>): readonly SourceNode[] {
  return definitions.sources.flatMap((source) => relationsOf(source).map((relation) => sourceNode(source, relation)));
}

interface DeclaredRelation {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly TypedColumn[];
  readonly recipe: Json;
}

function relationsOf(source: SourceDefinition): readonly DeclaredRelation[] {
  switch (source.connector) {
    case 'fred':
      return source.series.map((series) => ({
        name: series.name,
        description: series.title,
        columns: SERIES_COLUMNS,
        recipe: {
          ...servingRecipe(source, series),
          ...reportedRecipe(source, series.breaks),
        },
      }));
    case 'file':
      return source.tables.map((table) => ({
        name: table.name,
        description: table.description,
        columns: table.columns.filter(({ name }) => !isKnowledgeColumn(name)).map(({ name, type }) => ({ name, type })),
        recipe: {
          frequency: table.frequency,
          ...(table.dated === 'end' ? { dated: table.dated } : {}),
          ...reportedRecipe(source, table.breaks),
        },
      }));
    default:
      throw new Error(`unknown connector ${(source satisfies never as SourceDefinition).connector}`);
  }
}

/** How stored observations are served before their first vintage; the stored rows themselves enter by digest. */
function servingRecipe(
  { prehistory, prehistoryLagMonths: lagMonths }: FredSource,
  { publicationLagDays: lagDays, frequency, dated, settlesAfterMonths }: SeriesDefinition,
): JsonObject {
  const period = { frequency, ...(dated === 'end' ? { dated } : {}) };
  const state = settlesAfterMonths === undefined ? {} : { settlesAfterMonths, ...period };
  // Cards say by them whether an input is late, where nothing is served by them.
  if (prehistory === 'none') return { prehistory, lagDays, ...period, ...state };
  return { prehistory, ...(lagMonths === undefined ? { lagDays } : { lagMonths }), ...period, ...state };
}

/** The parts of a source that warnings and cards repeat, which are stored with what is computed from it. */
function reportedRecipe(source: SourceDefinition, breaks: readonly Break[]): JsonObject {
  // A source that is asked live is complete through another day every day: a value that changes says so itself.
  const isLive = source.connector === 'fred' && source.data.kind === 'live';
  const completeThrough = isLive ? null : (source.completeThrough ?? null);
  return { completeThrough, breaks: breaks.map(({ date, reason }) => ({ date, reason })) };
}

function sourceNode(source: SourceDefinition, relation: DeclaredRelation): SourceNode {
  return {
    kind: 'source',
    id: idOf.relation(source.name, relation.name),
    name: relation.name,
    description: relation.description,
    ...(source.owner === undefined ? {} : { owner: source.owner }),
    tags: source.tags,
    path: source.yaml.file.path,
    inputs: [],
    recipe: relation.recipe,
    source,
    columns: relation.columns,
  };
}

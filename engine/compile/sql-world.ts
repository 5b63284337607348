import type { TextFile } from '../diagnostics/index.ts';
import { idOf, parseId } from '../ids/index.ts';
import type { FeatureGroupDefinition, LabelDefinition, SoundParts, WrittenRelation } from '../project/index.ts';
import type { GateContext, RelationKind } from './asof/index.ts';
import type { SourceNode } from './graph.ts';

/** One SQL file of a group or label, and what it is held against. */
export type JudgedSql = {
  /** Its id; of two files with one name the second has its path as well. */
  readonly key: string;
  readonly id: string;
  readonly sql: TextFile;
  /** The columns that its YAML declares, beside `date`; undefined where nobody can read them. */
  readonly declared: readonly string[] | undefined;
} & (
  | { readonly kind: 'feature' /** Where its YAML is sound. */; readonly definition?: FeatureGroupDefinition }
  | { readonly kind: 'label'; readonly definition?: LabelDefinition }
);

/** What the SQL of a project is judged among. */
export interface SqlWorld extends Pick<GateContext, 'relationKind' | 'relationNames'> {
  readonly queries: ReadonlyMap<string, JudgedSql>;
  /** Names that two files define: nobody knows which is meant. */
  readonly ambiguous: ReadonlySet<string>;
  /** Relations of sources that are not sound, by their ids, where they can be read. */
  readonly written: ReadonlyMap<string, WrittenRelation>;
}

export function sqlWorld(parts: SoundParts, sources: readonly SourceNode[]): SqlWorld {
  const queries = new Map<string, JudgedSql>();
  const ambiguous = new Set<string>();
  for (const query of judgedSqls(parts)) {
    const isTaken = queries.has(query.key);
    if (isTaken) ambiguous.add(query.id);
    const key = isTaken ? `${query.id} ${query.sql.path}` : query.key;
    queries.set(key, { ...query, key });
  }
  const kinds = new Map<string, RelationKind>([
    ...sources.map(({ id }) => [id, 'source'] as const),
    ...[...queries.values()].map(({ id, kind }) => [id, kind === 'feature' ? 'group' : 'label'] as const),
    ...parts.models.map((model) => [idOf.model(model.name), 'model'] as const),
    ['calendar.dates', 'calendar'],
  ]);
  const written = writtenRelations(parts);
  for (const id of written.keys()) if (!kinds.has(id)) kinds.set(id, 'source');
  return {
    queries,
    ambiguous,
    written,
    relationKind: (name) => kinds.get(name) ?? unsoundKind(parts, name),
    relationNames: [...kinds.keys()],
  };
}

const ROOM_KINDS: ReadonlyMap<string, RelationKind> = new Map([
  ['features', 'group'],
  ['labels', 'label'],
  ['models', 'model'],
]);

/** The kind of a relation that a file may define that is not sound. */
function unsoundKind({ unsoundNodes, unsoundSources }: SoundParts, name: string): RelationKind | undefined {
  const { schema } = parseId(name);
  if (unsoundNodes.has(name)) return ROOM_KINDS.get(schema);
  return unsoundSources.has(schema) && unsoundSources.get(schema) === undefined ? 'source' : undefined;
}

function writtenRelations({ unsoundSources }: SoundParts): SqlWorld['written'] {
  return new Map(
    [...unsoundSources].flatMap(([source, relations = new Map()]) =>
      [...relations].map(([name, relation]) => [idOf.relation(source, name), relation] as const),
    ),
  );
}

function judgedSqls({ groups, labels, loose }: SoundParts): readonly JudgedSql[] {
  return [
    ...groups.map((definition): JudgedSql => {
      const id = idOf.group(definition.name);
      const declared = [...definition.keys, ...definition.columns.map(({ name }) => name)];
      return { key: id, id, kind: 'feature', sql: definition.sql, declared, definition };
    }),
    ...labels.map((definition): JudgedSql => {
      const id = idOf.label(definition.name);
      return { key: id, id, kind: 'label', sql: definition.sql, declared: [...definition.keys, 'y'], definition };
    }),
    ...loose.map(({ kind, name, sql, columns: declared }): JudgedSql => {
      const id = kind === 'feature' ? idOf.group(name) : idOf.label(name);
      return { key: id, id, kind, sql, declared };
    }),
  ];
}

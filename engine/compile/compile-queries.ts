import { lineTextAt, type Problem, problem, spanAt } from '../diagnostics/index.ts';
import { idOf, type NodeId, nodeId } from '../ids/index.ts';
import { entry, first, present } from '../presence/index.ts';
import type { Definitions, FeatureGroupDefinition, LabelDefinition } from '../project/index.ts';
import { type JsonObject, unparseSql } from '../warehouse/index.ts';
import { type AsOfRelation, type GateContext, lift, type RelationKind } from './asof/index.ts';
import { type BoundQuery, bindQuery } from './bind.ts';
import { textKey } from './bound-facts.ts';
import { checkGroupContract, checkLabelContract } from './contract.ts';
import type { CompiledQuery, FeatureNode, LabelNode, SourceNode } from './graph.ts';
import { topologicalOrder } from './order.ts';
import { asofProblems, type ParsedQuery, type ParseOutcome, parseQuery } from './parse.ts';
import { groupRecipe, labelRecipe } from './recipes.ts';
import type { ShadowCatalogue } from './shadow-catalogue.ts';
import { withinLimits } from './within-limits.ts';

type Defined =
  | { readonly kind: 'feature'; readonly definition: FeatureGroupDefinition }
  | { readonly kind: 'label'; readonly definition: LabelDefinition };

export interface QueriesOutcome {
  /** Groups and labels, each after what it reads. */
  readonly nodes: readonly (FeatureNode | LabelNode)[];
  readonly problems: readonly Problem[];
}

/** Compiles every group and label. One that fails is left out, and what reads it is not judged on its account. */
export async function compileQueries(
  definitions: Definitions,
  sources: readonly SourceNode[],
  shadow: ShadowCatalogue,
): Promise<QueriesOutcome> {
  const defined = definedQueries(definitions);
  const { parsed, problems } = await parseQueries(defined, definitions, sources, shadow);
  const order = topologicalOrder(new Map([...parsed].map(([id, query]) => [id, query.relations])));
  if (!order.ok) return { nodes: [], problems: [...problems, circleProblem(order.circle, parsed)] };

  for (const source of sources) shadow.declare(source.id, source.columns, keyOf(source));
  const relations = sourceRelations(sources);
  const nodes = new Map<string, FeatureNode | LabelNode>();
  for (const id of order.order) {
    const what = entry(defined, id);
    const query = entry(parsed, id);
    // An input that failed has its own problem; binding against its absence would only repeat it.
    if (query.relations.some((name) => defined.has(name) && !nodes.has(name))) continue;
    const answer = await withinLimits(shadow, query.file, () => bindQuery(shadow, query));
    if (!answer.ok) {
      problems.push(...answer.problems);
      continue;
    }
    const broken = [
      ...asofProblems(query, relations),
      ...(what.kind === 'feature'
        ? checkGroupContract(what.definition, query, answer.bound)
        : checkLabelContract(what.definition, query, answer.bound)),
    ];
    if (broken.length > 0) {
      problems.push(...broken);
      continue;
    }
    const { bound } = answer;
    const compiled = await withinLimits(shadow, query.file, async () => {
      return { ok: true as const, query: await compileQuery(shadow, query, bound, { relations, nodes }) };
    });
    if (!compiled.ok) {
      problems.push(...compiled.problems);
      continue;
    }
    nodes.set(id, queryNode(id, what, query, compiled.query));
    if (what.kind === 'feature') {
      relations.set(id, { kind: 'group', name: id, statement: query.statement, sql: query.bound.sql });
      shadow.declare(id, answer.bound.output);
    }
  }
  return { nodes: [...nodes.values()], problems };
}

/** The queries that parse and that the gate admits, by id, and what is wrong with the others. */
async function parseQueries(
  defined: ReadonlyMap<string, Defined>,
  definitions: Definitions,
  sources: readonly SourceNode[],
  shadow: ShadowCatalogue,
): Promise<{ readonly parsed: ReadonlyMap<string, ParsedQuery>; readonly problems: Problem[] }> {
  const kinds = relationKinds(definitions, sources);
  const relationNames = [...kinds.keys()];
  const problems: Problem[] = [];
  const parsed = new Map<string, ParsedQuery>();
  for (const [id, { kind, definition }] of defined) {
    const context: GateContext = {
      file: definition.sql,
      reads: kind,
      relationKind: (name) => kinds.get(name),
      relationNames,
    };
    const parse = (): Promise<ParseOutcome> => parseQuery(shadow.warehouse, context, definitions.config.vars);
    const outcome = await withinLimits(shadow, definition.sql, parse);
    if (outcome.ok) parsed.set(id, outcome.query);
    else problems.push(...outcome.problems);
  }
  return { parsed, problems };
}

/** What queries may read before any group is compiled. */
function sourceRelations(sources: readonly SourceNode[]): Map<string, AsOfRelation> {
  const relations = new Map<string, AsOfRelation>([['calendar.dates', { kind: 'calendar' }]]);
  for (const source of sources) {
    relations.set(source.id, { kind: 'source', name: source.id, columns: source.columns, key: keyOf(source) });
  }
  return relations;
}

function definedQueries(definitions: Definitions): ReadonlyMap<string, Defined> {
  return new Map<string, Defined>([
    ...definitions.groups.map((group) => [idOf.group(group.name), { kind: 'feature', definition: group }] as const),
    ...definitions.labels.map((label) => [idOf.label(label.name), { kind: 'label', definition: label }] as const),
  ]);
}

/** On any day a source has one observation of each date: ingesting refuses more. */
function keyOf({ source, name }: SourceNode): readonly string[] {
  if (source.connector === 'fred') return ['date'];
  const table = present(source.tables.find((declared) => declared.name === name));
  return [...table.keys, table.dateColumn];
}

function relationKinds(definitions: Definitions, sources: readonly SourceNode[]): ReadonlyMap<string, RelationKind> {
  return new Map<string, RelationKind>([
    ...sources.map((source) => [source.id as string, 'source'] as const),
    ...definitions.groups.map((group) => [idOf.group(group.name), 'group'] as const),
    ...definitions.labels.map((label) => [idOf.label(label.name), 'label'] as const),
    ...definitions.models.map((model) => [idOf.model(model.name), 'model'] as const),
    ['calendar.dates', 'calendar'],
  ]);
}

/** What a query may read: sources, and the queries compiled before it. */
interface CompiledBefore {
  readonly relations: ReadonlyMap<string, AsOfRelation>;
  readonly nodes: ReadonlyMap<string, FeatureNode | LabelNode>;
}

/** Joins a query with what it reads through groups, and lifts it. */
async function compileQuery(
  shadow: ShadowCatalogue,
  query: ParsedQuery,
  bound: BoundQuery,
  { relations, nodes }: CompiledBefore,
): Promise<CompiledQuery> {
  const sources = new Set<NodeId>();
  const groups = new Map<string, string>();
  let usesAsOf = query.usesAsOf;
  for (const name of query.relations) {
    const group = nodes.get(name);
    if (group !== undefined) {
      for (const inner of group.query.groups) groups.set(inner.name, inner.sql);
      groups.set(name, group.query.sql);
      for (const source of group.query.sources) sources.add(source);
      usesAsOf ||= group.query.usesAsOf;
    } else if (name !== 'calendar.dates') sources.add(nodeId(name));
  }
  const lifted = lift(query.statement, relations);
  return {
    sql: query.bound.sql,
    ...(lifted.kind === 'lifted'
      ? { liftedSql: await textOf(shadow, lifted.statement), exactness: lifted.exactness }
      : { loopReason: lifted.reason }),
    sources: [...sources].toSorted(),
    groups: [...groups].map(([name, sql]) => ({ name, sql })),
    usesAsOf,
    ...bound,
  };
}

/**
 * Prints a lifted statement, the slowest thing that DuckDB is asked for a group: the text is kept for as long as
 * nothing that it says changes.
 */
async function textOf({ warehouse, cache }: ShadowCatalogue, statement: JsonObject): Promise<string> {
  const key = textKey(statement);
  const cached = cache.find(key);
  if (typeof cached === 'string') return cached;
  const text = await unparseSql(warehouse, statement);
  cache.keep(key, text);
  return text;
}

function queryNode(id: string, what: Defined, query: ParsedQuery, compiled: CompiledQuery): FeatureNode | LabelNode {
  const { definition } = what;
  const shape = {
    id: nodeId(id),
    name: definition.name,
    description: definition.description,
    ...(definition.owner === undefined ? {} : { owner: definition.owner }),
    tags: definition.tags,
    path: definition.sql.path,
    inputs: query.relations.filter((name) => name !== 'calendar.dates').map(nodeId),
    query: compiled,
  };
  return what.kind === 'feature'
    ? { ...shape, kind: 'feature', definition: what.definition, recipe: groupRecipe(what.definition, query.ast) }
    : { ...shape, kind: 'label', definition: what.definition, recipe: labelRecipe(what.definition, query.ast) };
}

function circleProblem(circle: readonly string[], parsed: ReadonlyMap<string, ParsedQuery>): Problem {
  const { file } = entry(parsed, first(circle));
  return problem('EWS2110', `definitions read each other in a circle: ${circle.join(' -> ')}`, {
    span: spanAt(file, 0),
    lineText: lineTextAt(file, 1),
    hint: 'move what both need into a group of its own',
  });
}

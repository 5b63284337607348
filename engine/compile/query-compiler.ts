import type { Problem } from '../diagnostics/index.ts';
import { type NodeId, nodeId } from '../ids/index.ts';
import { present } from '../presence/index.ts';
import type { Json, JsonObject } from '../warehouse/index.ts';
import type { AsOfRelation } from './asof/index.ts';
import { type BoundQuery, bindQuery } from './bind.ts';
import { checkGroupContract, checkLabelContract } from './contract.ts';
import type { CompiledQuery, FeatureNode, LabelNode, SourceNode } from './graph.ts';
import { KnownRelations } from './known-relations.ts';
import { sourceRelation } from './lift-node.ts';
import type { TextOrigin } from './mapped-text.ts';
import { nameProblems } from './name-problems.ts';
import { queryNames, type UnknownName } from './names/index.ts';
import { once } from './once.ts';
import { asofProblems, originInFile, originOf, type ParsedQuery, type ParseOutcome } from './parse.ts';
import { placedLater } from './placed-query.ts';
import { statementOf } from './recipe-statement.ts';
import { groupRecipe, labelRecipe } from './recipes.ts';
import type { ShadowCatalogue } from './shadow-catalogue.ts';
import type { JudgedSql, SqlWorld } from './sql-world.ts';
import { withinLimits } from './within-limits.ts';

/** Takes queries in an order in which each follows what it reads. */
export class QueryCompiler {
  readonly nodes = new Map<string, FeatureNode | LabelNode>();
  readonly problems: Problem[] = [];
  readonly #world: SqlWorld;
  readonly #shadow: ShadowCatalogue;
  readonly #relations: Map<string, AsOfRelation>;
  readonly #known: KnownRelations;

  constructor(world: SqlWorld, shadow: ShadowCatalogue, sources: readonly SourceNode[]) {
    this.#world = world;
    this.#shadow = shadow;
    this.#relations = sourceRelations(sources);
    this.#known = new KnownRelations(sources, world);
  }

  async add(what: JudgedSql, outcome: ParseOutcome): Promise<void> {
    if (!outcome.ok) {
      this.problems.push(...outcome.problems);
      if (outcome.statement === undefined) this.#known.named(what, this.#world);
      else this.#unbound(what, outcome.statement, (byte) => originInFile(what.sql, byte));
      return;
    }
    const { query } = outcome;
    const { isTyped, isWhole } = this.#known.inputs(query.relations);
    const placeOf = (byte: number): TextOrigin => originOf(query.bound, byte);
    if (!isTyped) {
      this.#unbound(what, query.statement, placeOf);
      return;
    }
    const answer = await withinLimits(this.#shadow, query.file, () => bindQuery(this.#shadow, query));
    if (!answer.ok) {
      const found = this.#unbound(what, query.statement, placeOf);
      const { unknownName } = answer;
      const isTold = unknownName !== undefined && (!isWhole || found.some((name) => isAt(name, unknownName.byte)));
      if (!isTold) this.problems.push(...answer.problems);
      return;
    }
    const broken = [
      ...(isWhole ? asofProblems(query, this.#relations) : []),
      ...this.#contract(what, query, answer.bound, isWhole),
    ];
    this.problems.push(...broken);
    const isSound = isWhole && broken.length === 0 && !this.#world.ambiguous.has(what.id);
    if (isSound && what.definition !== undefined) this.#compile(what, query, answer.bound);
    else this.#typed(what, answer.bound);
  }

  /** A query that is compiled as it was. `isWhole`: nothing else of its node has changed either. */
  take(what: JudgedSql, node: FeatureNode | LabelNode, isWhole: boolean): void {
    const { query, inputs } = node;
    this.nodes.set(what.id, isWhole ? node : queryNode(what, { inputs, ast: () => statementOf(node) }, query));
    if (node.kind === 'label') return;
    const relation: AsOfRelation = {
      kind: 'group',
      name: what.id,
      get statement() {
        return statementOf(node);
      },
      get sql() {
        return query.sql;
      },
    };
    this.#relations.set(what.id, relation);
    this.#shadow.declare(what.id, query.output);
    this.#known.whole(what.id, query.output);
  }

  /** Looks up the names of a query that is not bound, and tells those that mean nothing. */
  #unbound(what: JudgedSql, statement: JsonObject, placeOf: (byte: number) => TextOrigin): readonly UnknownName[] {
    const names = queryNames(statement, (relation) => this.#known.columnsOf(relation));
    this.problems.push(...nameProblems(what.sql, names.unknown, placeOf));
    this.#known.named(what, this.#world, names.output);
    return names.unknown;
  }

  /** What a star makes of an input that failed is not held against what is declared. */
  #contract(what: JudgedSql, query: ParsedQuery, bound: BoundQuery, isWhole: boolean): readonly Problem[] {
    if (what.definition === undefined) return [];
    if (!isWhole && queryNames(query.statement, (relation) => this.#known.columnsOf(relation)).hasStar) return [];
    return what.kind === 'feature'
      ? checkGroupContract(what.definition, query, bound)
      : checkLabelContract(what.definition, query, bound);
  }

  /** What is bound and no node: who reads it is bound too. */
  #typed(what: JudgedSql, bound: BoundQuery): void {
    const names = bound.output.map(({ name }) => name.toLowerCase());
    this.#known.named(what, this.#world, { names, open: false });
    if (what.kind !== 'feature' || this.#world.ambiguous.has(what.id)) return;
    this.#shadow.declare(what.id, bound.output);
    this.#known.typed(what.id);
  }

  #compile(what: JudgedSql, query: ParsedQuery, bound: BoundQuery): void {
    const inputs = query.relations.filter((name) => name !== 'calendar.dates').map(nodeId);
    const compiled = compiledQuery(query, bound, this.nodes);
    this.nodes.set(what.id, queryNode(what, { inputs, ast: () => query.ast }, compiled));
    if (what.kind !== 'feature') return;
    this.#relations.set(what.id, { kind: 'group', name: what.id, statement: query.statement, sql: query.bound.sql });
    this.#shadow.declare(what.id, bound.output);
    this.#known.whole(what.id, bound.output);
  }
}

/** DuckDB keeps no place of what stands behind a keyword, before a star, or might be a field of a column. */
function isAt({ at, behind, names }: UnknownName, byte: number | undefined): boolean {
  return byte === undefined ? behind !== undefined || names.length > 1 : at === byte;
}

/** What queries may read before any group is compiled. */
function sourceRelations(sources: readonly SourceNode[]): Map<string, AsOfRelation> {
  const relations = new Map<string, AsOfRelation>([['calendar.dates', { kind: 'calendar' }]]);
  for (const source of sources) relations.set(source.id, sourceRelation(source));
  return relations;
}

/** Joins a query with what it reads through groups. @param nodes those compiled before it. */
function compiledQuery(
  query: ParsedQuery,
  bound: BoundQuery,
  nodes: ReadonlyMap<string, FeatureNode | LabelNode>,
): CompiledQuery {
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
  const { output, digests, ground } = bound;
  const compiled = {
    sql: query.bound.sql,
    sources: [...sources].toSorted(),
    groups: [...groups].map(([name, sql]) => ({ name, sql })),
    usesAsOf,
    ...(query.called === undefined ? {} : { functions: query.called.names }),
    output,
    digests,
  };
  return placedLater(compiled, ground);
}

function queryNode(
  what: JudgedSql,
  { inputs, ast }: { readonly inputs: readonly NodeId[]; readonly ast: () => Json },
  compiled: CompiledQuery,
): FeatureNode | LabelNode {
  const definition = present(what.definition);
  const shape = {
    id: nodeId(what.id),
    name: definition.name,
    description: definition.description,
    ...(definition.owner === undefined ? {} : { owner: definition.owner }),
    tags: definition.tags,
    path: definition.sql.path,
    inputs,
    query: compiled,
  };
  if (what.kind === 'feature') {
    const group = present(what.definition);
    const recipe = once(() => groupRecipe(group, ast()));
    return {
      ...shape,
      kind: 'feature',
      definition: group,
      get recipe() {
        return recipe();
      },
    };
  }
  const label = present(what.definition);
  const recipe = once(() => labelRecipe(label, ast()));
  return {
    ...shape,
    kind: 'label',
    definition: label,
    get recipe() {
      return recipe();
    },
  };
}

import { nodeId } from '../../ids/index.ts';
import { present } from '../../presence/index.ts';
import type { UnitTestDefinition, VariableDefinition } from '../../project/index.ts';
import { type Json, type JsonObject, unparseSql } from '../../warehouse/index.ts';
import { type AsOfRelation, lift, readsOf } from '../asof/index.ts';
import { textKey } from '../bound-facts.ts';
import type { FeatureNode, LabelNode, SourceNode, UnitQuery } from '../graph.ts';
import type { Functions } from '../inline/index.ts';
import { sourceRelation } from '../lift-node.ts';
import { type ParsedQuery, parseQuery } from '../parse.ts';
import { asStatement, statementOf } from '../recipe-statement.ts';
import type { ShadowCatalogue } from '../shadow-catalogue.ts';

/** What a query of a unit test may reach. */
export interface UnitWorld {
  readonly nodes: ReadonlyMap<string, FeatureNode | LabelNode>;
  readonly sources: ReadonlyMap<string, SourceNode>;
  readonly variables: readonly VariableDefinition[];
  readonly functions: Functions;
  /** Opened where something must be asked of DuckDB that nobody asked before. */
  readonly shadow: () => Promise<ShadowCatalogue>;
  readonly cache: ShadowCatalogue['cache'];
}

export interface ReachedQuery {
  readonly query: UnitQuery;
  /** The statements without places, of the query itself and of the groups in it: what a result hangs on. */
  readonly asts: readonly Json[];
  /** Sources and groups that it reads and does not look into, in the order of their names. */
  readonly leaves: readonly string[];
  readonly usesCalendar: boolean;
}

/** A statement with the text that it was read from. */
interface Written {
  readonly sql: string;
  readonly statement: JsonObject;
}

/** The query of a node where the groups that a test gives are tables, and its variables have the test's values. */
export async function reachedQuery(
  world: UnitWorld,
  node: FeatureNode | LabelNode,
  test: UnitTestDefinition,
): Promise<ReachedQuery> {
  const given = new Set(test.given.map(({ relation }) => relation));
  const relations = new Map<string, AsOfRelation>([['calendar.dates', { kind: 'calendar' }]]);
  const groups = new Map<string, Written>();
  const leaves = new Set<string>();
  let usesAsOf = false;
  let usesCalendar = false;
  const visit = async (reader: FeatureNode | LabelNode): Promise<Written> => {
    const written = await writtenAs(world, reader, test);
    const reads = readsOf(written.statement);
    usesAsOf ||= reads.usesAsOf || reads.usesCalendar;
    usesCalendar ||= reads.usesCalendar;
    for (const name of reads.relations) {
      if (relations.has(name)) continue;
      const inner = given.has(name) ? undefined : world.nodes.get(name);
      if (inner === undefined) {
        leaves.add(name);
        relations.set(name, leafRelation(world, name));
        continue;
      }
      const read = await visit(inner);
      relations.set(name, { kind: 'group', name, ...read });
      groups.set(name, read);
    }
    return written;
  };
  const own = await visit(node);
  const lifted = lift(own.statement, relations);
  const query: UnitQuery = {
    sql: own.sql,
    ...(lifted.kind === 'lifted'
      ? { liftedSql: await textOf(world, lifted.statement), exactness: lifted.exactness }
      : { loopReason: lifted.reason }),
    sources: [...leaves].toSorted().map(nodeId),
    groups: [...groups].map(([name, { sql }]) => ({ name, sql })),
    usesAsOf,
  };
  const asts = [own, ...groups.values()].map(({ statement }) => statement);
  return { query, asts, leaves: query.sources, usesCalendar };
}

/** A relation that a test gives, or has to. */
function leafRelation({ nodes, sources }: UnitWorld, name: string): AsOfRelation {
  const source = sources.get(name);
  if (source !== undefined) return sourceRelation(source);
  const group = present(nodes.get(name), `relation ${name}`);
  return { kind: 'source', name, columns: group.query.output, key: [...group.definition.keys, 'date'] };
}

/** As it was compiled, or parsed anew where a test sets variables. */
async function writtenAs(
  world: UnitWorld,
  node: FeatureNode | LabelNode,
  { vars }: UnitTestDefinition,
): Promise<Written> {
  const compiled = { sql: node.query.sql, statement: statementOf(node) };
  if (Object.keys(vars).length === 0) return compiled;
  const variables = world.variables.map((variable) => ({ ...variable, value: vars[variable.name] ?? variable.value }));
  const file = node.definition.sql;
  const { warehouse } = await world.shadow();
  const kinds = { relationKind: (name: string) => kindOf(world, name), relationNames: [] };
  const parsed = await parseQuery(
    warehouse,
    { file, reads: node.kind, functions: world.functions, ...kinds },
    variables,
  );
  // It parsed with other values of the same types, which are constants in the text.
  if (!parsed.ok) throw new Error(`${file.path} does not parse with other variables`);
  const { ast, bound }: ParsedQuery = parsed.query;
  return { sql: bound.sql, statement: asStatement(ast) };
}

function kindOf({ nodes, sources }: UnitWorld, name: string) {
  if (name === 'calendar.dates') return 'calendar';
  if (sources.has(name)) return 'source';
  const kind = nodes.get(name)?.kind;
  return kind === 'feature' ? 'group' : kind;
}

/** DuckDB prints a statement the slowest of all that it is asked: its text is kept. */
async function textOf(world: UnitWorld, statement: JsonObject): Promise<string> {
  const key = textKey(statement);
  const kept = world.cache.find(key);
  if (typeof kept === 'string') return kept;
  const { warehouse } = await world.shadow();
  const text = await unparseSql(warehouse, statement);
  world.cache.keep(key, text);
  return text;
}

import { type NodeId, nodeId } from '../ids/index.ts';
import type { ComparableDefinitions, Definitions, KeptState } from '../project/index.ts';
import type { FeatureNode, Graph, LabelNode, TestNode } from './graph.ts';
import { queriesIn } from './graph-head.ts';
import { graphFromJson } from './graph-json.ts';
import type { BindingMeans } from './shadow-catalogue.ts';
import { digestOf, unchangedQueries } from './unchanged-queries.ts';

/**
 * A graph that was compiled of other definitions in the same context, and what of it holds for those at hand. The rest
 * of it may be of definitions that are not there any more: nobody asks for that.
 */
export interface CompiledBefore {
  readonly graph: Graph;
  /** Groups and labels whose queries are compiled as they were. */
  readonly queries: ReadonlySet<NodeId>;
  /** Those of them of which nothing else has changed either. */
  readonly whole: ReadonlySet<NodeId>;
  /** The tests of columns, by their groups. */
  readonly columnTests: ReadonlyMap<NodeId, readonly TestNode[]>;
}

/** What definitions are bound by, and what need not be. */
export interface CompilingMeans extends BindingMeans {
  readonly before?: CompiledBefore | undefined;
}

/** Undefined where it is not known what a warning of the graph is of: then it is found again. */
export function compiledBefore(
  state: KeptState,
  definitions: Definitions,
  comparable: ComparableDefinitions,
): CompiledBefore | undefined {
  const graph = graphFromJson(state, definitions);
  const known = queriesIn(state);
  const warned = new Set(graph.problems.map(({ span }) => span?.file));
  const files = new Set<string | undefined>(known.flatMap(({ query }) => [query.path, query.yaml]));
  if ([...warned].some((file) => !files.has(file))) return undefined;
  const digests = new Map(known.map(({ id, query }) => [id, query.digest]));
  const unchanged = unchangedQueries(graph.nodes.values(), comparable, (id) => digests.get(id)?.query);
  // Of a file about which there was something to tell, it is told again.
  const silent = known.filter(({ query }) => !warned.has(query.path) && !warned.has(query.yaml)).map(({ id }) => id);
  const queries = new Set(silent.filter((id) => unchanged.has(id)));
  const whole = [...queries].filter((id) => {
    const node = graph.nodes.get(id);
    return node !== undefined && digestOf(node, comparable)?.whole === digests.get(id)?.whole;
  });
  return { graph, queries, whole: new Set(whole), columnTests: columnTestsOf(graph) };
}

function columnTestsOf({ nodes }: Graph): ReadonlyMap<NodeId, readonly TestNode[]> {
  const found = new Map<NodeId, TestNode[]>();
  for (const node of nodes.values()) {
    if (node.kind !== 'test' || node.testKind !== 'column') continue;
    const others = found.get(node.of);
    if (others === undefined) found.set(node.of, [node]);
    else others.push(node);
  }
  return found;
}

/** The group or label of this id, where its query is compiled as it was. */
export function queryBefore(before: CompiledBefore | undefined, id: string): FeatureNode | LabelNode | undefined {
  const node = before?.queries.has(nodeId(id)) === true ? before.graph.nodes.get(nodeId(id)) : undefined;
  return node?.kind === 'feature' || node?.kind === 'label' ? node : undefined;
}

/** The test of this id, as it was compiled before; whether it still holds is for the caller to say. */
export function testBefore({ graph }: CompiledBefore, id: NodeId): TestNode | undefined {
  const node = graph.nodes.get(id);
  return node?.kind === 'test' ? node : undefined;
}

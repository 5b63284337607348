import { type Graph, type GraphNode, type NodeId, type NodeKind, unitDemand } from '../compile/index.ts';
import { nodeId, parseId, parseTestId } from '../ids/index.ts';
import { digestOf } from '../lake/index.ts';
import type { Manifest } from './manifest.ts';
import { sourceDemand } from './source-demand.ts';

/**
 * What of a node's definition two states of a project are compared by. Places, comments, white space and the order of
 * keys of YAML change none of it; nor do data, decision dates, the engine or the machine.
 */
export interface DefinedNode extends DefinedComputation {
  readonly kind: NodeKind;
  /** Of a group or label the tests that are declared of it. */
  readonly tests: ReadonlyMap<NodeId, DefinedComputation>;
  /** Digest of description, owner and units; null where the state did not keep them. */
  readonly words: string | null;
  /** Of a model the digest of what its owner says of it: its use, its users, its limitations. Null as above. */
  readonly prose: string | null;
}

interface DefinedComputation {
  /** Digest of all that can change what it computes: canonical AST, fields, variables used, seed. */
  readonly recipe: string;
  /**
   * Of a unit test the digest of what it demands: its recipe holds the query that it asks too, which is that of the
   * node it is of. Of a relation that of how it is declared, which its recipe, of what it serves, holds little of.
   * Absent where the state did not keep it.
   */
  readonly demand?: string;
}

/** In which way a definition differs. */
export type DefinitionAspect = 'recipe' | 'tests' | 'words';

/** The words of nodes: anything of which equal words give equal JSON. */
export type WordsOfNodes = (node: NodeId) => SaidOfNode | undefined;

interface SaidOfNode {
  readonly said: unknown;
  /** What a model's owner says of it; undefined where nothing is, or was not kept. */
  readonly prose: unknown;
}

/** The nodes that a compiled project defines. Tests are nodes of their own, and their groups' too. */
export function nodesDefinedBy({ nodes }: Pick<Graph, 'nodes'>, words: WordsOfNodes): ReadonlyMap<NodeId, DefinedNode> {
  return defined(
    [...nodes.values()].map((node) => ({
      id: node.id,
      kind: node.kind,
      recipe: digestOf(node.recipe),
      ...demandOf(node),
    })),
    words,
  );
}

/**
 * The nodes that an environment held after a run, by what they were made of. One that was defined and never made is
 * not among them.
 */
export function nodesMadeIn({ nodes }: Pick<Manifest, 'nodes'>, words: WordsOfNodes): ReadonlyMap<NodeId, DefinedNode> {
  return defined(
    Object.entries(nodes).map(([id, { kind, components, demand }]) => ({
      id: nodeId(id),
      kind,
      recipe: components.recipe,
      ...(demand === undefined ? {} : { demand }),
    })),
    words,
  );
}

/** What a manifest keeps of the demand of a unit test or a relation; other nodes are told by their recipes. */
export function demandOf(node: GraphNode): Pick<DefinedComputation, 'demand'> {
  if (node.kind === 'source') return { demand: digestOf(sourceDemand(node)) };
  return node.kind === 'test' && node.body.kind === 'unit' ? { demand: digestOf(unitDemand(node.body.test)) } : {};
}

/** The one rule for in which ways two versions of a node's definition differ; none where they define the same. */
export function differingAspects(before: DefinedNode, after: DefinedNode): readonly DefinitionAspect[] {
  const aspects: DefinitionAspect[] = [];
  if (isOther(before, after)) aspects.push('recipe');
  if (areOther(before.tests, after.tests)) aspects.push('tests');
  if (isReworded(before.words, after.words) || isReworded(before.prose, after.prose)) aspects.push('words');
  return aspects;
}

/** Where one state did not keep what was said, nobody knows that it was something else. */
function isReworded(before: string | null, after: string | null): boolean {
  return before !== null && after !== null && before !== after;
}

/** A test that asks another query for the same is the same test; where nobody kept what is demanded, recipes tell. */
function isOther(before: DefinedComputation | undefined, after: DefinedComputation | undefined): boolean {
  if (before?.demand !== undefined && after?.demand !== undefined) return before.demand !== after.demand;
  return before?.recipe !== after?.recipe;
}

function areOther(before: DefinedNode['tests'], after: DefinedNode['tests']): boolean {
  return [...new Set([...before.keys(), ...after.keys()])].some((id) => isOther(before.get(id), after.get(id)));
}

interface ComputationOfNode extends DefinedComputation {
  readonly id: NodeId;
  readonly kind: NodeKind;
}

function defined(nodes: readonly ComputationOfNode[], words: WordsOfNodes): ReadonlyMap<NodeId, DefinedNode> {
  const testsOf = new Map<string, Map<NodeId, DefinedComputation>>();
  for (const { id, kind, ...test } of nodes) {
    if (kind !== 'test') continue;
    const { group } = parseTestId(id);
    testsOf.set(group, (testsOf.get(group) ?? new Map()).set(id, test));
  }
  return new Map(
    nodes.map(({ id, ...node }) => {
      // By its id a test belongs to a name: a group and a label of one name have their tests together.
      const isTested = node.kind === 'feature' || node.kind === 'label';
      const tests = (isTested ? testsOf.get(parseId(id).name) : undefined) ?? new Map();
      const { said, prose } = words(id) ?? {};
      return [id, { ...node, tests, words: digestOrNull(said), prose: digestOrNull(prose) }];
    }),
  );
}

function digestOrNull(said: unknown): string | null {
  return said === undefined ? null : digestOf(said);
}

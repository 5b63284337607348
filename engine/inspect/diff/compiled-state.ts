import { buildLineage } from '../../../lineage/index.ts';
import type { Graph, GraphNode, NodeId } from '../../compile/index.ts';
import { nodeId } from '../../ids/index.ts';
import { digestOf, findObject, type Store } from '../../lake/index.ts';
import {
  calendarDigests,
  componentsOf,
  type Fingerprinted,
  fingerprintOf,
  type KnownContents,
  type Manifest,
  nodesDefinedBy,
  readingsIn,
  STEP_REVISIONS,
  storedNode,
  type WordsOfNodes,
} from '../../plan/index.ts';
import { DIGEST_RULES, lineageStages } from '../../steps/index.ts';
import { ENGINE_SESSION } from '../../warehouse/index.ts';
import { type ComparedState, inTold, type StateFile, type StateNode } from './project-state.ts';

export interface CompiledStateInput {
  readonly name: string;
  readonly kind: 'revision' | 'definitions';
  readonly graph: Graph;
  /** Digests of the observations that the lake holds, by relation. */
  readonly contents: ReadonlyMap<NodeId, string>;
  /** The run that it is compared with: then it is made of the observations that this run used. */
  readonly over: Manifest | undefined;
  /** An environment whose machine is taken for the one that computes; another run's nodes say nothing of results. */
  readonly builtBefore: Manifest | undefined;
  /** The digest of this machine's numerics; undefined where nothing that is built here is asked for. */
  readonly numerics: string | undefined;
  readonly words: WordsOfNodes;
  readonly files: ReadonlyMap<NodeId, readonly StateFile[]>;
}

/**
 * A compiled project, with the fingerprints that its nodes have on the observations of the other side, or on those of
 * the lake. A relation that nobody ingested stands for itself: definitions can be compared without any data.
 * @param store undefined where there is none, or it does not answer: then nothing is built.
 */
export async function compiledState(store: Store | undefined, input: CompiledStateInput): Promise<ComparedState> {
  const { name, kind, graph, words, files } = input;
  const { made, awaited } = await fingerprintsOf(store, input);
  const nodes = [...graph.nodes.values()].map((node) => {
    const awaits = awaited.get(node.id);
    const of = stateNode(store, node, made.get(node.id));
    return [node.id, awaits === undefined ? of : { ...of, awaits }] as const;
  });
  return {
    name,
    kind,
    lineage: buildLineage(lineageStages(graph), DIGEST_RULES),
    defined: inTold(nodesDefinedBy(graph, words)),
    notMade: new Set(),
    nodes: inTold(nodes),
    files,
  };
}

function stateNode(store: Store | undefined, node: GraphNode, made: Fingerprinted | undefined): StateNode {
  const { kind, name } = node;
  if (made === undefined || store === undefined) return { kind, ...(made && { made }), stored: async () => undefined };
  const stored = async () => {
    // Observations lie under the names of their sources; a compiled project is asked for what is made of them.
    if (kind === 'source') return undefined;
    const meta = await findObject(store, { kind, name, fingerprint: made.fingerprint });
    return meta && storedNode(node, made.components, meta);
  };
  return { kind, made, stored };
}

interface FingerprintsOf {
  readonly made: ReadonlyMap<NodeId, Fingerprinted>;
  /**
   * Reader -> groups and labels that it reads and nobody made, or models that read such: for it they stand by what they
   * are made of.
   */
  readonly awaited: ReadonlyMap<NodeId, readonly NodeId[]>;
}

async function fingerprintsOf(store: Store | undefined, input: CompiledStateInput): Promise<FingerprintsOf> {
  const { graph, over, builtBefore, numerics } = input;
  const known = new Map<NodeId, string>();
  const made = new Map<NodeId, Fingerprinted>();
  const rows = new Map<NodeId, KnownContents>();
  const notMade = new Set<NodeId>();
  const awaited = new Map<NodeId, readonly NodeId[]>();
  const machine = over ?? builtBefore;
  const context = {
    engine: ENGINE_SESSION,
    numerics: (node: NodeId) => {
      const before = machine?.nodes[node];
      return before === undefined ? numerics : before.components.numerics;
    },
    revisions: STEP_REVISIONS,
    calendarDigest: calendarDigests(graph),
    known,
    contents: contentsOf(input),
    stored: (id: NodeId) => rows.get(id),
    readings: readingsIn(graph),
  };
  for (const node of graph.nodes.values()) {
    const components = componentsOf(node, context);
    if (components === undefined) continue;
    const fingerprint = fingerprintOf(node, components);
    known.set(node.id, fingerprint);
    made.set(node.id, { fingerprint, components });
    const reads = context.readings(node).columns;
    const awaits = node.inputs.filter((id) => notMade.has(id) && (node.kind === 'comparison' || reads.has(id)));
    if (awaits.length > 0) awaited.set(node.id, awaits);
    if (awaits.length > 0) notMade.add(node.id);
    if (node.kind !== 'feature' && node.kind !== 'label') continue;
    const found = await rowsOf(store, node, { fingerprint, components }, [over, builtBefore]);
    rows.set(node.id, found ?? 'whole');
    if (found === undefined) notMade.add(node.id);
  }
  return { made, awaited };
}

/** What the rows of a group or label hold, by a run that has it or by the lake; undefined where neither has it. */
async function rowsOf(
  store: Store | undefined,
  node: GraphNode,
  { fingerprint, components }: Fingerprinted,
  runs: readonly (Manifest | undefined)[],
): Promise<KnownContents | undefined> {
  const there = runs.map((run) => run?.nodes[node.id]).find((each) => each?.fingerprint === fingerprint);
  if (there !== undefined) return there.contents ?? 'whole';
  if (store === undefined) return undefined;
  const meta = await findObject(store, { kind: node.kind, name: node.name, fingerprint });
  return meta && (storedNode(node, components, meta).contents ?? 'whole');
}

function contentsOf({ graph, contents, over }: CompiledStateInput): ReadonlyMap<NodeId, string> {
  const used = new Map(
    Object.entries(over?.nodes ?? {}).map(([id, { components }]) => [nodeId(id), components.inputs['content']]),
  );
  const sources = [...graph.nodes.values()].filter(({ kind }) => kind === 'source');
  return new Map(sources.map(({ id }) => [id, used.get(id) ?? contents.get(id) ?? digestOf({ notIngested: id })]));
}

import { idOf, type NodeId } from '../ids/index.ts';
import { entry, withOther } from '../presence/index.ts';
import {
  type Definitions,
  type FeatureGroupDefinition,
  type KeptState,
  type Records,
  type StateToKeep,
  stateToFind,
} from '../project/index.ts';
import type { Warehouses } from '../warehouse/index.ts';
import { type Affected, affectedNodes } from './affected-nodes.ts';
import { NO_CACHE } from './compile-cache.ts';
import type { CompiledBefore } from './compiled-before.ts';
import type { GraphNode } from './graph.ts';
import type { GraphHead, KeptNode, PlainQueryNode } from './graph-head.ts';
import { headAsJson, type KeptGround, keptNodes, nodeToKeep } from './graph-json.ts';
import { NamedDefinitions } from './named-definitions.ts';

/** Definitions that were other ones when the graph was kept, and what binds what has changed of them. */
export interface PatchMeans extends KeptGround {
  readonly definitions: Definitions;
  readonly warehouses: Warehouses;
}

/** A graph to be kept, and the same as it will be found. */
export interface PatchedGraph extends StateToKeep {
  readonly state: KeptState;
}

/**
 * A graph that was kept with a few groups as they are now: only those and what reads them is compiled, and nothing else
 * is looked at. Undefined wherever more than these nodes could come out otherwise, or anything is to be told: then
 * `compile` finds out what.
 */
export async function patchedGraph(state: KeptState, means: PatchMeans): Promise<PatchedGraph | undefined> {
  const head = state.head as GraphHead;
  const affected = affectedNodes(head, means.comparable);
  const made = affected && (await compiledAnew(state, affected, means));
  if (affected === undefined || made === undefined) return undefined;
  const records = new Map<number, Records[number]>();
  const changed = new Map<NodeId, KeptNode>();
  for (const before of [...affected.groups.values(), ...affected.tests.values()]) {
    const node = made.get(before.id);
    const now = node && nodeToKeep(node, means.comparable);
    // Other inputs make another order, and other sources other decision dates.
    if (node === undefined || now === undefined || !isEqual(now.node.inputs, before.inputs)) return undefined;
    if (node.kind === 'feature' && isReadByModels(head, before.id)) {
      if (!isEqual(outputAsKept(state, before), node.query.output)) return undefined;
    }
    for (const [index, record] of now.records.entries()) records.set(before.at + index, record);
    changed.set(before.id, { ...now.node, at: before.at });
  }
  const nodes = head.nodes.map((node) => changed.get(node.id) ?? node);
  const patched: GraphHead = { ...head, origin: means.origin, nodes };
  const text = headAsJson(patched);
  if (text === undefined) return undefined;
  const all = Array.from({ length: head.records }, (_, at) => records.get(at) ?? state.again(at));
  return { head: text, records: all, state: stateToFind(patched, all) };
}

/** Groups and tests as they are now, by id; undefined where there is something to tell. */
async function compiledAnew(
  state: KeptState,
  affected: Affected,
  { definitions, comparable, warehouses }: PatchMeans,
): Promise<ReadonlyMap<NodeId, GraphNode> | undefined> {
  if (affected.groups.size === 0 && affected.tests.size === 0) return new Map();
  const { nodes, calendar } = state.head as GraphHead;
  const known = new Map(nodes.map((node) => [node.id, node]));
  const needed = neededGroups(known, affected);
  const groups: FeatureGroupDefinition[] = [];
  for (const { id, name } of needed.values()) {
    const definition = comparable.group(name);
    if (definition === undefined) return undefined;
    const customTests = definition.customTests.filter((test) => affected.tests.has(idOf.test(name, test.name)));
    // One that is new has no place in what was kept.
    if (affected.groups.has(id) && customTests.length < definition.customTests.length) return undefined;
    groups.push({ ...definition, customTests });
  }
  const part = withOther(definitions, { groups, labels: [], models: [] });
  const defined = new NamedDefinitions(part);
  const before = [...needed.values(), ...affected.tests.values()].flatMap((node) => keptNodes(node, state, defined));
  const ids = [...needed.keys()];
  const compiledBefore: CompiledBefore = {
    graph: { definitions: part, calendar, shorter: new Map(), nodes: byId(before), problems: [] },
    queries: new Set(ids.filter((id) => !affected.dirty.has(id))),
    whole: new Set(ids.filter((id) => !affected.groups.has(id))),
    columnTests: new Map(),
  };
  const { definedNodes } = await import('./compile.ts');
  // What is found out of a text that is being edited, nobody asks for again.
  const made = await definedNodes(part, { cache: NO_CACHE, warehouses, before: compiledBefore });
  return made.problems.length > 0 ? undefined : byId(made.nodes);
}

/** Groups that are compiled, those that they and their tests read, and those that own tests; each after its inputs. */
function neededGroups(
  known: ReadonlyMap<NodeId, KeptNode>,
  { groups, tests }: Affected,
): ReadonlyMap<NodeId, KeptNode> {
  const found = new Map<NodeId, KeptNode>();
  const need = (id: NodeId): void => {
    const node = entry(known, id);
    if (node.kind !== 'feature' || found.has(id)) return;
    for (const input of node.inputs) need(input);
    found.set(id, node);
  };
  for (const id of groups.keys()) need(id);
  for (const { inputs, test } of tests.values()) for (const id of test ? [test.of, ...inputs] : inputs) need(id);
  return found;
}

function byId<Node extends { readonly id: NodeId }>(nodes: readonly Node[]): ReadonlyMap<NodeId, Node> {
  return new Map(nodes.map((node) => [node.id, node]));
}

/** Whether somebody asks of which types its columns are: inputs of models are numbers. */
function isReadByModels({ nodes }: GraphHead, id: NodeId): boolean {
  return nodes.some(({ kind, inputs }) => kind === 'model' && inputs.includes(id));
}

function outputAsKept(state: KeptState, { at }: KeptNode): unknown {
  return (state.record(at) as PlainQueryNode).query.output;
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

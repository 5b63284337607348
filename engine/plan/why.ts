import type { Graph, NodeId } from '../compile/index.ts';
import { entry } from '../presence/index.ts';
import { type Components, inputNamed } from './fingerprint.ts';
import type { Manifest, ManifestNode } from './manifest.ts';
import { type Plan, type PlanStage, plannedComponents } from './plan-stage.ts';

/** Why a build would do with one node what it would do, down to what differs first. */
export interface Why {
  readonly node: NodeId;
  readonly kind: PlanStage['kind'];
  readonly action: PlanStage['action'];
  readonly reason: string;
  /** Whether its own definition is another one than that of what is built. */
  readonly redefined: boolean;
  /** The inputs that differ, or that it waits for. One that was told before has none of its own again. */
  readonly because: readonly Why[];
}

export interface WhyOfNode extends Why {
  /** Source relations upstream that a build would ingest first: what they bring nobody knows yet. */
  readonly awaits: readonly { readonly node: NodeId; readonly reason: string }[];
}

/** What a plan is explained by. */
interface Planned {
  readonly graph: Pick<Graph, 'nodes'>;
  readonly plan: Plan;
  /** What the environment holds; undefined before its first build. */
  readonly manifest: Manifest | undefined;
}

/** Traces what a plan decided of one node to the definitions and the data that differ from what is built. */
export function whyOf({ graph, plan, manifest }: Planned, id: NodeId): WhyOfNode {
  const stages = new Map(plan.stages.map((stage) => [stage.node, stage]));
  const told = new Set<NodeId>();
  const trace = (node: NodeId): Why => {
    const stage = entry(stages, node);
    const before = manifest?.nodes[node];
    const now = componentsOf(stage);
    const why = {
      node,
      kind: stage.kind,
      action: stage.action,
      reason: node === id || stage.kind !== 'source' ? stage.reason.text : whySource(stage, before),
      redefined: before !== undefined && now !== undefined && before.components.recipe !== now.recipe,
    };
    const isNew = !told.has(node);
    told.add(node);
    if (stage.kind === 'source') return { ...why, because: [] };
    const read = [...entry(graph.nodes, node).inputs, ...Object.keys(now?.inputs ?? {}).map(inputNamed)];
    const inputs = [...new Set(read)].filter((input) => stages.has(input));
    const differing = isNew ? inputs.filter((input) => differs(input, stage, before)) : [];
    return { ...why, because: differing.map(trace) };
  };
  const differs = (input: NodeId, stage: PlanStage, before: ManifestNode | undefined): boolean => {
    if ('awaits' in stage && stage.awaits?.includes(input) === true) return true;
    const now = componentsOf(stage);
    if (now === undefined) return componentsOf(entry(stages, input)) === undefined;
    if (before === undefined) return false;
    const names = Object.keys({ ...before.components.inputs, ...now.inputs });
    return names.some((name) => inputNamed(name) === input && before.components.inputs[name] !== now.inputs[name]);
  };
  const awaits = upstreamOf(graph, id)
    .map((node) => entry(stages, node))
    .filter(({ kind, action }) => kind === 'source' && action === 'execute')
    .map(({ node, reason }) => ({ node, reason: reason.text }));
  return { ...trace(id), awaits };
}

/** Why what reads a source relation is made of something else, though a build does nothing with the relation itself. */
function whySource(stage: PlanStage, before: ManifestNode | undefined): string {
  const now = componentsOf(stage);
  if (now === undefined) return 'it is not ingested yet';
  if (before === undefined) return 'it was not there';
  // A build of other nodes has taken it on meanwhile: of what was read only the fingerprint is left.
  if (before.fingerprint === stage.fingerprint) return 'it changed since it was read';
  const { inputs, recipe } = before.components;
  if (inputs['content'] !== now.inputs['content']) return 'its observations differ';
  return recipe === now.recipe ? 'read by another engine or machine' : 'its declaration changed';
}

/** What it would be made of, as far as it is known; undefined while an input is not ingested. */
function componentsOf(stage: PlanStage): Components | undefined {
  if (stage.action === 'leave') return stage.stored?.components;
  return plannedComponents(stage);
}

/** The node itself and all that it is made of. */
function upstreamOf({ nodes }: Pick<Graph, 'nodes'>, id: NodeId): readonly NodeId[] {
  const found = new Set([id]);
  for (const node of found) for (const input of entry(nodes, node).inputs) found.add(input);
  return [...found];
}

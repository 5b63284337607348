import { rm } from 'node:fs/promises';
import path from 'node:path';
import { compile, type Graph, type NodeId } from '../../compile/index.ts';
import { makeFolder } from '../../folders/index.ts';
import { findObject, type ObjectId, objectKey, openLocalStore, type Store } from '../../lake/index.ts';
import type { Manifest, ManifestNode, PlanStage, SourceHolding } from '../../plan/index.ts';
import type { Definitions, TargetDefinition } from '../../project/index.ts';
import { asComplete, createTrainer, type Effects, makeScratch } from '../../steps/index.ts';
import { applyPlan } from '../apply.ts';
import { Bodies } from '../bodies.ts';
import { otherMachines } from '../numerics/index.ts';
import { schedule } from '../scheduler.ts';
import { compareMade, failedWith, type Recomputed, verdictOf } from './recomputed.ts';
import { remakeSource } from './remake-source.ts';
import { scratchStore } from './scratch-store.ts';
import { whyNotRecomputed } from './why-not.ts';

export interface RecomputeInput {
  readonly definitions: Definitions;
  readonly target: TargetDefinition;
  readonly manifest: Manifest;
  /** Ids of the nodes, in the order of the manifest. */
  readonly nodes: readonly string[];
  readonly effects: Effects;
  readonly threads: number;
  readonly signal: AbortSignal;
}

/**
 * Computes nodes of a run again, each from its inputs as they are stored, by the definitions as they are now, and
 * compares the bytes of what comes out with those that are stored. Writes below the scratch folder alone.
 */
export async function recompute(input: RecomputeInput): Promise<readonly Recomputed[]> {
  const { definitions, manifest, effects } = input;
  const graph = await compile(await asComplete(definitions, effects), effects);
  const environment = { name: manifest.environment, position: 0, manifest };
  const here = await effects.numerics();
  const { differences } = await otherMachines(effects.store, environment, here);
  const reasons = whyNotRecomputed(graph, manifest, { numerics: here.digest, differences });
  makeScratch(effects.scratch);
  try {
    const jobs = onePerObject(input).map(({ id, node }) => ({
      id,
      after: [],
      run: async (): Promise<Recomputed> => {
        input.signal.throwIfAborted();
        const reason = reasons.get(id);
        if (reason !== undefined) return { node: id, kind: node.kind, verdict: 'cannot', reason, files: [] };
        return computed({ ...input, graph }, id, node);
      },
    }));
    const results = await schedule(jobs, input.threads);
    return jobs.flatMap(({ id }) => results.get(id) ?? []);
  } finally {
    await rm(effects.scratch, { recursive: true, force: true });
  }
}

interface NamedNode {
  readonly id: NodeId;
  readonly node: ManifestNode;
}

/** An observations object holds all relations of a source: it is made once. */
function onePerObject({ manifest, nodes }: RecomputeInput): readonly NamedNode[] {
  const wanted = (Object.entries(manifest.nodes) as [NodeId, ManifestNode][]).filter(([id]) => nodes.includes(id));
  const byObject = new Map<string, NamedNode>();
  for (const [id, node] of wanted) {
    const [main] = node.objects;
    const key = main === undefined ? id : objectKey(main);
    if (!byObject.has(key)) byObject.set(key, { id, node });
  }
  return [...byObject.values()];
}

async function computed(input: RecomputeInput & { readonly graph: Graph }, id: NodeId, node: ManifestNode) {
  const scratch = path.join(input.effects.scratch, id.replaceAll(/[^\w.-]/g, '_'));
  makeFolder(path.join(scratch, 'work'));
  try {
    return node.kind === 'source'
      ? await remakeSource(input, { id, node, scratch })
      : await applied(input, { id, node, scratch });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Making extends NamedNode {
  readonly scratch: string;
}

/** Runs the node's step as a build does, with every other node as it is stored. */
async function applied(input: RecomputeInput & { readonly graph: Graph }, making: Making): Promise<Recomputed> {
  const { graph, manifest, target, effects, threads, signal } = input;
  const { id, node, scratch } = making;
  const scratchLake = openLocalStore(path.join(scratch, 'lake'));
  const store = scratchStore(effects.store, scratchLake, node.objects.map(objectKey));
  const { memory, nodeTimeoutSeconds: timeoutSeconds } = target.resources;
  const { results } = await applyPlan({
    graph,
    plan: { environment: manifest.environment, position: 0, stages: stagesFor(graph, manifest, id) },
    settle: async (node, { stageOf }) => stageOf(node),
    sources: storedSources(manifest),
    effects: { ...effects, store, scratch: path.join(scratch, 'work') },
    threads: 1,
    trainer: createTrainer({ demanded: target.isolation, memory, width: threads }),
    bodies: new Bodies(),
    timeoutSeconds,
    tellsFailures: false,
    failFast: false,
    signal,
    executes: () => true,
    emit: () => undefined,
    before: [],
  });
  const result = results.find((each) => each.id === id);
  const base = { node: id, kind: node.kind };
  if (result?.status !== 'ok') return { ...base, ...failedWith(result?.problems ?? []) };
  const files = await Promise.all(
    node.objects.map(async (object) => compareMade(effects.store, object, await madeFiles(scratchLake, object))),
  );
  return { ...base, ...verdictOf(files.flat()) };
}

async function madeFiles(scratch: Store, object: ObjectId): Promise<Readonly<Record<string, string>>> {
  const meta = await findObject(scratch, object);
  return Object.fromEntries(Object.entries(meta?.files ?? {}).map(([file, { sha256 }]) => [file, sha256]));
}

/** One node is made; every other one is where the manifest has it. */
function stagesFor(graph: Graph, manifest: Manifest, made: NodeId): readonly PlanStage[] {
  return [...graph.nodes.values()].flatMap((node): readonly PlanStage[] => {
    const stored = manifest.nodes[node.id];
    if (stored === undefined) return [];
    const { fingerprint, components } = stored;
    const base = { node: node.id, kind: node.kind };
    if (node.id === made) {
      const reason = { kind: 'full_refresh', text: 'computed again' } as const;
      return [{ ...base, action: 'execute', fingerprint, components, reason }];
    }
    const reason = { kind: 'unchanged', text: 'as stored' } as const;
    return [{ ...base, action: 'leave', stale: false, fingerprint, stored, reason }];
  });
}

function storedSources({ nodes }: Manifest): ReadonlyMap<NodeId, SourceHolding> {
  const sources = (Object.entries(nodes) as [NodeId, ManifestNode][]).filter(([, { kind }]) => kind === 'source');
  return new Map(
    sources.flatMap(([id, { objects, components, rows }]) => {
      const [object] = objects;
      if (object === undefined) return [];
      const content = components.inputs['content'];
      const read = content === undefined ? {} : { content };
      return [[id, { state: 'current', reason: 'as stored', object, ...read, ...(rows === null ? {} : { rows }) }]];
    }),
  );
}

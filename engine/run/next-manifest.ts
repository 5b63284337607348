import type { Graph, NodeId } from '../compile/index.ts';
import {
  BUILDER_UNKNOWN,
  demandOf,
  type Environment,
  type Fingerprinted,
  type KnownContents,
  type Manifest,
  type ManifestNode,
  type Plan,
  type PlanStage,
  type SourceHolding,
} from '../plan/index.ts';
import { entry } from '../presence/index.ts';
import { unmadeBy } from '../standing/index.ts';
import type { NodeResult } from './events.ts';
import type { ObjectEvidence } from './object-evidence.ts';

export interface ManifestInput {
  readonly run: string;
  readonly graph: Graph;
  readonly environment: Environment;
  readonly plan: Plan;
  readonly sources: ReadonlyMap<NodeId, SourceHolding>;
  readonly results: readonly NodeResult[];
  /** Versions of the nodes' files that the store saw in this run, by key. */
  readonly versions: ReadonlyMap<NodeId, Readonly<Record<string, string>>>;
  readonly evidence: ReadonlyMap<NodeId, ObjectEvidence>;
  /** What the rows hold that the run made. */
  readonly contents: ReadonlyMap<NodeId, KnownContents>;
}

/**
 * The environment's tree after a run: the previous one with this run's nodes replaced. A node that failed or was
 * skipped keeps its old entry, marked; one that was not selected and has changed is marked stale; one that left the
 * project leaves the tree.
 */
export function nextManifest(input: ManifestInput): Manifest {
  const results = new Map(input.results.map((result) => [result.id, result]));
  const nodes: Record<string, ManifestNode> = {};
  for (const stage of input.plan.stages) {
    const made = entryOf(input, stage, results.get(stage.node));
    if (made !== undefined) nodes[stage.node] = made;
  }
  return {
    version: 1,
    run: input.run,
    environment: input.environment.name,
    project: input.graph.definitions.config.name,
    nodes: nodes as Manifest['nodes'],
  };
}

function entryOf(input: ManifestInput, stage: PlanStage, result: NodeResult | undefined): ManifestNode | undefined {
  const before = input.environment.manifest?.nodes[stage.node];
  if (stage.action === 'reuse' && (stage.kind === 'source' || result?.status === 'reused')) {
    const { versions, deferred: _, ...stored } = untouched(stage.stored);
    const same = before?.fingerprint === stored.fingerprint ? before.versions : undefined;
    const known = { ...(versions ?? same), ...input.versions.get(stage.node) };
    const evidence = { ...versioned(known), ...input.evidence.get(stage.node) };
    return {
      ...stored,
      ...evidence,
      ...demanded(input, stage, stored),
      ...deferredBy(stage),
      status: 'ok',
      builtBy: builtBy(input, stored, before),
    };
  }
  if (stage.action === 'execute' && stage.fingerprint !== undefined && result?.status === 'ok') {
    const { fingerprint, components } = stage;
    const { kind, rows, note, objects, test, isolation, problems: warnings } = result;
    const base = { kind, status: 'ok', fingerprint, components, objects, builtBy: input.run, rows, note } as const;
    const evidence = { ...versioned(input.versions.get(stage.node)), ...input.evidence.get(stage.node) };
    const contents = input.contents.get(stage.node);
    const rowsHold = contents === undefined || contents === 'whole' ? {} : { contents };
    const more = { ...rowsHold, ...(isolation ? { isolation } : {}), ...demanded(input, stage), ...deferredBy(stage) };
    return { ...base, ...evidence, ...(test ? { test } : {}), ...more, warnings };
  }
  if (before === undefined) return undefined;
  const unmade = result === undefined ? undefined : unmadeBy(result);
  if (unmade !== undefined) return { ...untouched(before), status: unmade, leftBy: input.run };
  const stale = stage.action === 'leave' ? stage.stale : before.fingerprint !== stage.fingerprint;
  if (stale) return { ...untouched(before), status: 'stale', selected: false };
  // Changed back to what it was when it was built.
  return { ...before, status: before.status === 'stale' ? 'ok' : before.status, selected: false };
}

/** What a unit test or a relation demands: the state that the run leaves is compared by it. */
function demanded({ graph }: ManifestInput, { node, kind }: PlanStage, stored?: ManifestNode) {
  // The same rows may be read by another declaration: that of now is what the run was made by.
  const isKept = kind !== 'source' && stored?.demand !== undefined;
  return isKept ? { demand: stored.demand } : demandOf(entry(graph.nodes, node));
}

/** What a node takes from elsewhere in this run; what it was found with may have another position of the same. */
function deferredBy({ deferred }: Pick<Fingerprinted, 'deferred'>): Pick<ManifestNode, 'deferred'> {
  return deferred === undefined ? {} : { deferred };
}

/** A node without what an earlier run said of leaving it. */
function untouched({ selected: _, leftBy: __, ...node }: ManifestNode): ManifestNode {
  return node;
}

function versioned(versions: ManifestNode['versions'] = {}): Pick<ManifestNode, 'versions'> {
  return Object.keys(versions).length === 0 ? {} : { versions };
}

function builtBy(input: ManifestInput, stored: ManifestNode, before: ManifestNode | undefined): string {
  if (stored.builtBy !== BUILDER_UNKNOWN) return stored.builtBy;
  return before?.fingerprint === stored.fingerprint ? before.builtBy : input.run;
}

import type { Day } from '../calendar/index.ts';
import type { Graph, GraphNode, NodeId } from '../compile/index.ts';
import { findObject, type ObjectId, type RefPosition, type Store } from '../lake/index.ts';
import type { TargetDefinition } from '../project/index.ts';
import { type Components, calendarDigests, componentsOf, fingerprintOf, type StepRevisions } from './fingerprint.ts';
import type { ManifestNode } from './manifest.ts';
import type { Environment } from './read-manifest.ts';
import { type Reason, whyChanged } from './reason.ts';
import { storedNode } from './stored-node.ts';

/** The observations that the lake holds for one relation of a source. */
export interface SourceHolding {
  readonly state: 'current' | 'stale' | 'missing';
  readonly reason: string;
  /** Absent while missing. */
  readonly content?: string;
  readonly object?: ObjectId;
  readonly rows?: number;
  /** Of a file that is current: the last day on which it was looked at. */
  readonly lookedOn?: Day;
  /** The source's ref, as it is called below `refs/sources`, where it points to the object. */
  readonly ref?: RefPosition & { readonly name: string };
}

export interface PlanInput {
  readonly graph: Graph;
  readonly store: Store;
  readonly environment: Environment;
  readonly sources: ReadonlyMap<NodeId, SourceHolding>;
  /** Nodes that this run may execute. */
  readonly selected: ReadonlySet<NodeId>;
  readonly fullRefresh: boolean;
  /** Of training: `required` does not reuse a model that was trained without all of it. */
  readonly isolation: TargetDefinition['isolation'];
  /** DuckDB's version and session settings. */
  readonly engine: string;
  /**
   * The digest of the numerics of the machine that computes a node, given what the environment has of it: of this machine
   * for a build; of the one that made it, for whoever only reads.
   */
  readonly numerics: (before: ManifestNode | undefined) => string | undefined;
  /** Digest of another machine's numerics -> the functions in which this one differs. */
  readonly differences: ReadonlyMap<string, readonly string[]>;
  readonly revisions: StepRevisions;
}

/**
 * One node's part in a run. `execute` makes it; `reuse` takes what is stored; `leave` does not touch it (not selected)
 * and says whether it is stale.
 */
export type Stage = {
  readonly node: NodeId;
  readonly kind: GraphNode['kind'];
  readonly reason: Reason;
} & (
  | { readonly action: 'execute'; readonly fingerprint?: string; readonly components?: Components }
  | {
      readonly action: 'reuse';
      readonly fingerprint: string;
      readonly components: Components;
      readonly stored: ManifestNode;
    }
  | { readonly action: 'leave'; readonly stale: boolean; readonly fingerprint?: string; readonly stored?: ManifestNode }
);

/** What a run will do, as a value: the same that `ews plan` prints and `ews build` applies. */
export interface Plan {
  readonly environment: string;
  readonly position: number;
  readonly stages: readonly Stage[];
}

/** Graph + what the lake holds -> Plan. Looks at the environment's manifest first, at the lake only for the rest. */
export async function makePlan(input: PlanInput): Promise<Plan> {
  const known = new Map<NodeId, string>();
  const contents = new Map<NodeId, string>();
  for (const [id, holding] of input.sources) if (holding.content !== undefined) contents.set(id, holding.content);
  const context = {
    engine: input.engine,
    numerics: (node: NodeId) => input.numerics(input.environment.manifest?.nodes[node]),
    revisions: input.revisions,
    calendarDigest: calendarDigests(input.graph),
    known,
    contents,
  };
  const named = [...input.graph.nodes.values()].map((node) => {
    const components = componentsOf(node, context);
    const fingerprint = components === undefined ? undefined : fingerprintOf(node, components);
    if (fingerprint !== undefined) known.set(node.id, fingerprint);
    return { node, components, fingerprint };
  });
  // Fingerprints need no store, so what has to be looked up is looked up at once: on S3 each costs a round trip.
  const stages = await Promise.all(
    named.map(({ node, components, fingerprint }) => stageOf(input, node, components, fingerprint)),
  );
  return Object.freeze({ environment: input.environment.name, position: input.environment.position, stages });
}

async function stageOf(
  input: PlanInput,
  node: GraphNode,
  components: Components | undefined,
  fingerprint: string | undefined,
): Promise<Stage> {
  const before = input.environment.manifest?.nodes[node.id];
  const base = { node: node.id, kind: node.kind };
  const named = fingerprint === undefined ? {} : { fingerprint };
  if (node.kind === 'source') return sourceStage(input, node.id, components, fingerprint);
  const reusable =
    fingerprint === undefined ? undefined : await reusableNode(input, node, components, fingerprint, before);
  if (!input.selected.has(node.id)) {
    const stale = before !== undefined && before.fingerprint !== fingerprint;
    const text = stale ? 'not selected, and stale' : 'not selected';
    const stored = reusable ?? before;
    return {
      ...base,
      action: 'leave',
      stale,
      ...named,
      ...(stored ? { stored } : {}),
      reason: { kind: 'unchanged', text },
    };
  }
  if (fingerprint === undefined || components === undefined) {
    return { ...base, action: 'execute', reason: { kind: 'unknown_input', text: 'an input is not ingested yet' } };
  }
  if (input.fullRefresh) {
    return {
      ...base,
      action: 'execute',
      fingerprint,
      components,
      reason: { kind: 'full_refresh', text: 'full refresh' },
    };
  }
  const missing = reusable === undefined ? [] : missingIsolation(input, reusable);
  if (missing.length > 0) {
    const text = `the target requires isolation, and it was trained where this did not hold: ${missing.join(', ')}`;
    return { ...base, action: 'execute', fingerprint, components, reason: { kind: 'not_isolated', text } };
  }
  if (reusable !== undefined) {
    const kept = before?.fingerprint === fingerprint;
    const reason: Reason = kept
      ? { kind: 'unchanged', text: 'unchanged' }
      : { kind: 'stored', text: 'stored by an earlier run' };
    return { ...base, action: 'reuse', fingerprint, components, stored: reusable, reason };
  }
  return {
    ...base,
    action: 'execute',
    fingerprint,
    components,
    reason: executeReason(input, before, components, fingerprint),
  };
}

/** What the target requires of training and did not hold when a stored model was trained. */
function missingIsolation({ isolation }: PlanInput, stored: ManifestNode): readonly string[] {
  if (isolation !== 'required' || stored.kind !== 'model') return [];
  const checks = stored.isolation?.checks ?? [{ check: 'isolation', held: false }];
  return checks.filter(({ held }) => !held).map(({ check }) => check.replaceAll('_', ' '));
}

function executeReason(
  { differences }: PlanInput,
  before: ManifestNode | undefined,
  components: Components,
  fingerprint: string,
): Reason {
  if (before === undefined) return { kind: 'new', text: 'not built yet' };
  if (before.fingerprint === fingerprint || before.status === 'failed')
    return { kind: 'retry', text: 'it failed last time' };
  return whyChanged(before.components, components, differences);
}

async function reusableNode(
  input: PlanInput,
  node: GraphNode,
  components: Components | undefined,
  fingerprint: string,
  before: ManifestNode | undefined,
): Promise<ManifestNode | undefined> {
  if (before !== undefined && before.fingerprint === fingerprint && before.status !== 'failed') return before;
  if (components === undefined) return undefined;
  const meta = await findObject(input.store, { kind: node.kind, name: node.name, fingerprint });
  return meta === undefined ? undefined : storedNode(node, components, meta);
}

function sourceStage(
  input: PlanInput,
  id: NodeId,
  components: Components | undefined,
  fingerprint: string | undefined,
): Stage {
  const holding = input.sources.get(id);
  const base = { node: id, kind: 'source' } as const;
  if (holding === undefined) throw new Error(`nobody looked whether ${id} is stored`);
  const { object } = holding;
  if (fingerprint === undefined || components === undefined || object === undefined) {
    return { ...base, action: 'execute', reason: { kind: 'ingest_missing', text: holding.reason } };
  }
  if (holding.state === 'stale') {
    return {
      ...base,
      action: 'execute',
      fingerprint,
      components,
      reason: { kind: 'ingest_stale', text: holding.reason },
    };
  }
  const stored: ManifestNode = {
    kind: 'source',
    status: 'ok',
    fingerprint,
    components,
    objects: [object],
    builtBy: '',
    rows: holding.rows ?? null,
    note: '',
    warnings: [],
  };
  return { ...base, action: 'reuse', fingerprint, components, stored, reason: { kind: 'unchanged', text: 'current' } };
}

import type { Day } from '../calendar/index.ts';
import type { Graph, GraphNode, NodeId } from '../compile/index.ts';
import { findObject, type ObjectId, type RefPosition, type Store } from '../lake/index.ts';
import { entry } from '../presence/index.ts';
import type { TargetDefinition } from '../project/index.ts';
import { isUnmade } from '../standing/index.ts';
import {
  type Components,
  calendarDigests,
  componentsOf,
  type Deferrals,
  fingerprintOf,
  type StepRevisions,
} from './fingerprint.ts';
import { BUILDER_UNKNOWN, type ManifestNode } from './manifest.ts';
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
  /** The last day on which a file that is current was looked at. */
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
  /** What the target asks of training: `required` does not reuse a model that was trained without all of it. */
  readonly isolation: TargetDefinition['isolation'];
  /** DuckDB's version and session settings. */
  readonly engine: string;
  /**
   * The digest of the numerics of the machine that computes a node, given what the environment has of it: a build gives
   * those of this machine, and whoever only reads those of the machine that made it.
   */
  readonly numerics: (before: ManifestNode | undefined) => string | undefined;
  /** Digest of another machine's numerics -> the functions in which this one differs. */
  readonly differences: ReadonlyMap<string, readonly string[]>;
  readonly revisions: StepRevisions;
  /** What nodes take from another environment in the place of their inputs; nothing where it is absent. */
  readonly deferrals?: Deferrals;
}

/** What an object is made of, and the digest of it under which it is stored. */
export interface Fingerprinted {
  readonly fingerprint: string;
  readonly components: Components;
  /** Input -> whose is taken in its place, `prod#41`; absent where all inputs are those of here. */
  readonly deferred?: Readonly<Record<string, string>>;
}

/** What a run does with a node, and why. */
type Decision = { readonly reason: Reason } & (
  | ({ readonly action: 'execute' } & Fingerprinted)
  // It waits for an input that is not ingested: until then nobody knows what it would be made of.
  | { readonly action: 'execute'; readonly fingerprint?: never }
  | ({ readonly action: 'reuse' } & Fingerprinted & { readonly stored: ManifestNode })
  | { readonly action: 'leave'; readonly stale: boolean; readonly fingerprint?: string; readonly stored?: ManifestNode }
);

/**
 * One node's part in a run. `execute` makes it; `reuse` takes what is stored; `leave` does not touch it (not selected)
 * and says whether it is stale.
 */
export type PlanStage = { readonly node: NodeId; readonly kind: GraphNode['kind'] } & Decision;

/** What a run will do, as a value: the same that `ews plan` prints and `ews build` applies. */
export interface Plan {
  readonly environment: string;
  readonly position: number;
  readonly stages: readonly PlanStage[];
}

/** Graph + what the lake holds -> Plan. Looks at the environment's manifest first, at the lake only for the rest. */
export async function makePlan(input: PlanInput): Promise<Plan> {
  const made = fingerprintsOf(input);
  const nodes = [...input.graph.nodes.values()];
  // Fingerprints need no store, so what has to be looked up is looked up at once: on S3 each costs a round trip.
  const stages = await Promise.all(nodes.map((node) => stageOf(input, node, made.get(node.id))));
  return Object.freeze({ environment: input.environment.name, position: input.environment.position, stages });
}

/** What every node would be made of; those that wait for an ingest are not among them. */
export function fingerprintsOf(input: PlanInput): ReadonlyMap<NodeId, Fingerprinted> {
  const fingerprints = new Map<NodeId, string>();
  const contents = new Map<NodeId, string>();
  for (const [id, holding] of input.sources) if (holding.content !== undefined) contents.set(id, holding.content);
  const context = {
    engine: input.engine,
    numerics: (node: NodeId) => input.numerics(input.environment.manifest?.nodes[node]),
    revisions: input.revisions,
    calendarDigest: calendarDigests(input.graph),
    known: fingerprints,
    contents,
    deferrals: input.deferrals,
  };
  const made = new Map<NodeId, Fingerprinted>();
  for (const node of input.graph.nodes.values()) {
    const components = componentsOf(node, context);
    if (components === undefined) continue;
    const fingerprint = fingerprintOf(node, components);
    fingerprints.set(node.id, fingerprint);
    const taken = [...(input.deferrals?.get(node.id) ?? [])].map(([id, { to }]) => [id, to]);
    made.set(node.id, {
      fingerprint,
      components,
      ...(taken.length === 0 ? {} : { deferred: Object.fromEntries(taken) }),
    });
  }
  return made;
}

async function stageOf(input: PlanInput, node: GraphNode, made: Fingerprinted | undefined): Promise<PlanStage> {
  if (node.kind === 'source') return sourceStage(input, node.id, made);
  const before = input.environment.manifest?.nodes[node.id];
  const stored = made && (await storedAs(made, node, before, input.store));
  const decision = input.selected.has(node.id) ? selected(input, made, stored, before) : leave(made, stored, before);
  return { node: node.id, kind: node.kind, ...decision };
}

/** What is done with a node that is selected: the first line that holds decides. */
function selected(
  input: PlanInput,
  made: Fingerprinted | undefined,
  stored: ManifestNode | undefined,
  before: ManifestNode | undefined,
): Decision {
  if (made === undefined) return { action: 'execute', reason: UNKNOWN_INPUT };
  if (input.fullRefresh) return { action: 'execute', ...made, reason: FULL_REFRESH };
  if (stored === undefined) return { action: 'execute', ...made, reason: whyExecuted(made, before, input.differences) };
  const missing = missingIsolation(input, stored);
  if (missing.length > 0) return { action: 'execute', ...made, reason: notIsolated(missing) };
  const reason = before?.fingerprint === made.fingerprint ? UNCHANGED : STORED;
  return { action: 'reuse', ...made, stored, reason };
}

function leave(
  made: Fingerprinted | undefined,
  stored: ManifestNode | undefined,
  before: ManifestNode | undefined,
): Decision {
  const stale = before !== undefined && before.fingerprint !== made?.fingerprint;
  const current = stored ?? before;
  return {
    action: 'leave',
    stale,
    ...(made === undefined ? {} : { fingerprint: made.fingerprint }),
    ...(current === undefined ? {} : { stored: current }),
    reason: stale ? LEFT_STALE : LEFT,
  };
}

const UNKNOWN_INPUT: Reason = { kind: 'unknown_input', text: 'an input is not ingested yet' };
const FULL_REFRESH: Reason = { kind: 'full_refresh', text: 'full refresh' };
const UNCHANGED: Reason = { kind: 'unchanged', text: 'unchanged' };
const STORED: Reason = { kind: 'stored', text: 'stored by an earlier run' };
const LEFT: Reason = { kind: 'unchanged', text: 'not selected' };
const LEFT_STALE: Reason = { kind: 'unchanged', text: 'not selected, and stale' };
const NOT_BUILT: Reason = { kind: 'new', text: 'not built yet' };
const FAILED_BEFORE: Reason = { kind: 'retry', text: 'it failed last time' };
const CURRENT: Reason = { kind: 'unchanged', text: 'current' };

function notIsolated(missing: readonly string[]): Reason {
  const text = `the target requires isolation, and it was trained where this did not hold: ${missing.join(', ')}`;
  return { kind: 'not_isolated', text };
}

/** What the target requires of training and did not hold when a stored model was trained. */
function missingIsolation({ isolation }: PlanInput, stored: ManifestNode): readonly string[] {
  if (isolation !== 'required' || stored.kind !== 'model') return [];
  if (stored.isolation?.barriers === undefined) return ['isolation judged from outside'];
  return stored.isolation.checks.filter(({ held }) => !held).map(({ check }) => check.replaceAll('_', ' '));
}

function whyExecuted(
  { fingerprint, components }: Fingerprinted,
  before: ManifestNode | undefined,
  differences: PlanInput['differences'],
): Reason {
  if (before === undefined) return NOT_BUILT;
  if (before.fingerprint === fingerprint || isUnmade(before.status)) return FAILED_BEFORE;
  return whyChanged(before.components, components, differences);
}

/** The node as the environment has it, or as the lake does; undefined where neither has this fingerprint. */
export async function storedAs(
  { fingerprint, components }: Fingerprinted,
  node: GraphNode,
  before: ManifestNode | undefined,
  store: Store,
): Promise<ManifestNode | undefined> {
  if (before !== undefined && before.fingerprint === fingerprint && !isUnmade(before.status)) return before;
  const meta = await findObject(store, { kind: node.kind, name: node.name, fingerprint });
  return meta === undefined ? undefined : storedNode(node, components, meta);
}

function sourceStage(input: PlanInput, id: NodeId, made: Fingerprinted | undefined): PlanStage {
  const { object, state, reason: text, rows = null } = entry(input.sources, id);
  const stage = { node: id, kind: 'source' } as const;
  if (made === undefined || object === undefined) {
    return { ...stage, action: 'execute', reason: { kind: 'ingest_missing', text } };
  }
  if (state === 'stale') return { ...stage, action: 'execute', ...made, reason: { kind: 'ingest_stale', text } };
  const stored: ManifestNode = {
    kind: 'source',
    status: 'ok',
    ...made,
    objects: [object],
    builtBy: BUILDER_UNKNOWN,
    rows,
    note: '',
    warnings: [],
  };
  return { ...stage, action: 'reuse', ...made, stored, reason: CURRENT };
}

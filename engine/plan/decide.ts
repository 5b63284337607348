import type { GraphNode, NodeId } from '../compile/index.ts';
import { findObject, type Store } from '../lake/index.ts';
import { entry } from '../presence/index.ts';
import { isUnmade } from '../standing/index.ts';
import {
  type FingerprintContext,
  fingerprintOf,
  type KnownComponents,
  knownComponents,
  namesRead,
} from './fingerprint.ts';
import { BUILDER_UNKNOWN, type ManifestNode } from './manifest.ts';
import type { Decision, Fingerprinted, PlanInput, PlanStage } from './plan-stage.ts';
import { ifChanged, type Reason, whyChanged } from './reason.ts';
import { storedNode } from './stored-node.ts';

/** What a node is made of; of an open one, as far as anybody knows before its inputs are ingested and made. */
export type Made = { readonly kind: 'known'; readonly made: Fingerprinted } | OpenNode;

export interface OpenNode extends KnownComponents {
  readonly kind: 'open';
  readonly waitsFor: 'ingest' | 'inputs';
  /** The names of what is not known, as components have them. */
  readonly names: readonly string[];
}

/** What a node is made of, given what its inputs are. */
export function madeOf(
  input: Pick<PlanInput, 'deferrals'>,
  node: GraphNode,
  context: FingerprintContext,
  inputs: (id: NodeId) => Made | undefined,
): Made {
  const { components, unknown } = knownComponents(node, context);
  if (unknown.length === 0) {
    const taken = [...(input.deferrals?.get(node.id) ?? [])].map(([id, { to }]) => [id, to]);
    const deferred = taken.length === 0 ? {} : { deferred: Object.fromEntries(taken) };
    return { kind: 'known', made: { fingerprint: fingerprintOf(node, components), components, ...deferred } };
  }
  const { columns, sources } = context.readings(node);
  const isNotIngested = (id: NodeId): boolean => {
    const made = inputs(id);
    if (id === node.id || sources.includes(id)) return true;
    return made?.kind === 'open' && made.waitsFor === 'ingest';
  };
  const names = unknown.flatMap((id) => namesRead(id, columns.get(id)));
  const waitsFor = unknown.some(isNotIngested) ? 'ingest' : 'inputs';
  return { kind: 'open', components, unknown, names, waitsFor };
}

/** How the inputs of open nodes stand. */
export interface OpenInputs {
  /** Whether an input comes out as another one, whatever it is made of. */
  readonly isOther: (id: NodeId) => boolean;
  /** Whether a run makes it, or finds out what it is made of. */
  readonly isMade: (id: NodeId) => boolean;
}

/** What is done with a node, and why: the one rule by which runs are planned, and by which they go on. */
export async function decide(input: PlanInput, node: GraphNode, made: Made, inputs: OpenInputs): Promise<PlanStage> {
  const stage = { node: node.id, kind: node.kind };
  if (node.kind === 'source') return sourceStage(input, node.id, made);
  if (made.kind === 'open') return { ...stage, ...decideOpen(input, node, made, inputs) };
  const before = input.environment.manifest?.nodes[node.id];
  const stored = await storedAs(made.made, node, before, input.store);
  const isSelected = input.selected.has(node.id);
  return { ...stage, ...(isSelected ? selected(input, made.made, stored, before) : leave(made.made, stored, before)) };
}

/** Of a node whose inputs are not all known. */
export function decideOpen(input: PlanInput, node: GraphNode, open: OpenNode, inputs: OpenInputs): Decision {
  const before = input.environment.manifest?.nodes[node.id];
  const isSelected = input.selected.has(node.id);
  if (open.waitsFor === 'ingest') {
    return isSelected ? { action: 'execute', reason: UNKNOWN_INPUT } : leave(undefined, undefined, before);
  }
  const { components: known, unknown: awaits, names } = open;
  const change = before === undefined ? undefined : certainChange(before, open, inputs, input.differences);
  if (!isSelected) {
    if (change !== undefined || !awaits.every(inputs.isMade)) return leave(undefined, undefined, before);
    const reason: Reason = { ...LEFT, text: `${LEFT.text}, and stale ${ifChanged(names).text}` };
    if (before === undefined) return { action: 'leave', stale: false, reason: LEFT };
    return { action: 'leave', stale: false, staleIf: names, stored: before, reason };
  }
  if (input.fullRefresh) return { action: 'execute', awaits, known, reason: FULL_REFRESH };
  if (before === undefined) return { action: 'execute', awaits, known, reason: NOT_BUILT };
  if (change !== undefined) return { action: 'execute', awaits, known, reason: change };
  return { action: 'execute_if_changed', awaits, known, reads: names, reason: ifChanged(names) };
}

/** What differs whatever comes out of the inputs that are not made yet; undefined where nothing does. */
function certainChange(
  before: ManifestNode,
  { components, names, unknown }: OpenNode,
  { isOther }: OpenInputs,
  differences: PlanInput['differences'],
): Reason | undefined {
  const inputs: Record<string, string> = { ...components.inputs };
  const other = new Set<string>(unknown.filter(isOther));
  for (const name of names) inputs[name] = other.has(name) ? OTHER : (before.components.inputs[name] ?? OTHER);
  const reason = whyChanged(before.components, { ...components, inputs }, differences);
  return reason.text === '' ? undefined : reason;
}

/** No digest. */
const OTHER = 'other';

/** What is done with a node that is selected: the first line that holds decides. */
function selected(
  input: PlanInput,
  made: Fingerprinted,
  stored: ManifestNode | undefined,
  before: ManifestNode | undefined,
): Decision {
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

/** The node as the environment has it; undefined where it has another, or the last attempt made nothing. */
export function storedIn({ fingerprint }: Fingerprinted, before: ManifestNode | undefined): ManifestNode | undefined {
  return before !== undefined && before.fingerprint === fingerprint && !isUnmade(before.status) ? before : undefined;
}

/** The node as the environment has it, or as the lake does; undefined where neither has this fingerprint. */
export async function storedAs(
  made: Fingerprinted,
  node: GraphNode,
  before: ManifestNode | undefined,
  store: Store,
): Promise<ManifestNode | undefined> {
  const { fingerprint, components } = made;
  const there = storedIn(made, before);
  if (there !== undefined) return there;
  const meta = await findObject(store, { kind: node.kind, name: node.name, fingerprint });
  return meta === undefined ? undefined : storedNode(node, components, meta);
}

function sourceStage(input: PlanInput, id: NodeId, made: Made): PlanStage {
  const { object, state, reason: text, rows = null } = entry(input.sources, id);
  const stage = { node: id, kind: 'source' } as const;
  if (made.kind === 'open' || object === undefined) {
    return { ...stage, action: 'execute', reason: { kind: 'ingest_missing', text } };
  }
  if (state === 'stale') return { ...stage, action: 'execute', ...made.made, reason: { kind: 'ingest_stale', text } };
  const stored: ManifestNode = {
    kind: 'source',
    status: 'ok',
    ...made.made,
    objects: [object],
    builtBy: BUILDER_UNKNOWN,
    rows,
    note: '',
    warnings: [],
  };
  return { ...stage, action: 'reuse', ...made.made, stored, reason: CURRENT };
}

import { datesOf, type Graph, type GraphNode, type NodeId, type NodeKind } from '../compile/index.ts';
import { nodeId, parseId } from '../ids/index.ts';
import { digestOf } from '../lake/index.ts';
import { entry } from '../presence/index.ts';
import type { ReadColumns, Readings } from './readings.ts';
import type { KnownContents } from './stored-contents.ts';

/**
 * Raise a number when the same inputs would give other bytes: a test holds golden digests against these, so that no
 * change of output goes unnoticed.
 */
export const STEP_REVISIONS = {
  source: 1,
  feature: 3,
  label: 2,
  test: 2,
  model: 12,
  comparison: 3,
} as const satisfies Record<NodeKind, number>;

export type StepRevisions = Readonly<Record<NodeKind, number>>;

/** What a fingerprint is made of, kept so that a plan can say why a node has to run. */
export interface Components {
  /** Digest of all in the definition that matters: canonical AST, fields, variables, seed. */
  readonly recipe: string;
  /** Digest of the node's own decision dates; empty for sources and unit tests, which do not depend on them. */
  readonly calendar: string;
  /** DuckDB's version and session: threads, time zone, what is switched off. */
  readonly engine: string;
  /** Digest of what the arithmetic of the machine comes to; absent from what was made before it was probed. */
  readonly numerics?: string;
  readonly revision: number;
  /**
   * Input node -> its fingerprint; for a source its observations' content digest under `content`. Of an input whose
   * stored rows are read: `features.labor` -> which rows there are, `features.labor.sahm_gap` -> what a column holds,
   * `features.labor.*` -> what all of them do.
   */
  readonly inputs: Readonly<Record<string, string>>;
  /** Digest of what is asked of the inputs' definitions; absent of nodes that ask nothing. */
  readonly reading?: string;
  /**
   * Inputs that are not as they are defined here, but as another environment has them, sorted: by this nothing that was
   * made of them is taken for what would be made of the definitions. Absent where there are none.
   */
  readonly deferred?: readonly string[];
}

/** What is taken in the place of an input. */
export interface DeferredInput {
  readonly fingerprint: string;
  /** `prod#41`: whose it is. */
  readonly to: string;
}

/** Reader -> input -> what the reader takes in its place. */
export type Deferrals = ReadonlyMap<NodeId, ReadonlyMap<NodeId, DeferredInput>>;

export interface FingerprintContext {
  readonly engine: string;
  /** The digest of the numerics of the machine that computes a node. */
  readonly numerics: (node: NodeId) => string | undefined;
  readonly revisions: StepRevisions;
  /** The digest of a node's own decision dates. */
  readonly calendarDigest: (node: NodeId) => string;
  /** Fingerprints of nodes already done. */
  readonly known: ReadonlyMap<NodeId, string>;
  /** What is stored of an input whose rows are read; undefined until it is made. */
  readonly stored: (input: NodeId) => KnownContents | undefined;
  readonly readings: (node: GraphNode) => Readings;
  /** Content digests of the sources' observations. */
  readonly contents: ReadonlyMap<NodeId, string>;
  readonly deferrals?: Deferrals | undefined;
}

/** The components of a node's fingerprint; undefined while an input is not ingested, or not made. */
export function componentsOf(node: GraphNode, context: FingerprintContext): Components | undefined {
  const { components, unknown } = knownComponents(node, context);
  return unknown.length === 0 ? components : undefined;
}

/** The components as far as they are known. */
export interface KnownComponents {
  readonly components: Components;
  /** Inputs that are not ingested, not made, or made of such. */
  readonly unknown: readonly NodeId[];
}

export function knownComponents(node: GraphNode, context: FingerprintContext): KnownComponents {
  const { columns, sources, definitions } = context.readings(node);
  const deferred = context.deferrals?.get(node.id);
  const inputs: Record<string, string> = {};
  const unknown: NodeId[] = [];
  const add = (input: NodeId, digests: Readonly<Record<string, string>> | undefined): void => {
    if (digests === undefined) unknown.push(input);
    else Object.assign(inputs, digests);
  };
  const whole = (input: NodeId): Readonly<Record<string, string>> | undefined => {
    const fingerprint = deferred?.get(input)?.fingerprint ?? context.known.get(input);
    return fingerprint === undefined ? undefined : { [input]: fingerprint };
  };
  for (const input of node.inputs) {
    const read = columns.get(input);
    const stored = read === undefined || deferred?.has(input) === true ? 'whole' : context.stored(input);
    if (stored === undefined) add(input, undefined);
    else add(input, contentsRead(input, stored, read) ?? whole(input));
  }
  for (const source of sources) add(source, whole(source));
  if (node.kind === 'source') {
    const content = context.contents.get(node.id);
    add(node.id, content === undefined ? undefined : { content });
  }
  const numerics = context.numerics(node.id);
  const components: Components = {
    recipe: digestOf(node.recipe),
    calendar: hasDates(node) ? context.calendarDigest(node.id) : '',
    engine: context.engine,
    ...(numerics === undefined ? {} : { numerics }),
    revision: context.revisions[node.kind],
    inputs,
    ...(definitions === undefined ? {} : { reading: definitions }),
    ...(deferred === undefined || deferred.size === 0 ? {} : { deferred: [...deferred.keys()].toSorted() }),
  };
  return { components, unknown };
}

/** What is read of an input's stored rows, by name; undefined where these were stored without digests of it. */
function contentsRead(
  input: NodeId,
  stored: KnownContents,
  read: ReadColumns | undefined,
): Readonly<Record<string, string>> | undefined {
  if (stored === 'whole' || read === undefined) return undefined;
  const { rows, columns } = stored;
  if (read === 'all') return { [input]: rows, [columnOf(input, '*')]: digestOf(columns.map((each) => ({ ...each }))) };
  const digests = new Map(columns.map(({ name, digest }) => [name, digest]));
  if (!read.every((name) => digests.has(name))) return undefined;
  return { [input]: rows, ...Object.fromEntries(read.map((name) => [columnOf(input, name), entry(digests, name)])) };
}

/** The names under which components have what is read of an input. */
export function namesRead(input: NodeId, read: ReadColumns | undefined): readonly string[] {
  if (read === undefined) return [input];
  return [input, ...(read === 'all' ? ['*'] : read).map((name) => columnOf(input, name))];
}

function columnOf(input: NodeId, name: string): string {
  return `${input}.${name}`;
}

/** The node that a name among the inputs of components is of: it, or one of its columns. */
export function inputNamed(name: string): NodeId {
  const { schema, name: rest } = parseId(name);
  const dot = rest.indexOf('.');
  return nodeId(dot < 0 ? name : `${schema}.${rest.slice(0, dot)}`);
}

/** Whether it is made as of the decision dates; a test that gives its rows says the days of them itself. */
function hasDates(node: GraphNode): boolean {
  return node.kind !== 'source' && !(node.kind === 'test' && node.testKind === 'unit');
}

/** SHA-256 over the components and the node's kind. */
export function fingerprintOf(node: GraphNode, components: Components): string {
  return digestOf({ kind: node.kind, ...components });
}

/** Digests each node's own decision dates, and those of the calendar, which most nodes have, once. */
export function calendarDigests(graph: Graph): FingerprintContext['calendarDigest'] {
  const whole = digestOf(graph.calendar.dates);
  return (node) => {
    const dates = datesOf(graph, node);
    return dates === graph.calendar.dates ? whole : digestOf(dates);
  };
}

import { datesOf, type Graph, type GraphNode, type NodeId, type NodeKind } from '../compile/index.ts';
import { digestOf } from '../lake/index.ts';

/**
 * Raise a number when the same inputs would give other bytes: a test holds golden digests against these, so that no
 * change of output goes unnoticed.
 */
export const STEP_REVISIONS = {
  source: 1,
  feature: 3,
  label: 2,
  test: 2,
  model: 11,
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
  /** Input node -> its fingerprint; for a source its observations' content digest under `content`. */
  readonly inputs: Readonly<Record<string, string>>;
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
  /** Content digests of the sources' observations. */
  readonly contents: ReadonlyMap<NodeId, string>;
  readonly deferrals?: Deferrals | undefined;
}

/** The components of a node's fingerprint; undefined while an input's content is not known (not ingested yet). */
export function componentsOf(node: GraphNode, context: FingerprintContext): Components | undefined {
  const inputs: Record<string, string> = {};
  const deferred = context.deferrals?.get(node.id);
  for (const input of node.inputs) {
    const fingerprint = deferred?.get(input)?.fingerprint ?? context.known.get(input);
    if (fingerprint === undefined) return undefined;
    inputs[input] = fingerprint;
  }
  const numerics = context.numerics(node.id);
  if (node.kind === 'source') {
    const content = context.contents.get(node.id);
    if (content === undefined) return undefined;
    inputs['content'] = content;
  }
  return {
    recipe: digestOf(node.recipe),
    calendar: hasDates(node) ? context.calendarDigest(node.id) : '',
    engine: context.engine,
    ...(numerics === undefined ? {} : { numerics }),
    revision: context.revisions[node.kind],
    inputs,
    ...(deferred === undefined || deferred.size === 0 ? {} : { deferred: [...deferred.keys()].toSorted() }),
  };
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

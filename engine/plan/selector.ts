import type { Graph, GraphNode, NodeId } from '../compile/index.ts';
import { didYouMean, type ProblemError, problemError, usageError } from '../diagnostics/index.ts';
import { ingestionOf } from '../ids/index.ts';
import { beyond, LIMITS } from '../limits/index.ts';
import { isMeant, type StateSelection } from './selector-methods.ts';

/** One term of dbt's grammar: `@a`, `2+tag:core+`, `path:features/labor.sql`. */
interface SelectorTerm {
  readonly method: string;
  readonly value: string;
  /** How many generations up and down; Infinity for a bare plus. */
  readonly up: number;
  readonly down: number;
  /** `@`: descendants, and every ancestor of those. */
  readonly at: boolean;
}

/** The nodes that are asked for, in dbt's grammar. */
export interface Selection {
  /** All of them where it is empty. */
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
  /** What `state:` compares with. */
  readonly state?: StateSelection | undefined;
}

interface SelectedFrom {
  readonly graph: Graph;
  readonly state: StateSelection | undefined;
}

const TERM = /^(?<at>@)?(?:(?<up>\d*)\+)?(?<body>[^+@][^+]*?)(?:\+(?<down>\d*))?$/;

/**
 * The nodes that `--select` and `--exclude` name, in dbt's grammar: space is or, comma is and, `+a`, `a+`, `2+a`, `@a`,
 * `tag:`, `path:`, `resource_type:`, `owner:` and others, `*` in names. A test is selected with what it tests, a
 * comparison with the last of its models.
 * Throws ProblemError EWS6002 for a term that matches nothing, or several that match nothing together, unless one is of
 * `state:`, of which there may be none; EWS6001 for one that does not parse.
 */
export function select(graph: Graph, { include, exclude = [], state }: Selection): ReadonlySet<NodeId> {
  const all = new Set(graph.nodes.keys());
  const among: SelectedFrom = { graph, state };
  const chosen = include.length === 0 ? all : unionOf(among, include);
  const dropped = exclude.length === 0 ? new Set<NodeId>() : unionOf(among, exclude);
  return new Set([...withFollowers(graph, chosen)].filter((id) => !dropped.has(id)));
}

/**
 * What a run goes over again that does what another had left to do: these nodes, what they are made of, which may have
 * changed since, and the tests of all of these. Of an ingestion its source's relations.
 */
export function goneOverAgain(graph: Graph, left: ReadonlySet<string>): ReadonlySet<NodeId> {
  const isLeft = (node: GraphNode): boolean =>
    left.has(node.id) || (node.kind === 'source' && left.has(ingestionOf(node.source.name)));
  const nodes = [...graph.nodes.values()].filter(isLeft).map(({ id }) => id);
  // A unit test is made of nothing; it is gone over for the sake of what it tests.
  const tested = nodes.flatMap((id) => testedBy(graph, id));
  return withFollowers(graph, reach(graph, new Set([...nodes, ...tested]), 'up', Number.POSITIVE_INFINITY));
}

function testedBy({ nodes }: Graph, id: NodeId): readonly NodeId[] {
  const node = nodes.get(id);
  return node?.kind === 'test' ? [node.of] : [];
}

/**
 * Whether a bare name never means it: a test's is its column's, a comparison's that of the label.
 */
export function hasOnlyAnId({ kind }: Pick<GraphNode, 'kind'>): boolean {
  return kind === 'test' || kind === 'comparison';
}

/** The one node that a command names: its id, or a bare name when it is unique. ProblemErrors EWS6002, EWS6003. */
export function findNode(graph: Graph, name: string): GraphNode {
  const exact = [...graph.nodes.values()].find((node) => node.id === name);
  if (exact !== undefined) return exact;
  const named = [...graph.nodes.values()].filter((node) => node.name === name && !hasOnlyAnId(node));
  if (named.length > 1) {
    const ids = named.map((node) => node.id);
    throw problemError('EWS6003', `"${name}" is ambiguous`, { hint: `say which: ${ids.join(' or ')}` });
  }
  const [only] = named;
  if (only === undefined) throw unmatched(graph, name);
  return only;
}

/** Whether selectors compare with a state. */
export function asksForState({ include, exclude = [] }: Omit<Selection, 'state'>, what = ''): boolean {
  return wordsOf([...include, ...exclude]).some((word) =>
    termsOf(word).some((term) => {
      const { method, value } = parseTerm(term);
      return method === 'state' && value.startsWith(what);
    }),
  );
}

function wordsOf(expressions: readonly string[]): readonly string[] {
  return expressions.flatMap((expression) => expression.split(/\s+/)).filter((word) => word !== '');
}

/** A comma is "and", but not within braces: `path:features/{labor,money}.*`. */
function termsOf(word: string): readonly string[] {
  return word.split(/,(?![^{}]*\})/);
}

function unionOf(among: SelectedFrom, expressions: readonly string[]): Set<NodeId> {
  const union = new Set<NodeId>();
  for (const word of wordsOf(expressions)) {
    const terms = termsOf(word).map(parseTerm);
    const [first = new Set<NodeId>(), ...rest] = terms.map((term) => resolve(among, term));
    const all = [...first].filter((id) => rest.every((set) => set.has(id)));
    if (all.length === 0 && !terms.some(mayBeEmpty)) throw unmatched(among.graph, word);
    for (const id of all) union.add(id);
  }
  return union;
}

function parseTerm(text: string): SelectorTerm {
  if (text.length > LIMITS.selector.most) {
    throw usageError(`a selector has ${beyond(LIMITS.selector, text.length)}`, 'name nodes by a tag, or by * in names');
  }
  const groups = TERM.exec(text)?.groups;
  if (groups?.['body'] === undefined) {
    throw usageError(`selector "${text}" does not parse`, 'write name, +name, name+, 2+name, @name, tag:x, path:x');
  }
  const body = groups['body'];
  const colon = body.indexOf(':');
  return {
    method: colon < 0 ? 'name' : body.slice(0, colon),
    value: body.slice(colon + 1),
    up: generations(groups['up']),
    down: generations(groups['down']),
    at: groups['at'] !== undefined,
  };
}

function generations(text: string | undefined): number {
  if (text === undefined) return 0;
  return text === '' ? Number.POSITIVE_INFINITY : Number(text);
}

/** Nothing may differ from a state: that is what one hopes for. */
function mayBeEmpty({ method }: SelectorTerm): boolean {
  return method === 'state';
}

function resolve({ graph, state }: SelectedFrom, term: SelectorTerm): Set<NodeId> {
  const nodes = [...graph.nodes.values()].filter((node) => isMeant(node, term, { graph, state }));
  const start = new Set(nodes.map((node) => node.id));
  if (start.size === 0 && !mayBeEmpty(term))
    throw unmatched(graph, term.method === 'name' ? term.value : `${term.method}:${term.value}`);
  if (term.at)
    return reach(graph, reach(graph, start, 'down', Number.POSITIVE_INFINITY), 'up', Number.POSITIVE_INFINITY);
  return new Set([...reach(graph, start, 'up', term.up), ...reach(graph, start, 'down', term.down)]);
}

function reach(graph: Graph, start: ReadonlySet<NodeId>, direction: 'up' | 'down', depth: number): Set<NodeId> {
  const dependents = direction === 'down' ? dependentsOf(graph) : undefined;
  const found = new Set(start);
  let frontier = [...start];
  for (let step = 0; step < depth && frontier.length > 0; step++) {
    const next = frontier.flatMap(
      (id) => dependents?.get(id) ?? (direction === 'up' ? (graph.nodes.get(id)?.inputs ?? []) : []),
    );
    // Each node once: those reached on several ways would double at every fork.
    frontier = [...new Set(next)].filter((id) => !found.has(id));
    for (const id of frontier) found.add(id);
  }
  return found;
}

function dependentsOf(graph: Graph): ReadonlyMap<NodeId, readonly NodeId[]> {
  const dependents = new Map<NodeId, NodeId[]>();
  for (const node of graph.nodes.values()) {
    for (const input of node.inputs) {
      const list = dependents.get(input);
      if (list === undefined) dependents.set(input, [node.id]);
      else list.push(node.id);
    }
  }
  return dependents;
}

/** Adds the tests of groups and labels that are chosen, and the comparisons all of whose models are. */
function withFollowers(graph: Graph, chosen: ReadonlySet<NodeId>): Set<NodeId> {
  const result = new Set(chosen);
  for (const node of graph.nodes.values()) {
    if (node.kind === 'test' && chosen.has(node.of)) result.add(node.id);
    if (node.kind === 'comparison' && node.inputs.every((id) => chosen.has(id))) result.add(node.id);
  }
  return result;
}

function unmatched(graph: Graph, text: string): ProblemError {
  const names = [...graph.nodes.values()].flatMap((node) => [node.id as string, node.name]);
  return problemError('EWS6002', `nothing is called "${text}"`, {
    hint: didYouMean(text, names) ?? 'ews ls lists what there is',
  });
}

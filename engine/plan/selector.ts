import type { Graph, GraphNode, NodeId } from '../compile/index.ts';
import { didYouMean, type ProblemError, problemError, usageError } from '../diagnostics/index.ts';

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

const TERM = /^(?<at>@)?(?:(?<up>\d*)\+)?(?<body>[^+@]+?)(?:\+(?<down>\d*))?$/;

/**
 * The nodes that `--select` and `--exclude` name, in dbt's grammar: space is or, comma is and, `+a`, `a+`, `2+a`, `@a`,
 * `tag:`, `path:`, `resource_type:`, `source:`, `*` in names. A test is selected with the group that it tests, a
 * comparison with the last of its models.
 * Throws ProblemError EWS6002 for a term that matches nothing, EWS6001 for one that does not parse.
 */
export function select(graph: Graph, include: readonly string[], exclude: readonly string[] = []): ReadonlySet<NodeId> {
  const all = new Set(graph.nodes.keys());
  const chosen = include.length === 0 ? all : unionOf(graph, include);
  const dropped = exclude.length === 0 ? new Set<NodeId>() : unionOf(graph, exclude);
  return new Set([...withFollowers(graph, chosen)].filter((id) => !dropped.has(id)));
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

function unionOf(graph: Graph, expressions: readonly string[]): Set<NodeId> {
  const words = expressions.flatMap((expression) => expression.split(/\s+/)).filter((word) => word !== '');
  const union = new Set<NodeId>();
  for (const word of words) {
    const sets = word.split(',').map((term) => resolve(graph, parseTerm(term)));
    const [first = new Set<NodeId>(), ...rest] = sets;
    for (const id of first) if (rest.every((set) => set.has(id))) union.add(id);
  }
  return union;
}

function parseTerm(text: string): SelectorTerm {
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

function resolve(graph: Graph, term: SelectorTerm): Set<NodeId> {
  const start = new Set([...graph.nodes.values()].filter((node) => matches(graph, node, term)).map((node) => node.id));
  if (start.size === 0) throw unmatched(graph, term.method === 'name' ? term.value : `${term.method}:${term.value}`);
  if (term.at)
    return reach(graph, reach(graph, start, 'down', Number.POSITIVE_INFINITY), 'up', Number.POSITIVE_INFINITY);
  return new Set([...reach(graph, start, 'up', term.up), ...reach(graph, start, 'down', term.down)]);
}

function matches(graph: Graph, node: GraphNode, term: SelectorTerm): boolean {
  switch (term.method) {
    case 'name':
      return like(term.value, node.id) || (node.kind !== 'comparison' && like(term.value, node.name));
    case 'tag':
      return node.tags.some((tag) => like(term.value, tag));
    case 'path':
      return node.path === term.value || node.path.startsWith(`${term.value.replace(/\/$/, '')}/`);
    case 'resource_type':
      return node.kind === term.value;
    case 'source':
      return node.kind === 'source' && like(term.value, node.source.name);
    default:
      throw usageError(
        `selector method "${term.method}:" is unknown`,
        didYouMean(term.method, ['tag', 'path', 'resource_type', 'source']) ??
          `there are tag:, path:, resource_type:, source: (${graph.nodes.size} nodes)`,
      );
  }
}

function like(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text;
  const quoted = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${quoted.join('.*')}$`).test(text);
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

/** Adds the tests of groups that are chosen, and the comparisons all of whose models are. */
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

import type { Graph, GraphNode, NodeId, TestKind } from '../compile/index.ts';
import { didYouMean, thereAre, usageError } from '../diagnostics/index.ts';
import { pathPattern } from '../project/index.ts';
import type { DefinitionAspect } from './defined-nodes.ts';
import type { DefinitionDifference } from './state.ts';

/** What `state:` compares with. */
export interface StateSelection {
  readonly differences: ReadonlyMap<NodeId, DefinitionDifference>;
  /** Nodes whose definition is the state's, and whose result would not be; absent where the state has no results. */
  readonly stale?: ReadonlySet<NodeId>;
}

interface MethodInput {
  readonly graph: Graph;
  readonly state: StateSelection | undefined;
}

type Method = (node: GraphNode, value: string, input: MethodInput) => boolean;

/** What stands before the colon of a term, and which nodes it means; `name` where there is none. */
const METHODS: Readonly<Record<string, Method>> = {
  name: (node, value) => like(value, node.id) || (node.kind !== 'comparison' && like(value, node.name)),
  tag: (node, value) => node.tags.some((tag) => like(value, tag)),
  owner: (node, value) => node.owner !== undefined && like(value, node.owner),
  path: (node, value) => filesOf(node).some((path) => isAt(value, path)),
  resource_type: (node, value) => node.kind === value,
  function: (node, value) => functionsOf(node).some((name) => like(value, name) || like(`lib.${value}`, name)),
  source: (node, value) => node.kind === 'source' && like(value, node.source.name),
  test_type: (node, value) => node.kind === 'test' && node.testKind === testKind(value),
  unit_test: (node, value) =>
    node.kind === 'test' &&
    node.testKind === 'unit' &&
    node.body.kind === 'unit' &&
    (like(value, node.body.test.name) || like(value, node.name)),
  state: (node, value, { state }) => isInState(node, value, state),
};

/** Whether a node is meant by a method and its value. ProblemError EWS6001 for one that there is not. */
export function isMeant(node: GraphNode, term: { method: string; value: string }, input: MethodInput): boolean {
  const method = Object.hasOwn(METHODS, term.method) ? METHODS[term.method] : undefined;
  if (method !== undefined) return method(node, term.value, input);
  const names = Object.keys(METHODS).filter((name) => name !== 'name');
  const all = `there are ${names.map((name) => `${name}:`).join(', ')} (${input.graph.nodes.size} nodes)`;
  throw usageError(`selector method "${term.method}:" is unknown`, didYouMean(term.method, names) ?? all);
}

const TEST_KINDS = ['unit', 'column', 'custom'] as const satisfies readonly TestKind[];

function testKind(value: string): TestKind {
  const found = TEST_KINDS.find((kind) => kind === value);
  if (found !== undefined) return found;
  const hint = didYouMean(value, TEST_KINDS) ?? thereAre('there are', TEST_KINDS);
  throw usageError(`there are no tests of type "${value}"`, hint);
}

type InState = (difference: DefinitionDifference, node: GraphNode, state: StateSelection) => boolean;

const STATES: Readonly<Record<string, InState>> = {
  new: (difference) => difference === 'new',
  modified: (difference) => isModified(difference, 'recipe') || isModified(difference, 'tests'),
  'modified.recipe': (difference) => isModified(difference, 'recipe'),
  'modified.tests': (difference) => isModified(difference, 'tests'),
  'modified.words': (difference) => isModified(difference, 'words'),
  stale: (_difference, { id }, { stale }) => {
    if (stale !== undefined) return stale.has(id);
    throw usageError('a revision has no results that could be stale', 'compare with an environment: --state prod');
  },
};

function isModified(difference: DefinitionDifference, aspect: DefinitionAspect): boolean {
  return difference !== 'new' && difference.includes(aspect);
}

function isInState(node: GraphNode, value: string, state: StateSelection | undefined): boolean {
  const test = Object.hasOwn(STATES, value) ? STATES[value] : undefined;
  const names = Object.keys(STATES);
  if (test === undefined) {
    throw usageError(`there is no state "${value}"`, didYouMean(value, names) ?? `there are ${names.join(', ')}`);
  }
  if (state === undefined) {
    const hint = 'say it: --state prod, --state git:main, a run; or compare_with: prod in the target';
    throw usageError(`"state:${value}" compares with a state, and none is named`, hint);
  }
  const difference = state.differences.get(node.id);
  return difference !== undefined && test(difference, node, state);
}

/** A group and a label are of two files, and whoever names either means it. */
function filesOf(node: GraphNode): readonly string[] {
  const isOfTwo = node.kind === 'feature' || node.kind === 'label';
  return isOfTwo ? [node.path, node.definition.yaml.file.path] : [node.path];
}

/** A file, all in a folder, or what a pattern means of both: `features/**`, `features/{labor,money}.*`. */
function isAt(value: string, path: string): boolean {
  const place = value.replace(/^\.\//, '').replace(/\/$/, '');
  if (!/[*?{]/.test(place)) return path === place || path.startsWith(`${place}/`);
  return pathPattern(place).test(path) || pathPattern(`${place}/**`).test(path);
}

/** The functions that are written out in a node's SQL: `lib.growth`. */
export function functionsOf(node: GraphNode): readonly string[] {
  if (node.kind === 'feature' || node.kind === 'label') return node.query.functions ?? [];
  return node.kind === 'test' && node.testKind === 'custom' && node.body.kind === 'custom'
    ? (node.body.functions ?? [])
    : [];
}

/** `*` stands for any characters. Each part is looked for once, behind the one before: no pattern takes long. */
function like(pattern: string, text: string): boolean {
  const [start = pattern, ...rest] = pattern.split('*');
  const end = rest.pop();
  if (end === undefined) return pattern === text;
  if (!text.startsWith(start) || !text.endsWith(end)) return false;
  let from = start.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from <= text.length - end.length;
}

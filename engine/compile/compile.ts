import { hasErrors, type Problem, throwErrors } from '../diagnostics/index.ts';
import type { NodeId } from '../ids/index.ts';
import { type Definitions, type KeptStates, type SoundParts, wholeParts } from '../project/index.ts';
import type { Warehouses } from '../warehouse/index.ts';
import { checkColumnTypes } from './column-types.ts';
import { comparisonNodes } from './comparison-nodes.ts';
import { type CompileCache, NO_CACHE } from './compile-cache.ts';
import { compileQueries } from './compile-queries.ts';
import type { CompiledBefore, CompilingMeans } from './compiled-before.ts';
import { resolveDates } from './decision-dates.ts';
import type { Graph, GraphNode, SourceNode, TestNode } from './graph.ts';
import { modelNodes } from './model-nodes.ts';
import { checkWindows } from './outcome-window/index.ts';
import { openShadowCatalogue } from './shadow-catalogue.ts';
import { sortByPlace } from './sort-by-place.ts';
import { sourceNodes } from './source-nodes.ts';
import { testNodes } from './test-nodes.ts';
import { unitTestNodes, unitTestsOf } from './unit-tests/index.ts';

/** By what means a project is compiled. */
export interface CompileEffects {
  readonly warehouses: Warehouses;
  readonly compileCache?: CompileCache | undefined;
  /** Whole graphs that commands before made: `compileOnce` asks for them. */
  readonly kept?: KeptStates | undefined;
}

/**
 * Definitions -> Graph. Parses, admits and binds every query against empty tables, so that a misspelled column
 * is found without data.
 * @param effects warehouses to bind in; its cache answers for DuckDB what it was asked before.
 * @param before what need not be compiled again: the graph is the same without it.
 * @throws ProblemError with all problems of all files when any of them is an error.
 */
export async function compile(
  definitions: Definitions,
  effects: CompileEffects,
  before?: CompiledBefore | undefined,
): Promise<Graph> {
  const { compileCache: cache = NO_CACHE, warehouses } = effects;
  const parts = wholeParts(definitions);
  const sources = sourceNodes(definitions);
  try {
    const means = { cache, warehouses, before };
    const queries = await definedQueries(parts, sources, means);
    const tests = await testNodes(parts, queries.nodes, { ...means, functions: queries.functions });
    const types = checkColumnTypes(definitions, queries.nodes);
    const dates = resolveDates(definitions, queries.nodes, !hasErrors(queries.problems));
    const { calendar, shorter } = dates;
    const units = await unitTestNodes({ parts, queries, sources, calendar }, means);
    const windows = await checkWindows(queries.nodes, sources, { calendar, shorter }, means);
    const problems = sortByPlace([
      ...dates.problems,
      ...queries.problems,
      ...types,
      ...windows.problems,
      ...tests.problems,
      ...units.problems,
    ]);
    throwErrors(problems);
    const nodes = [
      ...sources,
      ...queries.nodes,
      ...tests.nodes,
      ...units.nodes,
      ...modelNodes(definitions, windows.notComparable),
      ...comparisonNodes(definitions),
    ];
    return Object.freeze({ definitions, calendar, shorter, nodes: inBuildOrder(nodes), problems });
  } finally {
    cache.save();
  }
}

/** The groups of some definitions, each after what it reads, and their tests on columns and by queries. */
export async function definedNodes(
  definitions: Definitions,
  means: CompilingMeans,
): Promise<{ readonly nodes: readonly GraphNode[]; readonly problems: readonly Problem[] }> {
  const parts = wholeParts(definitions);
  const { nodes, problems, functions } = await definedQueries(parts, sourceNodes(definitions), means);
  if (problems.length > 0) return { nodes, problems };
  const tests = await testNodes(parts, nodes, { ...means, functions });
  return { nodes: [...nodes, ...tests.nodes], problems: tests.problems };
}

/** Closes what it binds in before tests and windows are bound: the same worker takes those. */
async function definedQueries(
  parts: SoundParts,
  sources: readonly SourceNode[],
  means: CompilingMeans,
): ReturnType<typeof compileQueries> {
  const shadow = await openShadowCatalogue(means);
  try {
    return await compileQueries(parts, sources, shadow, means.before);
  } finally {
    shadow.close();
  }
}

/**
 * The order given, which is topological, with each test right after the last group that it reads, or before what it
 * tests where it reads none.
 */
function inBuildOrder(nodes: readonly GraphNode[]): ReadonlyMap<NodeId, GraphNode> {
  const waiting = new Map<NodeId, TestNode[]>();
  for (const node of nodes) {
    if (node.kind !== 'test') continue;
    for (const input of node.inputs) {
      const others = waiting.get(input);
      if (others === undefined) waiting.set(input, [node]);
      else others.push(node);
    }
  }
  const units = unitTestsOf(nodes.filter((node) => node.kind === 'test'));
  const ordered = new Map<NodeId, GraphNode>();
  for (const node of nodes) {
    if (node.kind === 'test') continue;
    for (const test of units.get(node.id) ?? []) ordered.set(test.id, test);
    ordered.set(node.id, node);
    for (const test of waiting.get(node.id) ?? []) {
      if (test.inputs.every((input) => ordered.has(input))) ordered.set(test.id, test);
    }
  }
  return ordered;
}

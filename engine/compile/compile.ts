import { hasErrors, type Problem, throwErrors } from '../diagnostics/index.ts';
import type { NodeId } from '../ids/index.ts';
import type { Definitions } from '../project/index.ts';
import type { Warehouses } from '../warehouse/index.ts';
import { checkColumnTypes } from './column-types.ts';
import { comparisonNodes } from './comparison-nodes.ts';
import { type CompileCache, NO_CACHE } from './compile-cache.ts';
import { compileQueries } from './compile-queries.ts';
import { resolveDates } from './decision-dates.ts';
import type { Graph, GraphNode, TestNode } from './graph.ts';
import { modelNodes } from './model-nodes.ts';
import { checkWindows } from './outcome-window/index.ts';
import { sourceNodes } from './relations.ts';
import { openShadowCatalogue } from './shadow-catalogue.ts';
import { testNodes } from './test-nodes.ts';

/** By what means a project is compiled. */
export interface CompileEffects {
  readonly warehouses: Warehouses;
  readonly compileCache?: CompileCache | undefined;
}

/**
 * Definitions -> Graph. Parses, admits, binds and lifts every query against empty tables, so that a misspelled column
 * is found without data.
 * @param effects warehouses to bind in; its cache answers for DuckDB what it was asked before.
 * @throws ProblemError with all problems of all files when any of them is an error.
 */
export async function compile(definitions: Definitions, effects: CompileEffects): Promise<Graph> {
  const { compileCache: cache = NO_CACHE, warehouses } = effects;
  const sources = sourceNodes(definitions);
  const shadow = await openShadowCatalogue({ cache, warehouses });
  try {
    const queries = await compileQueries(definitions, sources, shadow);
    const tests = await testNodes(definitions, queries.nodes, { cache, warehouses });
    const types = checkColumnTypes(definitions, queries.nodes);
    const { calendar, shorter, problems: dateProblems } = resolveDates(definitions, queries.nodes);
    const windows = await checkWindows(queries.nodes, sources, { calendar, shorter }, { cache, warehouses });
    const problems = [
      // Which sources limit the dates is not known while a query is missing.
      ...(hasErrors(queries.problems) ? [] : dateProblems),
      ...queries.problems,
      ...types,
      ...windows.problems,
      ...tests.problems,
    ].toSorted(byPlace);
    throwErrors(problems);
    const nodes = [
      ...sources,
      ...queries.nodes,
      ...tests.nodes,
      ...modelNodes(definitions, windows.notComparable),
      ...comparisonNodes(definitions),
    ];
    return Object.freeze({ definitions, calendar, shorter, nodes: inBuildOrder(nodes), problems });
  } finally {
    shadow.close();
    cache.save();
  }
}

/** The order given, which is topological, with each test right after the last group that it reads. */
function inBuildOrder(nodes: readonly GraphNode[]): ReadonlyMap<NodeId, GraphNode> {
  const waiting = new Map<NodeId, TestNode[]>();
  for (const node of nodes) {
    if (node.kind !== 'test') continue;
    for (const input of node.inputs) waiting.set(input, [...(waiting.get(input) ?? []), node]);
  }
  const ordered = new Map<NodeId, GraphNode>();
  for (const node of nodes) {
    if (node.kind === 'test') continue;
    ordered.set(node.id, node);
    for (const test of waiting.get(node.id) ?? []) {
      if (test.inputs.every((input) => ordered.has(input))) ordered.set(test.id, test);
    }
  }
  return ordered;
}

function byPlace(a: Problem, b: Problem): number {
  const [left, right] = [a.span, b.span];
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}

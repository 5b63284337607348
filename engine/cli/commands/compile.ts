import {
  type FeatureNode,
  type Graph,
  type GraphNode,
  histories,
  type LabelNode,
  type LiftedQuery,
  liftedQueries,
  type NodeId,
  summaryOf,
} from '../../compile/index.ts';
import { entry } from '../../presence/index.ts';
import { compiledSqlText, graphSummaryText } from '../../report/index.ts';
import type { StateFlags } from '../named-state.ts';
import { type CompiledGraphJson, compiledNode } from '../node-json.ts';
import { openGraph, openSummary } from '../open-graph.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface CompileFlags extends StateFlags {
  readonly show?: 'summary' | 'sql';
}

/**
 * `ews compile`: parses, admits and binds every query on empty tables; runs nothing, reads no data. How histories are
 * computed is found out of the nodes that somebody names: of all it would take as long as the rest.
 */
export async function runCompile(flags: CompileFlags, terminal: Terminal): Promise<ExitCode> {
  const isListed = flags.json !== true && flags.show !== 'sql';
  if (isListed && isOfAll(flags)) {
    const { name, summary } = await openSummary(flags, terminal);
    terminal.out(graphSummaryText(name, summary, undefined, terminal.paintOut));
    return 0;
  }
  const { graph, session } = await openGraph(flags, terminal);
  const { selectedNodes } = await import('../named-state.ts');
  const { selected, problems } = await selectedNodes(session, graph, flags);
  for (const problem of problems) tellProblem(problem, flags, terminal);
  const nodes = [...graph.nodes.values()].filter((node) => selected.has(node.id));
  const queries = nodes.filter(isQuery);
  if (isListed) {
    const forms = flags.select === undefined ? undefined : await histories(graph, queries);
    const { name } = graph.definitions.config;
    terminal.out(graphSummaryText(name, summaryOf(graph, nodes), forms, terminal.paintOut));
    return 0;
  }
  const lifted = await liftedQueries(graph, queries, session.effects.warehouses);
  if (flags.json === true) terminal.answer.gave('compile', graphJson(graph, nodes, lifted));
  else {
    const texts = queries.map((node) => compiledSqlText(node, entry(lifted, node.id), terminal.paintOut));
    terminal.out(texts.join('\n\n'));
  }
  return 0;
}

/** Whether no flag says which nodes are meant. */
function isOfAll({ select, exclude, state, defer }: CompileFlags): boolean {
  return [select, exclude, state, defer].every((flag) => flag === undefined);
}

function isQuery(node: GraphNode): node is FeatureNode | LabelNode {
  return node.kind === 'feature' || node.kind === 'label';
}

function graphJson(
  graph: Graph,
  nodes: readonly GraphNode[],
  lifted: ReadonlyMap<NodeId, LiftedQuery>,
): CompiledGraphJson {
  const { name, vars } = graph.definitions.config;
  const shorter = [...graph.shorter].map(([node, dates]) => ({ node, last: dates.at(-1) }));
  return {
    project: name,
    vars,
    calendar: { ...graph.calendar, shorter },
    nodes: nodes.map((node) => compiledNode(node, lifted)),
    problems: graph.problems,
  };
}

import type { FeatureNode, Graph, GraphNode, LabelNode } from '../../compile/index.ts';
import { select } from '../../plan/index.ts';
import { compiledSqlText, graphSummaryText } from '../../report/index.ts';
import { compiledNode } from '../node-json.ts';
import { openGraph } from '../open-graph.ts';
import type { GlobalFlags } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface CompileFlags extends GlobalFlags {
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  readonly show?: 'summary' | 'sql';
}

/** `ews compile`: parses, admits, binds and lifts every query on empty tables; runs nothing, reads no data. */
export async function runCompile(flags: CompileFlags, terminal: Terminal): Promise<ExitCode> {
  const { graph } = await openGraph(flags, terminal);
  const selected = select(graph, flags.select ?? [], flags.exclude ?? []);
  const nodes = [...graph.nodes.values()].filter((node) => selected.has(node.id));
  if (flags.json === true) terminal.out(JSON.stringify(graphJson(graph, nodes), null, 2));
  else if (flags.show === 'sql')
    terminal.out(
      nodes
        .filter(isQuery)
        .map((node) => compiledSqlText(node, terminal.paintOut))
        .join('\n\n'),
    );
  else terminal.out(graphSummaryText(graph, nodes, terminal.paintOut));
  return 0;
}

function isQuery(node: GraphNode): node is FeatureNode | LabelNode {
  return node.kind === 'feature' || node.kind === 'label';
}

function graphJson(graph: Graph, nodes: readonly GraphNode[]): unknown {
  const { name, vars } = graph.definitions.config;
  const shorter = [...graph.shorter].map(([node, dates]) => ({ node, last: dates.at(-1) }));
  return {
    project: name,
    vars,
    calendar: { ...graph.calendar, shorter },
    nodes: nodes.map(compiledNode),
    problems: graph.problems,
  };
}

import type { GraphNode } from '../../compile/index.ts';
import { select } from '../../plan/index.ts';
import { tableText } from '../../report/index.ts';
import { listedNode } from '../node-json.ts';
import { openGraph } from '../open-graph.ts';
import type { GlobalFlags } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface LsFlags extends GlobalFlags {
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  readonly resourceType?: readonly string[];
  readonly long?: boolean;
}

/** `ews ls`: the ids of nodes, one a line, in build order. */
export async function runLs(flags: LsFlags, terminal: Terminal): Promise<ExitCode> {
  const { graph } = await openGraph(flags, terminal);
  const selected = select(graph, flags.select ?? [], flags.exclude ?? []);
  const kinds = flags.resourceType;
  const nodes = [...graph.nodes.values()].filter(
    (node) => selected.has(node.id) && (kinds === undefined || kinds.includes(node.kind)),
  );
  if (flags.json === true) terminal.out(JSON.stringify(nodes.map(listedNode), null, 2));
  else if (flags.long === true) terminal.out(longList(nodes, terminal));
  else if (nodes.length > 0) terminal.out(nodes.map(({ id }) => id).join('\n'));
  return 0;
}

function longList(nodes: readonly GraphNode[], terminal: Terminal): string {
  const titles = ['kind', 'id', 'tags', 'owner', 'description'] as const;
  return tableText(
    {
      columns: titles.map((title) => ({ title, align: 'left' })),
      rows: nodes.map(({ kind, id, tags, owner, description }) => ({
        cells: [kind, id, tags.join(' '), owner ?? '', description],
      })),
    },
    terminal.paintOut,
  );
}

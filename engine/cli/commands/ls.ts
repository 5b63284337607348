import type { GraphNode } from '../../compile/index.ts';
import { ProblemError } from '../../diagnostics/index.ts';
import { sourceStates } from '../../inspect/index.ts';
import { select } from '../../plan/index.ts';
import type { Definitions, SourceDefinition } from '../../project/index.ts';
import { tableText } from '../../report/index.ts';
import { attestedBy } from '../attested-by.ts';
import { listedNode } from '../node-json.ts';
import { openGraph } from '../open-graph.ts';
import { type GlobalFlags, type Session, warn } from '../session.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface LsFlags extends GlobalFlags {
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  readonly resourceType?: readonly string[];
  readonly long?: boolean;
}

/** `ews ls`: the ids of nodes, one a line, in build order. */
export async function runLs(flags: LsFlags, terminal: Terminal): Promise<ExitCode> {
  const { graph, session } = await openGraph(flags, terminal, { asks: 'nobody' });
  const selected = select(graph, flags.select ?? [], flags.exclude ?? []);
  const kinds = flags.resourceType;
  const nodes = [...graph.nodes.values()].filter(
    (node) => selected.has(node.id) && (kinds === undefined || kinds.includes(node.kind)),
  );
  if (flags.json === true || flags.long === true) {
    const complete = nodes.some(({ kind }) => kind === 'source') ? await completeness(session, flags, terminal) : [];
    if (flags.json === true)
      terminal.out(
        JSON.stringify(
          nodes.map((node) => listed(node, complete)),
          null,
          2,
        ),
      );
    else terminal.out(longList(nodes, complete, terminal));
  } else if (nodes.length > 0) terminal.out(nodes.map(({ id }) => id).join('\n'));
  return 0;
}

/** The sources as this lake completes them; as declared where it cannot be read, which is said. */
async function completeness(session: Session, flags: LsFlags, terminal: Terminal): Promise<Definitions['sources']> {
  try {
    return (await sourceStates(session.definitions, session.effects)).complete.sources;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    for (const problem of error.problems) warn({ ...problem, severity: 'warning' }, flags, terminal);
    return session.definitions.sources;
  }
}

function completeSource(node: GraphNode, complete: Definitions['sources']): SourceDefinition | undefined {
  return node.kind === 'source' ? complete.find(({ name }) => name === node.source.name) : undefined;
}

function listed(node: GraphNode, complete: Definitions['sources']): Record<string, unknown> {
  const source = completeSource(node, complete);
  if (source === undefined) return listedNode(node);
  const { completeThrough = null, attestation = null } = source;
  return { ...listedNode(node), completeThrough, attestation };
}

/** A description, and who says that the source is complete for longer than it is declared. */
function described(node: GraphNode, complete: Definitions['sources']): string {
  const { completeThrough, attestation } = completeSource(node, complete) ?? {};
  if (completeThrough === undefined || attestation === undefined) return node.description;
  return `${node.description} (complete through ${completeThrough}, ${attestedBy(attestation)})`;
}

/** Nobody's cell is empty. */
function ownerOf({ owner = '' }: GraphNode): string {
  return owner;
}

function longList(nodes: readonly GraphNode[], complete: Definitions['sources'], terminal: Terminal): string {
  const titles = ['kind', 'id', 'tags', 'owner', 'description'] as const;
  return tableText(
    {
      columns: titles.map((title) => ({ title, align: 'left' })),
      rows: nodes.map((node) => ({
        cells: [node.kind, node.id, node.tags.join(' '), ownerOf(node), described(node, complete)],
      })),
    },
    terminal.paintOut,
  );
}

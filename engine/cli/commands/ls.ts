import type { GraphNode } from '../../compile/index.ts';
import { ProblemError } from '../../diagnostics/index.ts';
import { sourceStates } from '../../inspect/index.ts';
import type { Definitions, SourceDefinition } from '../../project/index.ts';
import { tableText } from '../../report/index.ts';
import { attestedBy } from '../attested-by.ts';
import { type ListedFunction, listedFunctions } from '../listed-functions.ts';
import { type StateFlags, selectedNodes } from '../named-state.ts';
import { type ListedNode, type ListedSource, listedNode } from '../node-json.ts';
import { openGraph } from '../open-graph.ts';
import type { Session } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface LsFlags extends StateFlags {
  readonly resourceType?: readonly string[];
  readonly long?: boolean;
}

/** `ews ls`: the ids of nodes, one a line, in build order. */
export async function runLs(flags: LsFlags, terminal: Terminal): Promise<ExitCode> {
  const { graph, session } = await openGraph(flags, terminal, { asks: 'nobody' });
  const { selected, problems } = await selectedNodes(session, graph, flags);
  for (const problem of problems) tellProblem(problem, flags, terminal);
  const kinds = flags.resourceType;
  const nodes = [...graph.nodes.values()].filter(
    (node) => selected.has(node.id) && (kinds === undefined || kinds.includes(node.kind)),
  );
  const isSelected = flags.select !== undefined || flags.exclude !== undefined;
  const among = isSelected ? [...graph.nodes.values()].filter(({ id }) => selected.has(id)) : undefined;
  const functions = kinds?.includes('function') === true ? listedFunctions(graph, among) : [];
  if (flags.json === true || flags.long === true) {
    const complete = nodes.some(({ kind }) => kind === 'source') ? await completeness(session, flags, terminal) : [];
    if (flags.json === true) terminal.answer.gave('ls', [...nodes.map((node) => listed(node, complete)), ...functions]);
    else terminal.out(longList(nodes, complete, functions, terminal));
  } else if (nodes.length + functions.length > 0) {
    terminal.out([...nodes, ...functions].map(({ id }) => id).join('\n'));
  }
  return 0;
}

/** The sources as this lake completes them; as declared where it cannot be read, which is said. */
async function completeness(session: Session, flags: LsFlags, terminal: Terminal): Promise<Definitions['sources']> {
  try {
    return (await sourceStates(session.definitions, session.effects)).complete.sources;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    for (const problem of error.problems) tellProblem({ ...problem, severity: 'warning' }, flags, terminal);
    return session.definitions.sources;
  }
}

function completeSource(node: GraphNode, complete: Definitions['sources']): SourceDefinition | undefined {
  return node.kind === 'source' ? complete.find(({ name }) => name === node.source.name) : undefined;
}

function listed(node: GraphNode, complete: Definitions['sources']): ListedNode | ListedSource {
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

/** What a line of a table has room for. */
function firstSentence(text: string): string {
  const [sentence = text] = text.split(/(?<=[.;]) /);
  return sentence.replace(/;$/, '.');
}

function longList(
  nodes: readonly GraphNode[],
  complete: Definitions['sources'],
  functions: readonly ListedFunction[],
  terminal: Terminal,
): string {
  const titles = ['kind', 'id', 'tags', 'owner', 'description'] as const;
  return tableText(
    {
      columns: titles.map((title) => ({ title, align: 'left' })),
      rows: [
        ...nodes.map((node) => ({
          cells: [node.kind, node.id, node.tags.join(' '), ownerOf(node), described(node, complete)],
        })),
        ...functions.map(({ kind, id, parameters, description }) => ({
          cells: [kind, `${id}${parameters}`, '', '', firstSentence(description)],
        })),
      ],
    },
    terminal.paintOut,
  );
}

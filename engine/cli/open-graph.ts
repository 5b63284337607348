import { compile, compileSummary, type Graph, type GraphSummary, summaryOf } from '../compile/index.ts';
import { ProblemError } from '../diagnostics/index.ts';
import { asComplete, asDeclared } from '../inspect/index.ts';
import { DamagedState, type Definitions } from '../project/index.ts';
import { type GlobalFlags, openPlace, openSession, readPlace, type Session } from './session.ts';
import { tellProblem } from './tell-problem.ts';
import type { Terminal } from './terminal.ts';

export interface OpenedGraph {
  readonly session: Session;
  readonly graph: Graph;
}

/**
 * Reads and compiles the project; its warnings go to standard error. How far sources are complete, and so the decision
 * dates, are the lake's to say; `asks: 'nobody'` is for what does not depend on them. A lake that cannot be read is a
 * warning here. Throws ProblemError when the project does not compile.
 */
export async function openGraph(
  flags: GlobalFlags,
  terminal: Terminal,
  { asks }: { readonly asks: 'lake' | 'nobody' } = { asks: 'lake' },
): Promise<OpenedGraph> {
  const session = await openSession(flags, terminal);
  const definitions =
    asks === 'lake' ? await asFarAsKnown(session, flags, terminal) : asDeclared(session.definitions, session.effects);
  const graph = await compile(definitions, session.effects);
  for (const problem of [...session.warnings, ...graph.problems]) tellProblem(problem, flags, terminal);
  return { session, graph };
}

/** What can be listed of the graph that `openGraph` opens. */
export interface OpenedSummary {
  /** Of the project. */
  readonly name: string;
  readonly summary: GraphSummary;
}

/**
 * Reads and compiles the project as `openGraph` does, for what is listed of it: of what is kept no more is read than is
 * needed for that. Throws as `openGraph`.
 */
export async function openSummary(flags: GlobalFlags, terminal: Terminal): Promise<OpenedSummary> {
  try {
    return await summaryOfKept(flags, terminal);
  } catch (error) {
    if (!(error instanceof DamagedState)) throw error;
  }
  // What is not whole is not believed there, and made again.
  const { graph } = await openGraph(flags, terminal);
  return { name: graph.definitions.config.name, summary: summaryOf(graph) };
}

async function summaryOfKept(flags: GlobalFlags, terminal: Terminal): Promise<OpenedSummary> {
  const session = openPlace(await readPlace(flags, 'later'), flags, terminal);
  const { kept } = session;
  const definitions = await asFarAsKnown(session, flags, terminal);
  const summary = await compileSummary(definitions, { ...session.effects, ...(kept && { kept: kept.later }) });
  for (const problem of [...session.warnings, ...summary.problems]) tellProblem(problem, flags, terminal);
  return { name: definitions.config.name, summary };
}

async function asFarAsKnown(session: Session, flags: GlobalFlags, terminal: Terminal): Promise<Definitions> {
  try {
    return await asComplete(session.definitions, session.effects);
  } catch (error) {
    if (!(error instanceof ProblemError) || !error.problems.every(({ code }) => code.startsWith('EWS4'))) throw error;
    for (const problem of error.problems) tellProblem({ ...problem, severity: 'warning' }, flags, terminal);
    return asDeclared(session.definitions, session.effects);
  }
}

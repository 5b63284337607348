import { compile, type Graph } from '../compile/index.ts';
import { asComplete } from '../run/index.ts';
import { type GlobalFlags, openSession, type Session, warn } from './session.ts';
import type { Terminal } from './terminal.ts';

export interface OpenedGraph {
  readonly session: Session;
  readonly graph: Graph;
}

/** Reads and compiles the project; its warnings go to standard error. Throws ProblemError when it does not compile. */
export async function openGraph(flags: GlobalFlags, terminal: Terminal): Promise<OpenedGraph> {
  const session = await openSession(flags, terminal);
  const definitions = await asComplete(session.definitions, session.effects);
  const graph = await compile(definitions, session.effects.compileCache);
  for (const problem of [...session.warnings, ...graph.problems]) warn(problem, flags, terminal);
  return { session, graph };
}

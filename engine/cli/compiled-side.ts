import { compile, type Graph, type NodeId } from '../compile/index.ts';
import { type Problem, ProblemError } from '../diagnostics/index.ts';
import { asDeclared, type HeldSources, heldSources } from '../inspect/index.ts';
import type { Definitions, TargetDefinition } from '../project/index.ts';
import { type ComparedSide, unknownSide } from './compared-side.ts';
import type { CommittedData } from './git-files.ts';
import { readRevision } from './revision-graph.ts';
import type { GlobalFlags, Session } from './session.ts';
import { tellProblem } from './tell-problem.ts';
import type { Terminal } from './terminal.ts';

/** A side that is no run, compiled on what the lake says of its sources. */
export interface CompiledSide {
  readonly kind: 'revision' | 'definitions';
  readonly name: string;
  /** The project as it is declared. */
  readonly declared: Definitions;
  readonly target: TargetDefinition;
  readonly graph: Graph;
  /** Digests of the observations that the lake holds; undefined where it did not answer. */
  readonly contents: ReadonlyMap<NodeId, string> | undefined;
  /** The commit, and its files; absent of the definitions as they are. */
  readonly commit?: string;
  readonly data?: CommittedData;
}

/** Who asks, and whom to tell of what is wrong with the lake. */
export interface DiffSession {
  readonly session: Session;
  readonly flags: GlobalFlags;
  readonly terminal: Terminal;
  /** Codes and messages of what was said of the lake: both sides meet the same. */
  readonly said: Set<string>;
}

/**
 * Compiles a revision, or the definitions as they are. A lake that cannot be read is a warning: definitions have
 * columns and formulas without any. Throws as `readRevision`, and EWS6002 where git knows no such revision.
 */
export async function compiledSide(
  side: Exclude<ComparedSide, { readonly kind: 'run' }>,
  asking: DiffSession,
): Promise<CompiledSide> {
  const { session, flags } = asking;
  const { definitions, target, effects } = session;
  const { name } = side;
  if (side.kind === 'definitions') {
    return { kind: side.kind, name, declared: definitions, target, ...(await compiled(definitions, asking)) };
  }
  const request = { root: definitions.root, revision: side.revision, flags, effects };
  const outcome = await readRevision(request, async ({ definitions: declared, target: own, commit, data }) => ({
    declared,
    target: own,
    commit,
    data,
    ...(await compiled(declared, asking)),
  }));
  if (outcome.kind === 'unknown') throw await unknownSide(session, side.revision, outcome.why);
  return { kind: side.kind, name, ...outcome.made };
}

async function compiled(declared: Definitions, asking: DiffSession): Promise<Pick<CompiledSide, 'graph' | 'contents'>> {
  const { effects } = asking.session;
  const held = await heldBy(declared, asking);
  return { graph: await compile(held?.complete ?? asDeclared(declared, effects), effects), contents: held?.contents };
}

async function heldBy(declared: Definitions, asking: DiffSession): Promise<HeldSources | undefined> {
  const { effects } = asking.session;
  try {
    return await heldSources(declared, effects);
  } catch (error) {
    if (!isOfLake(error)) throw error;
    for (const problem of error.problems) warnOnce(problem, asking);
    return undefined;
  }
}

function warnOnce(problem: Problem, { flags, terminal, said }: DiffSession): void {
  const words = `${problem.code} ${problem.message}`;
  if (!said.has(words)) tellProblem({ ...problem, severity: 'warning' }, flags, terminal);
  said.add(words);
}

/** Whether a lake is to blame: then what needs none goes on. */
export function isOfLake(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.problems.every(({ code }) => code.startsWith('EWS4'));
}

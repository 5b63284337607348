import { spawn } from 'node:child_process';
import { comparisonFile } from '../../cards/index.ts';
import type { NodeId } from '../../compile/index.ts';
import { didYouMean, ProblemError, problemError, usageError } from '../../diagnostics/index.ts';
import { idOf, nodeId } from '../../ids/index.ts';
import { currentManifest, localRunFile } from '../environment-run.ts';
import { namedModel } from '../named-model.ts';
import { openGraph } from '../open-graph.ts';
import { type GlobalFlags, openSession, type Session } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import { currentStandings, nodesWithPages, type Standings, tellStandings } from '../tell-standing.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

export interface OpenFlags extends GlobalFlags {
  readonly print?: boolean;
}

/**
 * `ews open [lineage | card NAME | comparison LABEL]`: shows a page of the newest run, or prints its path where nothing
 * can.
 */
export async function runOpen(what: readonly string[], flags: OpenFlags, terminal: Terminal): Promise<ExitCode> {
  const file = await pageOf(what, flags, terminal);
  if (flags.json === true) terminal.answer.gave('open', { path: file });
  else if (flags.print === true || !terminal.interactive || !(await openFile(file))) terminal.out(file);
  else terminal.err(`opened ${file}`);
  return 0;
}

const OPENS = 'ews open, ews open lineage, ews open card MODEL, or ews open comparison LABEL';

async function pageOf(what: readonly string[], flags: OpenFlags, terminal: Terminal): Promise<string> {
  const [kind, name, ...rest] = what;
  if (kind === undefined) {
    const session = await openSession(flags, terminal);
    await tellOf(session, nodesWithPages, flags, terminal);
    return pathOf(session, 'index.html', 'page');
  }
  if (kind === 'lineage' && name === undefined) {
    return pathOf(await openSession(flags, terminal), 'lineage.html', 'lineage page');
  }
  if (kind === 'comparison' && name !== undefined && rest.length === 0) return comparisonOf(name, flags, terminal);
  if (kind !== 'card' || name === undefined || rest.length > 0) {
    const message = `ews open does not know "${what.join(' ')}"`;
    throw usageError(message, OPENS);
  }
  const { session, graph } = await openGraph(flags, terminal);
  const model = namedModel(graph, name);
  await tellOf(session, () => [model.id], flags, terminal);
  return pathOf(session, `cards/${model.name}.html`, `card of ${model.id}`);
}

/** By the name of the label. ProblemError EWS6002 for a label that fewer than two models predict. */
async function comparisonOf(name: string, flags: OpenFlags, terminal: Terminal): Promise<string> {
  const { session, graph } = await openGraph(flags, terminal);
  const label = name.replace(/^(labels|comparisons)\./, '');
  const labels = [...graph.nodes.values()].filter(({ kind }) => kind === 'comparison').map((node) => node.name);
  if (labels.includes(label)) {
    await tellOf(session, () => [nodeId(idOf.comparison(label))], flags, terminal);
    return pathOf(session, `cards/${comparisonFile(label)}.html`, `comparison of ${label}`);
  }
  const others = labels.length === 0 ? 'no label has two models' : `there are: ${labels.join(', ')}`;
  const message = `there is no comparison of "${name}"`;
  throw problemError('EWS6002', message, { hint: didYouMean(label, labels) ?? others });
}

/**
 * Says before a page is shown whose numbers it has. It was written when its run ended: a project that does not compile
 * any more is a warning here.
 */
async function tellOf(
  session: Session,
  nodes: (standings: Standings) => readonly NodeId[],
  flags: OpenFlags,
  terminal: Terminal,
): Promise<void> {
  try {
    const standings = await currentStandings(session);
    tellStandings(standings, nodes(standings), flags, terminal);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    for (const problem of error.problems) tellProblem({ ...problem, severity: 'warning' }, flags, terminal);
  }
}

async function pathOf(session: Session, file: string, what: string): Promise<string> {
  return localRunFile(session, await currentManifest(session), file, what);
}

/** Hands the file to the desktop; false where there is none. */
function openFile(file: string): Promise<boolean> {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  return new Promise((resolve) => {
    const child = spawn(opener, [file], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

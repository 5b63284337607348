import { diffLineage, type LineageGraph, stageWords } from '../../../lineage/index.ts';
import type { NodeId } from '../../compile/index.ts';
import { ProblemError } from '../../diagnostics/index.ts';
import type { Manifest, Why } from '../../plan/index.ts';
import { findNode, whyOf } from '../../plan/index.ts';
import { whyText } from '../../report/index.ts';
import { planBuild, prepare } from '../../run/index.ts';
import { lineageOfRun } from '../environment-run.ts';
import { lineageSide } from '../lineage-side.ts';
import { type GlobalFlags, openSession, type Session } from '../session.ts';
import { tellProblem } from '../tell-problem.ts';
import type { ExitCode, Terminal } from '../terminal.ts';

/** Of a node whose definition changed, what differs in its columns, settings and rows, a line each. */
type Differences = ReadonlyMap<string, readonly string[]>;

/** `ews why NODE`: why a build would compute a node again, or would not. Fetches, computes and writes nothing. */
export async function runWhy(name: string, flags: GlobalFlags, terminal: Terminal): Promise<ExitCode> {
  const session = await openSession(flags, terminal);
  const { target, environment, effects } = session;
  const options = { select: [], exclude: [], target, environment, fullRefresh: false };
  const prepared = await prepare(session.definitions, options, effects);
  const node = findNode(prepared.graph, name);
  const { plan, problems } = await planBuild(prepared, options, effects);
  const damaged = prepared.environment.problems ?? [];
  for (const problem of [...session.warnings, ...damaged, ...problems]) {
    tellProblem(problem, flags, terminal);
  }
  const { manifest } = prepared.environment;
  const why = whyOf({ graph: prepared.graph, plan, manifest }, node.id);
  const differences = await differencesOf(session, manifest, redefinedIn(why), flags);
  const shown = { ...why, columns: Object.fromEntries(differences) };
  const text = whyText(why, (id) => differences.get(id) ?? [], terminal.paintOut);
  if (flags.json === true) terminal.answer.gave('why', shown);
  else terminal.out(text);
  return 0;
}

function redefinedIn(why: Why): readonly NodeId[] {
  return [...(why.redefined ? [why.node] : []), ...why.because.flatMap(redefinedIn)];
}

async function differencesOf(
  session: Session,
  manifest: Manifest | undefined,
  nodes: readonly NodeId[],
  flags: GlobalFlags,
): Promise<Differences> {
  const found = new Map<string, readonly string[]>();
  if (manifest === undefined || nodes.length === 0) return found;
  const { lineage: now } = await lineageSide(session, undefined, flags);
  const runs = new Map<string, LineageGraph | undefined>();
  for (const id of new Set(nodes)) {
    const run = manifest.nodes[id]?.builtBy ?? manifest.run;
    if (!runs.has(run)) runs.set(run, await lineageOfRun(session, run).catch(undefinedIfLost));
    const before = runs.get(run);
    const stage = before && diffLineage(before, now).stages.find((each) => each.id === id);
    found.set(id, stage === undefined ? [] : stageWords(stage));
  }
  return found;
}

/** What the run that built a node left behind may be gone, or damaged: that its definition changed is known anyway. */
function undefinedIfLost(error: unknown): undefined {
  if (error instanceof ProblemError) return undefined;
  throw error;
}

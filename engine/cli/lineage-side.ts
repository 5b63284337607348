import { buildLineage, type LineageGraph } from '../../lineage/index.ts';
import { compile, type Graph } from '../compile/index.ts';
import { closestMatch, type ProblemError, problemError } from '../diagnostics/index.ts';
import { asDeclared, DIGEST_RULES, lineageStages } from '../inspect/index.ts';
import { readEnvironment } from '../plan/index.ts';
import { isEnvironmentName } from '../project/index.ts';
import { isStoredRun, lineageOfRun } from './environment-run.ts';
import { requireRunAt } from './past-run.ts';
import { revisionGraph, revisionNames } from './revision-graph.ts';
import type { GlobalFlags, Session } from './session.ts';

/** One of the two states that a diff compares. */
export interface LineageSide {
  /** `run 20221101T060000Z-5a51f3 of main`, `git main`, `the definitions`. */
  readonly name: string;
  readonly lineage: LineageGraph;
}

const REVISION = 'git:';

/**
 * What a text names: a run by its id, an environment's current run, `ENVIRONMENT@DATE`, or a git revision; nothing
 * means the definitions as they are. `git:` before a revision says that no run and no environment is meant. Throws
 * ProblemError EWS6002 for a name of none of these, EWS4005 for a day on which an environment held no run, EWS4012 for
 * a revision whose definitions cannot be read.
 */
export async function lineageSide(
  session: Session,
  text: string | undefined,
  flags: GlobalFlags,
): Promise<LineageSide> {
  if (text === undefined) {
    return {
      name: 'the definitions',
      lineage: lineageOf(await compile(asDeclared(session.definitions, session.effects), session.effects)),
    };
  }
  return text.startsWith(REVISION)
    ? revisionSide(session, text.slice(REVISION.length), flags)
    : ((await storedSide(session, text)) ?? revisionSide(session, text, flags));
}

function lineageOf(graph: Graph): LineageGraph {
  return buildLineage(lineageStages(graph), DIGEST_RULES);
}

/** What a run stored; undefined where the text names none. */
async function storedSide(session: Session, text: string): Promise<LineageSide | undefined> {
  const { environment = '', day } = /^(?<environment>[^@]+)@(?<day>\d.*)$/.exec(text)?.groups ?? {};
  if (day !== undefined && isEnvironmentName(environment)) {
    return runSide(session, await requireRunAt(session, environment, day), environment);
  }
  if (isEnvironmentName(text)) {
    const { manifest } = await readEnvironment(session.effects.store, text);
    if (manifest !== undefined) return runSide(session, manifest.run, text);
  }
  return (await isStoredRun(session, text)) ? runSide(session, text) : undefined;
}

async function runSide(session: Session, runId: string, environment?: string): Promise<LineageSide> {
  const name = environment === undefined ? `run ${runId}` : `run ${runId} of ${environment}`;
  return { name, lineage: await lineageOfRun(session, runId) };
}

async function revisionSide(session: Session, revision: string, flags: GlobalFlags): Promise<LineageSide> {
  const { root } = session.definitions;
  const outcome = await revisionGraph(root, revision, flags, session.effects);
  if (outcome.kind === 'unknown') throw await unknownSide(session, revision, outcome.why);
  return { name: `git ${revision}`, lineage: lineageOf(outcome.graph) };
}

async function unknownSide(session: Session, text: string, why: string): Promise<ProblemError> {
  const message = `no run and no environment is called "${text}", and ${why}`;
  const match = closestMatch(text, [session.environment, ...(await revisionNames(session.definitions.root))]);
  const hint =
    match === undefined
      ? 'write a run id, an environment, ENVIRONMENT@YYYY-MM-DD or a git revision'
      : `did you mean "${match}"?`;
  return problemError('EWS6002', message, { hint });
}

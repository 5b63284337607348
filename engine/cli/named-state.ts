import type { Graph } from '../compile/index.ts';
import { type ProblemError, problemError } from '../diagnostics/index.ts';
import { sourceStates } from '../inspect/index.ts';
import {
  asksForState,
  type DeferredState,
  type ProjectState,
  readEnvironment,
  stateOfGraph,
  stateOfManifest,
} from '../plan/index.ts';
import { isEnvironmentName } from '../project/index.ts';
import { definitionWords, type PlanOptions, selectNodes, wordsOfNodes } from '../run/index.ts';
import { definitionsOfRun, isStoredRun, RUNS_HINT, requiredManifest } from './environment-run.ts';
import { requireRunAt } from './past-run.ts';
import { isProtected } from './protected.ts';
import { revisionGraph } from './revision-graph.ts';
import type { GlobalFlags, Session } from './session.ts';

/** Flags of commands whose selectors may compare. */
export interface StateFlags extends GlobalFlags {
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  /** An environment, ENV@DATE, a run, or git:REV. */
  readonly state?: string;
  /** Whether inputs that are neither selected nor current are taken as the state has them. */
  readonly defer?: boolean;
}

const REVISION = 'git:';

/** The state that a command compares with, where it does: that of its flag, else the one that its target names. */
async function comparedState(session: Session, flags: StateFlags): Promise<ProjectState | undefined> {
  const asks = asksForState({ include: flags.select ?? [], exclude: flags.exclude ?? [] });
  const name = flags.state ?? session.target.compareWith;
  return name === undefined || (flags.state === undefined && !asks) ? undefined : namedState(session, name, flags);
}

/**
 * A state by its name. ProblemError EWS6002 for one that there is not, EWS4005 for a day on which an environment held
 * no run, EWS4012 for a revision whose definitions cannot be read.
 */
async function namedState(session: Session, text: string, flags: GlobalFlags): Promise<ProjectState> {
  if (text.startsWith(REVISION)) return revisionState(session, text.slice(REVISION.length), flags);
  const { environment = '', day } = /^(?<environment>[^@]+)@(?<day>\d.*)$/.exec(text)?.groups ?? {};
  if (day !== undefined && isEnvironmentName(environment)) {
    return runState(session, `${text}`, await requireRunAt(session, environment, day));
  }
  if (isEnvironmentName(text)) {
    const { manifest, position } = await readEnvironment(session.effects.store, text);
    if (manifest !== undefined) return runState(session, `${text}#${position}`, manifest.run);
  }
  if (await isStoredRun(session, text)) return runState(session, `run ${text}`, text);
  throw unknownState(text);
}

async function runState(session: Session, name: string, runId: string): Promise<ProjectState> {
  const manifest = await requiredManifest(session, runId);
  return stateOfManifest(name, manifest, wordsOfNodes(await definitionsOfRun(session, runId)));
}

async function revisionState(session: Session, revision: string, flags: GlobalFlags): Promise<ProjectState> {
  const { definitions, effects } = session;
  const outcome = await revisionGraph({ root: definitions.root, revision, flags, effects });
  const revisionOf = (graph: Graph): ProjectState =>
    stateOfGraph(`git ${revision}`, graph, wordsOfNodes(definitionWords(graph)));
  if (outcome.kind === 'read') return revisionOf(outcome.made);
  throw problemError('EWS6002', `there is no revision "${revision}": ${outcome.why}`);
}

function unknownState(text: string): ProblemError {
  const hint = `write an environment, ENVIRONMENT@YYYY-MM-DD, the id of a run, or git:REVISION; ${RUNS_HINT}`;
  return problemError('EWS6002', `no environment that holds a run, and no run, is called "${text}"`, { hint });
}

/**
 * The state that inputs are deferred to. ProblemError EWS4032 where a target protects the environment, EWS4028 where no
 * state is named, or one without results.
 */
async function deferredState(
  session: Session,
  flags: StateFlags,
  compared: ProjectState | undefined,
): Promise<DeferredState> {
  const { environment, definitions, target } = session;
  if (isProtected(definitions, environment)) {
    const message = `environment "${environment}" is protected: nothing is built into it of what another one has`;
    throw problemError('EWS4032', message, {
      hint: `build what is missing too, or build elsewhere: --env NAME --defer`,
    });
  }
  const name = flags.state ?? target.compareWith;
  if (name === undefined) {
    const hint = 'say which: --defer --state prod; or compare_with: prod in the target';
    throw problemError('EWS4028', '--defer takes inputs as another environment has them, and none is named', { hint });
  }
  const { name: shown, manifest } = compared ?? (await namedState(session, name, flags));
  if (manifest !== undefined) return { name: shown, manifest };
  const hint = 'name an environment, ENVIRONMENT@YYYY-MM-DD or a run: --defer --state prod';
  throw problemError('EWS4028', `${shown} has no results that inputs could be taken from`, { hint });
}

/** What of a command's options names its nodes. */
export async function selectionOf(
  session: Session,
  flags: StateFlags,
): Promise<Pick<PlanOptions, 'select' | 'exclude' | 'state' | 'deferTo'>> {
  const state = await comparedState(session, flags);
  const deferTo = flags.defer === true ? await deferredState(session, flags, state) : undefined;
  return { select: flags.select ?? [], exclude: flags.exclude ?? [], state, deferTo };
}

/** The nodes that a command which only looks is asked for; `state:stale` asks the lake what it holds. */
export async function selectedNodes(session: Session, graph: Graph, flags: StateFlags): ReturnType<typeof selectNodes> {
  const { target, environment, effects } = session;
  const options = { ...(await selectionOf(session, flags)), target, environment, fullRefresh: false };
  const asked = asksForState({ include: options.select, exclude: options.exclude }, 'stale');
  const holdings = asked ? (await sourceStates(session.definitions, effects)).holdings : new Map();
  return selectNodes(
    { graph, holdings, environment: { name: environment, position: 0, manifest: undefined } },
    options,
    effects,
  );
}

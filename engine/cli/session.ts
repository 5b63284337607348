import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  didYouMean,
  hasErrors,
  type Problem,
  ProblemError,
  thereAre,
  throwErrors,
  usageError,
} from '../diagnostics/index.ts';
import { reachOf, userSeal } from '../folders/index.ts';
import { newRunId, RESERVED_REFS } from '../ids/index.ts';
import type { SweptStore } from '../lake/index.ts';
import { openFetch } from '../network/index.ts';
import {
  type Definitions,
  diskFiles,
  isEnvironmentName,
  keepPlaces,
  onTarget,
  overrideVars,
  type ProjectFiles,
  parseVarsFlag,
  type ReadingMeans,
  readProject,
  readTargets,
  rememberPlaces,
  type TargetDefinition,
} from '../project/index.ts';
import { type Effects, machineNumerics } from '../run/index.ts';
import { workerWarehouses } from '../warehouse/index.ts';
import { buildDigest } from './build-digest.ts';
import { commandWorkers } from './command-workers.ts';
import { compileCacheFile } from './compile-cache-file.ts';
import { judgeInWorkers } from './judge-in-workers.ts';
import { type KeptStateFiles, keptStateFiles } from './kept-state-files.ts';
import { keyWarnings } from './key-warnings.ts';
import { openStore } from './open-store.ts';
import type { ProblemFlags } from './problem-flags.ts';
import { type ProjectCommit, projectCommit } from './project-commit.ts';
import { checkPlaces, type StateFolder, stateFolder, storeFolder } from './state-folder.ts';
import { tellProblem } from './tell-problem.ts';
import type { Terminal } from './terminal.ts';
import { EWS_VERSION } from './version.ts';
import { limitsOf, threadsOf, workersOf } from './worker-shares.ts';

/** Flags that every command takes. */
export interface GlobalFlags extends ProblemFlags {
  readonly projectDir: string;
  readonly target?: string;
  readonly env?: string;
  readonly vars?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
  /** Folders outside of the project that its links, lakes and caches may lie in. */
  readonly allowOutside?: readonly string[];
}

/** Flags of a session: some commands say how many nodes run side by side. */
export interface SessionFlags extends GlobalFlags {
  readonly threads?: string;
  /** Nothing that was kept is asked. */
  readonly fullRefresh?: boolean;
}

/** A project read, and the target chosen: nothing of its lake was touched. */
export interface TargetedProject extends Omit<ProjectCommit, 'problems'> {
  readonly definitions: Definitions;
  readonly target: TargetDefinition;
  readonly environment: string;
  readonly warnings: readonly Problem[];
  /** What commands before found out of the project; nothing of it is written before its folder is known to be safe. */
  readonly kept?: KeptStateFiles | undefined;
}

/** Where a session keeps what can be made again. */
export interface SessionPlaces {
  readonly state: StateFolder;
  /** The folder of the lake, or of the copies of one in a bucket. */
  readonly store: string;
}

/** A project opened on a target: what commands work with. */
export interface Session extends TargetedProject {
  readonly run: string;
  /** How many nodes run side by side: as many as are asked for, and as the memory suffices for. */
  readonly threads: number;
  readonly effects: Effects;
  readonly places: SessionPlaces;
  /** The lake of the effects, for the one command that removes something from it. */
  readonly sweptLake: SweptStore;
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, signal === undefined ? {} : { signal });
}

/**
 * Reads the project and opens its lake; what the lake finds wrong and heals goes to standard error. Throws ProblemError
 * with all problems of all files.
 */
export async function openSession(flags: SessionFlags, terminal: Terminal): Promise<Session> {
  return openPlace(await readPlace(flags), flags, terminal);
}

/**
 * Reads the project. Throws ProblemError with all problems of all files.
 * @param records whether what was kept is compared as a whole, or each record when it is asked for.
 */
export async function readPlace(flags: SessionFlags, records: 'whole' | 'later' = 'whole'): Promise<TargetedProject> {
  const root = path.resolve(flags.projectDir);
  const files = diskFiles(root, flags.allowOutside);
  const kept = keptByUser(root, flags);
  const means = { judgeSql: judgeInWorkers(root, flags), kept: records === 'later' ? kept?.later : kept };
  // Git is another process: it works while this one reads.
  const commit = projectCommit(root);
  commit.catch(() => undefined);
  return placed(await readDefinitions(root, files, flags, means), { flags, commit, kept });
}

/**
 * The place of a project without its definitions, for which the configuration and the targets among some files suffice.
 * Throws ProblemError with their problems.
 */
export async function readStorePlace(files: ProjectFiles, flags: GlobalFlags): Promise<TargetedProject> {
  const root = path.resolve(flags.projectDir);
  const { definitions, problems: warnings } = await readTargets(root, files);
  if (definitions === undefined || hasErrors(warnings)) throw new ProblemError(warnings);
  const target = chooseTarget(definitions, flags.target);
  const commit = projectCommit(root);
  return placed({ definitions: onTarget(definitions, target), target, warnings }, { flags, commit });
}

/** What else is known of a place. */
interface PlaceMeans {
  readonly flags: GlobalFlags;
  readonly commit: Promise<ProjectCommit>;
  readonly kept?: KeptStateFiles | undefined;
}

async function placed(
  read: Pick<TargetedProject, 'definitions' | 'target' | 'warnings'>,
  { flags, commit: asked, kept }: PlaceMeans,
): Promise<TargetedProject> {
  const { root } = read.definitions;
  const environment = checkedEnvironment(flags.env ?? read.target.environment);
  const { problems, ...commit } = await asked;
  const warnings = [...read.warnings, ...problems, ...keyWarnings(root)];
  return { ...read, warnings, environment, ...commit, kept };
}

/** Nothing where everything is to be computed anew, or this engine may change without a notice. */
function keptByUser(root: string, { fullRefresh }: SessionFlags): KeptStateFiles | undefined {
  const engine = buildDigest();
  if (engine === null || fullRefresh === true) return undefined;
  const kept = keptStateFiles(stateFolder(root, 'kept').cache, userSeal(root), engine);
  rememberPlaces(kept, root);
  // A watched project is read many times.
  if (!process.listeners('exit').includes(keepPlaces)) process.on('exit', keepPlaces);
  return kept;
}

/**
 * The definitions among some files, on the flags' target and with their variables. Throws as `readPlace` does.
 */
export async function readDefinitions(
  root: string,
  files: ProjectFiles,
  flags: GlobalFlags,
  means: ReadingMeans,
): Promise<Pick<TargetedProject, 'definitions' | 'target' | 'warnings'>> {
  const { definitions, problems: warnings } = await readProject(root, files, means);
  if (definitions === undefined || hasErrors(warnings)) throw new ProblemError(warnings);
  const declared = await withVars(definitions, flags.vars);
  const target = chooseTarget(declared, flags.target);
  return { definitions: onTarget(declared, target), target, warnings };
}

/** Opens the lake of a place; it is reached when it is first read. */
export function openPlace(place: TargetedProject, flags: SessionFlags, terminal: Terminal): Session {
  const { root } = place.definitions;
  const { resources } = place.target;
  const threads = workersOf(threadsOf(flags.threads, resources), resources);
  const now = (): Date => new Date();
  const chance = { sleep: pause, random: Math.random };
  const runId = newRunId(now(), randomBytes(3));
  const { allowOutside: outside = [] } = flags;
  const state = stateFolder(root, runId);
  checkPlaces(root, place.target, state, reachOf(root, [...outside, ...state.named]));
  place.kept?.open();
  const store = storeFolder(root, place.target, state);
  const seal = userSeal(root);
  const onProblem = (problem: Problem): void => tellProblem(problem, flags, terminal);
  const lake = openStore(place.target, store, { ...chance, seal, onProblem });
  return {
    ...place,
    sweptLake: lake,
    run: runId,
    threads,
    places: { state, store },
    effects: {
      store: lake,
      network: {
        fetch: openFetch(process.env),
        ...chance,
        fredKey: process.env['FRED_API_KEY'],
        fredKeyFor: process.env['FRED_API_URL'],
        openLineageKey: openLineageKey(place.target),
      },
      warehouses: workerWarehouses(commandWorkers(threads, state.named), limitsOf(threads, resources)),
      now,
      elapsed: () => performance.now() / 1000,
      origin: { actor: userName(), actorFrom: 'declared', host: hostname(), ...commitOf(place), version: EWS_VERSION },
      compileCache: compileCacheFile(path.join(state.cache, 'compile'), seal),
      ...(place.kept === undefined ? {} : { kept: place.kept }),
      numerics: machineNumerics(),
      scratch: state.scratch,
      scratchBytes: resources.scratchBytes,
    },
  };
}

function commitOf({ commit, commitFrom, declaredCommit, checkout }: TargetedProject): Omit<ProjectCommit, 'problems'> {
  return {
    commit,
    ...(commitFrom === undefined ? {} : { commitFrom }),
    ...(declaredCommit === undefined ? {} : { declaredCommit }),
    ...(checkout === undefined ? {} : { checkout }),
  };
}

function openLineageKey({ openLineage }: TargetDefinition): string | undefined {
  return openLineage?.apiKeyEnv === undefined ? undefined : process.env[openLineage.apiKeyEnv];
}

async function withVars(definitions: Definitions, flag: string | undefined): Promise<Definitions> {
  if (flag === undefined) return definitions;
  const parsed = await parseVarsFlag(flag);
  throwErrors(parsed.problems);
  const outcome = overrideVars(definitions, parsed.values);
  if (outcome.definitions === undefined || hasErrors(outcome.problems)) throw new ProblemError(outcome.problems);
  return outcome.definitions;
}

function chooseTarget(definitions: Definitions, wanted: string | undefined): TargetDefinition {
  const name = wanted ?? definitions.config.defaultTarget;
  const target = definitions.targets.find((candidate) => candidate.name === name);
  if (target !== undefined) return target;
  const names = definitions.targets.map((candidate) => candidate.name);
  const hint = didYouMean(name, names) ?? thereAre('there are', names);
  throw usageError(`there is no target "${name}"`, hint);
}

/** A name that an environment may have. ProblemError EWS6001 for any other. */
export function checkedEnvironment(name: string): string {
  if (isEnvironmentName(name)) return name;
  const message = `"${name}" cannot be the name of an environment`;
  const letters = 'use lower-case letters, digits, ".", "_" and "-", beginning with a letter or digit';
  const hint = `${letters}; taken are ${[...RESERVED_REFS].join(', ')}`;
  throw usageError(message, hint);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

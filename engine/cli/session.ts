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
import { reachOf } from '../folders/index.ts';
import { openFetch } from '../network/index.ts';
import {
  type Definitions,
  diskFiles,
  isEnvironmentName,
  onTarget,
  overrideVars,
  type ProjectFiles,
  parseVarsFlag,
  readProject,
  type TargetDefinition,
} from '../project/index.ts';
import { problemText } from '../report/index.ts';
import { type Effects, machineNumerics } from '../run/index.ts';
import { workerWarehouses } from '../warehouse/index.ts';
import { commandWorkers } from './command-workers.ts';
import { compileCacheFile } from './compile-cache-file.ts';
import { type GitCheckout, gitCheckout } from './git-checkout.ts';
import { openStore } from './open-store.ts';
import { checkPlaces, type StateFolder, stateFolder, storeFolder } from './state-folder.ts';
import type { Terminal } from './terminal.ts';
import { EWS_VERSION } from './version.ts';
import { limitsOf, threadsOf, workersOf } from './worker-shares.ts';

/** Flags that every command takes. */
export interface GlobalFlags {
  readonly projectDir: string;
  readonly target?: string;
  readonly env?: string;
  readonly vars?: string;
  readonly logFormat: 'text' | 'json';
  readonly quiet?: boolean;
  readonly json?: boolean;
  /** Folders outside of the project that its links, lakes and caches may lie in. */
  readonly allowOutside?: readonly string[];
}

/** Flags of a session: some commands say how many nodes run side by side. */
export interface SessionFlags extends GlobalFlags {
  readonly threads?: string;
}

/** A project read, and the target chosen: nothing of its lake was touched. */
export interface TargetedProject extends GitCheckout {
  readonly definitions: Definitions;
  readonly target: TargetDefinition;
  readonly environment: string;
  readonly warnings: readonly Problem[];
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

/** Reads the project. Throws ProblemError with all problems of all files. */
export async function readPlace(flags: GlobalFlags): Promise<TargetedProject> {
  const root = path.resolve(flags.projectDir);
  const read = await readDefinitions(root, diskFiles(root, flags.allowOutside), flags);
  const environment = checkedEnvironment(flags.env ?? read.target.environment);
  return { ...read, environment, ...(await gitCheckout(root)) };
}

/** The definitions among some files, on the flags' target and with their variables. Throws as `readPlace` does. */
export async function readDefinitions(
  root: string,
  files: ProjectFiles,
  flags: GlobalFlags,
): Promise<Pick<TargetedProject, 'definitions' | 'target' | 'warnings'>> {
  const { definitions, problems: warnings } = await readProject(root, files);
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
  const runId = `${now()
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`;
  const { allowOutside: outside = [] } = flags;
  const state = stateFolder(root, runId);
  checkPlaces(root, place.target, state, reachOf(root, [...outside, ...state.named]));
  const store = storeFolder(root, place.target, state);
  return {
    ...place,
    run: runId,
    threads,
    places: { state, store },
    effects: {
      store: openStore(place.target, store, { ...chance, onProblem: (problem) => warn(problem, flags, terminal) }),
      network: {
        fetch: openFetch(process.env),
        ...chance,
        fredKey: process.env['FRED_API_KEY'],
        openLineageKey: openLineageKey(place.target),
      },
      warehouses: workerWarehouses(commandWorkers(threads, state.named), limitsOf(threads, resources)),
      now,
      elapsed: () => performance.now() / 1000,
      origin: { actor: userName(), host: hostname(), ...gitOf(place), version: EWS_VERSION },
      compileCache: compileCacheFile(path.join(state.cache, 'compile')),
      numerics: machineNumerics(),
      scratch: state.scratch,
    },
  };
}

function gitOf({ commit, checkout }: GitCheckout): GitCheckout {
  return { commit, ...(checkout === undefined ? {} : { checkout }) };
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

/** A warning on standard error, as the format of the log wants it. */
export function warn(problem: Problem, flags: GlobalFlags, terminal: Terminal): void {
  const json = flags.logFormat === 'json';
  terminal.err(json ? JSON.stringify({ kind: 'problem', problem }) : problemText(problem, terminal.paintErr));
}

function checkedEnvironment(name: string): string {
  if (isEnvironmentName(name)) return name;
  const message = `"${name}" cannot be the name of an environment`;
  const hint = 'use lower-case letters, digits, ".", "_" and "-", beginning with a letter or digit; not "sources"';
  throw usageError(message, hint);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

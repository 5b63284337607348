import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { readFile, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Day } from '../../engine/calendar/index.ts';
import { compileCacheFile } from '../../engine/cli/compile-cache-file.ts';
import type { CompileCache } from '../../engine/compile/index.ts';
import { hasErrors, ProblemError } from '../../engine/diagnostics/index.ts';
import { openSeal } from '../../engine/folders/seal.fixture.ts';
import { openLocalStore, type Store, type StoreEffects } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { type NumericsProbe, probeOf } from '../../engine/numerics/index.ts';
import { type Manifest, type Plan, readEnvironment } from '../../engine/plan/index.ts';
import { present } from '../../engine/presence/index.ts';
import { type Definitions, diskFiles, readProject } from '../../engine/project/index.ts';
import {
  type BuildOptions,
  build,
  type Effects,
  type Network,
  type NodeResult,
  planBuild,
  prepare,
  type RunEvent,
  type RunResult,
} from '../../engine/run/index.ts';
import { IN_PROCESS, type Warehouses } from '../../engine/warehouse/index.ts';

export const SMALL_PROJECT = path.resolve(import.meta.dirname, '../projects/small');

/** A project in a folder of its own, with its lake in `.ews/lake`: edited, built and looked at by tests. */
export interface TestProject {
  readonly root: string;
  readonly lake: string;
}

/** What one build did, as tests ask for it. */
export interface Built {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  readonly plan: Plan;
}

export type BuildChanges = Partial<Omit<BuildOptions, 'target'>>;

/** What surrounds a build. */
export interface World {
  readonly store?: StoreEffects;
  /** What stands before the lake, as one that counts what is read of it. */
  readonly around?: (store: Store) => Store;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /** The day of the build, `YYYY-MM-DD`. */
  readonly today?: Day;
  readonly network?: Network;
  readonly compileCache?: CompileCache;
  /** This process's unless a test says otherwise. */
  readonly warehouses?: Warehouses;
  /** What the arithmetic of the machine is said to come to; the same on every machine unless a test changes it. */
  readonly numerics?: NumericsProbe;
}

const NUMERICS = probeOf({ 'duckdb exp': '1', 'duckdb ln': '2', 'v8 tanh': '3' });

/** No test that does not bring a server of its own asks anybody. */
const NO_NETWORK: Network = {
  fetch: () => Promise.reject(new Error('this test has no network')),
  sleep: async () => undefined,
  random: () => 0.5,
  fredKey: undefined,
};

export type OnFinished = (clean: () => Promise<void>) => void;

/** A fresh copy of `tests/projects/small`, or of the project at `from` with its lake. */
export async function copyProject(onFinished: OnFinished, from = SMALL_PROJECT): Promise<TestProject> {
  const root = await realpath(await temporaryFolder(onFinished));
  // In one go: a file after the other, each with a turn of the event loop, takes twice as long.
  cpSync(from, root, { recursive: true });
  return { root, lake: path.join(root, '.ews', 'lake') };
}

/** Replaces a text that must be there, once, in one file. */
export async function edit(project: TestProject, file: string, from: string, to: string): Promise<void> {
  const full = path.join(project.root, file);
  const text = await readFile(full, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file} does not hold "${from}" exactly once`);
  await writeFile(
    full,
    text.replace(from, () => to),
  );
}

export async function addFiles(project: TestProject, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(project.root, file), text);
}

export async function deleteLake(project: TestProject): Promise<void> {
  await rm(project.lake, { recursive: true, force: true });
}

/** Builds as `ews build` does. Throws what `build` throws. */
export async function buildProject(
  project: TestProject,
  changes: BuildChanges = {},
  world: World = {},
): Promise<Built> {
  const definitions = await definitionsOf(project);
  const options = optionsOf(definitions, changes);
  const events: RunEvent[] = [];
  const emit = (event: RunEvent): void => {
    events.push(event);
    world.onEvent?.(event);
  };
  const signal = world.signal ?? new AbortController().signal;
  const effects = effectsOf(project, options.run, world);
  const result = await build(options, { definitions, effects, emit, signal });
  const planned = events.find((event) => event.kind === 'planned');
  if (planned === undefined) throw new Error('the build announced no plan');
  return { result, events, plan: planned.plan };
}

/** What `ews plan` shows. */
export async function planProject(project: TestProject, changes: BuildChanges = {}, world: World = {}): Promise<Plan> {
  const definitions = await definitionsOf(project);
  const options = optionsOf(definitions, changes);
  const effects = effectsOf(project, options.run, world);
  return (await planBuild(await prepare(definitions, options, effects), options, effects)).plan;
}

/** The problems of a build that must not come to a result. */
export async function refusedBuild(
  project: TestProject,
  changes: BuildChanges = {},
  world: World = {},
): Promise<ProblemError['problems']> {
  try {
    await buildProject(project, changes, world);
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  throw new Error('the build was not refused');
}

/** Ids of the nodes that were computed, tests and ingested sources among them, sorted. */
export function executed({ result }: Built): readonly string[] {
  return idsWith(result, ['ok', 'failed']);
}

export function idsWith(result: RunResult, statuses: readonly NodeResult['status'][]): readonly string[] {
  return result.nodes
    .filter(({ status }) => statuses.includes(status))
    .map(({ id }) => id as string)
    .toSorted();
}

export function nodeResult({ result }: Built, id: string): NodeResult {
  const found = result.nodes.find((node) => node.id === id);
  if (found === undefined) throw new Error(`the run says nothing of ${id}`);
  return found;
}

/** What an environment holds after its newest run. */
export async function manifestOf(project: TestProject, environment = 'main'): Promise<Manifest> {
  return present((await readEnvironment(openLocalStore(project.lake), environment)).manifest, environment);
}

export async function definitionsOf(project: TestProject): Promise<Definitions> {
  const { definitions, problems } = await readProject(project.root, diskFiles(project.root));
  if (definitions === undefined || hasErrors(problems)) throw new ProblemError(problems);
  return definitions;
}

export function optionsOf(definitions: Definitions, changes: BuildChanges): BuildOptions {
  const target = definitions.targets.find(({ name }) => name === definitions.config.defaultTarget);
  if (target === undefined) throw new Error('the project has no default target');
  return {
    command: 'build',
    run: randomUUID(),
    select: [],
    exclude: [],
    environment: target.environment,
    threads: 2,
    fullRefresh: false,
    failFast: false,
    ingest: true,
    ...changes,
    target,
  };
}

export function effectsOf(project: TestProject, runId: string, world: World): Effects {
  const now = new Date(`${world.today ?? '2022-11-01'}T00:00:00Z`);
  const store = openLocalStore(project.lake, world.store ?? {});
  return {
    store: world.around === undefined ? store : world.around(store),
    now: () => now,
    elapsed: () => 0,
    network: world.network ?? NO_NETWORK,
    warehouses: world.warehouses ?? IN_PROCESS,
    origin: { actor: 'tester', actorFrom: 'declared', host: 'here', commit: null, version: '0.0.0' },
    // Where the command line has it: a copy of a project that was built so compiles in half the time.
    compileCache: world.compileCache ?? compileCacheFile(path.join(project.root, '.ews', 'cache', 'compile'), openSeal),
    numerics: async () => world.numerics ?? NUMERICS,
    scratch: path.join(project.root, '.ews', 'scratch', runId),
  };
}

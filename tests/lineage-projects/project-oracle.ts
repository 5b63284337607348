import { existsSync, statfsSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compileCacheFile } from '../../engine/cli/compile-cache-file.ts';
import { type CompileCache, compile, type Graph } from '../../engine/compile/index.ts';
import { type Problem, ProblemError } from '../../engine/diagnostics/index.ts';
import { openSeal } from '../../engine/folders/seal.fixture.ts';
import { lineageStages, type StageRule } from '../../engine/steps/index.ts';
import { IN_PROCESS, openWarehouse, type Warehouse } from '../../engine/warehouse/index.ts';
import type { Stage } from '../../lineage/index.ts';
import { buildProject, definitionsOf, type TestProject } from '../build/small-project.ts';
import { type Baseline, baselineOf, changesIn, firstDifferentRow, type PartChange } from './changes.ts';
import { rawOrigins, settingOrigins } from './origins.ts';
import { type Perturbation, perturb } from './perturbation.ts';
import { type Spot, spotName } from './places.ts';
import { reachOf } from './reach.ts';
import { readLake, type StoredLake } from './stored-lake.ts';

/** What became of a project that was changed in one place and built into an empty lake. */
export interface PerturbationOutcome {
  readonly perturbation: Perturbation;
  /** Where lineage says that the change begins. */
  readonly origins: readonly Spot[];
  readonly changed: readonly PartChange[];
  /**
   * What changed and lineage says cannot, `fred.unrate value -> features.x.y (row 3: 1 -> 2)`: the first of it in the
   * order in which data flow. What follows from these by edges that there are is not named again.
   */
  readonly missing: readonly string[];
  /** Stored parts that lineage says may change. */
  readonly allowed: number;
  readonly seconds: number;
}

/** A perturbation after which the project does not build: it proves nothing. */
export class BrokenBuild extends Error {}

/** Writes a project's definitions and data into a folder that is empty. */
export type WriteProject = (root: string) => Promise<void>;

/** A project as it is, built once, and what becomes of it when one thing in it is another. */
export class ProjectOracle {
  readonly #folder: string;
  readonly #write: WriteProject;
  readonly #warehouse: Warehouse;
  readonly #cache: CompileCache;
  readonly #graph: Graph;
  readonly #lake: StoredLake;
  readonly #baseline: Baseline;

  private constructor(folder: string, write: WriteProject, built: Built) {
    this.#folder = folder;
    this.#write = write;
    this.#warehouse = built.warehouse;
    this.#cache = built.cache;
    this.#graph = built.graph;
    this.#lake = built.lake;
    this.#baseline = built.baseline;
  }

  static async open(write: WriteProject): Promise<ProjectOracle> {
    const folder = await mkdtemp(path.join(await fastFolder(), 'ews-oracle-'));
    const cache = compileCacheFile(path.join(folder, 'compiled'), openSeal);
    const project = await writeIn(path.join(folder, 'baseline'), write);
    await build(project, cache, 'as it is');
    const [warehouse, lake] = [await openWarehouse(), await readLake(project)];
    const graph = await compile(await definitionsOf(project), { warehouses: IN_PROCESS });
    const baseline = await baselineOf(warehouse, lake);
    return new ProjectOracle(folder, write, { warehouse, cache, graph, lake, baseline });
  }

  /** The folder of the project as it is. */
  get root(): string {
    return path.join(this.#folder, 'baseline');
  }

  /** All that the run stored, part by part. */
  get parts(): readonly string[] {
    return [...this.#baseline.values()].flatMap((file) => [...file.keys()]);
  }

  async close(): Promise<void> {
    this.#warehouse.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /**
   * Changes the project, builds it into an empty lake, and holds what it stored against the lineage of the baseline.
   */
  async observe(perturbation: Perturbation): Promise<PerturbationOutcome> {
    const started = performance.now();
    const project = await writeIn(await mkdtemp(path.join(this.#folder, 'p-')), this.#write);
    try {
      if (isLater(perturbation)) await build(project, this.#cache, 'before it');
      await perturb(project, perturbation);
      await build(project, this.#cache, perturbation.name);
      const [before, after] = [this.#lake, await readLake(project)];
      const changed = await changesIn(this.#warehouse, { before, baseline: this.#baseline, after });
      const stages = isLater(perturbation) ? before.stages : lineageStages(this.#graph, 'later_ingest');
      const origins = originsOf(perturbation, stages, { before, after });
      if (perturbation.kind === 'raw' && origins.length === 0) {
        throw new Error(`${perturbation.name}: nothing has an edge from ${perturbation.raw}.${perturbation.column}`);
      }
      const reach = reachOf(stages, origins);
      const missing = [...unnamed(perturbation, origins)];
      for (const change of firstOutside(stages, origins, changed)) {
        const difference = await firstDifferentRow(this.#warehouse, change, before, after);
        missing.push(`${perturbation.name} -> ${change.part.name} (${difference})`);
      }
      const allowed = [...this.#baseline.values()].flatMap((file) => [...file.values()]);
      const seconds = (performance.now() - started) / 1000;
      const within = allowed.filter((part) => isWithin(part, reach)).length;
      return { perturbation, origins, changed, missing, allowed: within, seconds };
    } finally {
      await rm(project.root, { recursive: true, force: true });
    }
  }

  /**
   * The stored parts of an observation of which lineage without a rule would not have said that they may change, and
   * with it does: what it misses with all of its rules shows nothing of this one.
   */
  missedWithout(rule: StageRule, observation: PerturbationOutcome): readonly string[] {
    const known = new Set(this.#outside(observation, []));
    return this.#outside(observation, [rule]).filter((name) => !known.has(name));
  }

  #outside({ perturbation, origins, changed }: PerturbationOutcome, without: readonly StageRule[]): readonly string[] {
    const stages = lineageStages(
      this.#graph,
      ...without,
      ...(isLater(perturbation) ? [] : (['later_ingest'] as const)),
    );
    const lakes = { before: this.#lake, after: this.#lake };
    const begun = perturbation.kind === 'raw' ? originsOf(perturbation, stages, lakes) : origins;
    const reach = reachOf(stages, begun);
    return changed.filter(({ part }) => !isWithin(part, reach)).map(({ part }) => part.name);
  }
}

interface Built {
  readonly warehouse: Warehouse;
  readonly cache: CompileCache;
  readonly graph: Graph;
  readonly lake: StoredLake;
  readonly baseline: Baseline;
}

/** Into an empty lake there is no later ingest, and nothing that one would decide. */
function isLater(perturbation: Perturbation): boolean {
  return perturbation.kind === 'raw' && perturbation.later === true;
}

function originsOf(
  perturbation: Perturbation,
  stages: readonly Stage[],
  { before, after }: { readonly before: StoredLake; readonly after: StoredLake },
): readonly Spot[] {
  if (perturbation.kind === 'setting') return settingOrigins(before.stages, after.stages);
  const { relation, raw, column } = perturbation;
  return relation === undefined ? [{ stage: raw, column }] : rawOrigins(stages, { relation, raw, column });
}

/** `ews lineage diff` has to name a setting that was changed: saying what it reaches is not enough. */
function unnamed(perturbation: Perturbation, origins: readonly Spot[]): readonly string[] {
  if (perturbation.kind === 'raw' || perturbation.stage === undefined) return [];
  if (origins.some(({ stage }) => stage === perturbation.stage)) return [];
  return [`${perturbation.name} -> ${perturbation.stage} (its definition, which lineage says is the same)`];
}

/** Stages by the order in which data flow; what has no stage of its own comes last. */
const FLOW: readonly string[] = ['observations', 'feature', 'test', 'label', 'frame', 'model', 'prediction', 'alarms'];

/** Changes outside of what lineage says, but for those that it says follow from the others. */
function firstOutside(
  stages: readonly Stage[],
  origins: readonly Spot[],
  changed: readonly PartChange[],
): readonly PartChange[] {
  const place = ({ file }: PartChange): number => {
    const found = FLOW.indexOf(file.slice(0, file.indexOf('/')));
    return found < 0 ? FLOW.length : found;
  };
  const first: PartChange[] = [];
  let known: readonly Spot[] = origins;
  for (let at = 0; at <= FLOW.length; at += 1) {
    const reach = reachOf(stages, known);
    const outside = changed.filter((change) => place(change) === at && !isWithin(change.part, reach));
    first.push(...outside.filter((change) => !followsFrom(stages, change, outside)));
    known = [...known, ...outside.flatMap(({ part }) => part.places)];
  }
  return first;
}

/**
 * Whether lineage says that a change follows from one of others in another file, as of a group from the group it
 * reads.
 */
function followsFrom(stages: readonly Stage[], change: PartChange, others: readonly PartChange[]): boolean {
  const before = others.filter(({ file }) => file !== change.file).flatMap(({ part }) => part.places);
  return isWithin(change.part, reachOf(stages, before));
}

function isWithin({ places }: PartChange['part'], reach: ReadonlySet<string>): boolean {
  return places.some((place) => reach.has(spotName(place)));
}

async function build(project: TestProject, compileCache: CompileCache, name: string): Promise<void> {
  const problems: Problem[] = [];
  try {
    const { result } = await buildProject(project, { threads: 2 }, { compileCache });
    if (result.ok) return;
    problems.push(...result.nodes.flatMap((node) => node.problems.filter(({ severity }) => severity === 'error')));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    problems.push(...error.problems);
  }
  throw new BrokenBuild(`${name}: ${problems.map(({ code, message }) => `${code} ${message}`).join('; ')}`);
}

async function writeIn(root: string, write: WriteProject): Promise<TestProject> {
  await write(root);
  return { root, lake: path.join(root, '.ews', 'lake') };
}

/** In memory, where there is room: a build writes hundreds of small files. */
async function fastFolder(): Promise<string> {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return realpath(tmpdir());
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize < 2 ** 30 ? realpath(tmpdir()) : memory;
}

import path from 'node:path';
import type { Graph, GraphNode, NodeId } from '../compile/index.ts';
import { machineProblem, type Problem, ProblemError } from '../diagnostics/index.ts';
import { makeFolder } from '../folders/index.ts';
import type { KnownContents, ManifestNode, Plan, PlanStage, Settle, SourceHolding } from '../plan/index.ts';
import { entry } from '../presence/index.ts';
import { STOPPED } from '../standing/index.ts';
import { createContext, type Effects, inputsNotBuilt, limitProblem, type Trainer, timeLimit } from '../steps/index.ts';
import { openGate } from './beside-units.ts';
import type { Bodies } from './bodies.ts';
import type { Emit, NodeResult } from './events.ts';
import { keepFailure, storedFailure } from './failed-node.ts';
import { guardsOf, waitsFor } from './guards.ts';
import { schedule, type Task, type TaskTurn } from './scheduler.ts';
import { nothingSharedInRun, type RunStepContext, type SharedByRun } from './steps/run-step-context.ts';
import { isUnitTest, placedIn } from './steps/unit-test.ts';

export interface ApplyInput {
  readonly graph: Graph;
  readonly plan: Plan;
  /** Decides of what the plan left open, once its inputs are made. */
  readonly settle: Settle;
  readonly sources: ReadonlyMap<NodeId, SourceHolding>;
  readonly effects: Effects;
  readonly threads: number;
  readonly trainer: Trainer;
  readonly bodies: Bodies;
  readonly timeoutSeconds: number;
  readonly failFast: boolean;
  readonly signal: AbortSignal;
  /** Stages of these kinds are executed; others are left (`ews run` without tests, `ews test` only tests). */
  readonly executes: (stage: Pick<PlanStage, 'kind'>) => boolean;
  /** Whether a node that failed when it was made of the same is told so from its object, and not tried again. */
  readonly tellsFailures: boolean;
  readonly emit: Emit;
  /** Results that come before the plan's: the ingestion of sources. */
  readonly before: readonly NodeResult[];
}

/** What became of a plan. */
export interface Applied {
  readonly results: readonly NodeResult[];
  /** The plan, with what was open in it as it was decided when its inputs were made. */
  readonly plan: Plan;
  /** What the rows of the groups and labels hold that were made. */
  readonly contents: ReadonlyMap<NodeId, KnownContents>;
}

/** Plan -> results. Runs every stage once its inputs, and the tests of what it reads of them, have passed. */
export async function applyPlan(input: ApplyInput): Promise<Applied> {
  const stages = input.plan.stages.filter((stage) => stage.kind !== 'source');
  const byId = new Map(input.plan.stages.map((stage) => [stage.node, stage]));
  const isIncluded = (stage: PlanStage): boolean => stage.action !== 'leave' && input.executes(stage);
  const counted = stages.filter(isIncluded);
  const total = input.before.length + counted.length;
  let done = input.before.length;
  const stop = new AbortController();
  const signal = stop.signal;
  const interrupt = (): void => stop.abort(input.signal.reason);
  if (input.signal.aborted) interrupt();
  input.signal.addEventListener('abort', interrupt, { once: true });

  const shared = nothingSharedInRun();
  const guards = guardsOf(input.graph);
  const contents = new Map<NodeId, KnownContents>();
  const jobs = stages.map((stage): Task<NodeId, NodeResult> => {
    const node = entry(input.graph.nodes, stage.node);
    const units = guards.units.get(stage.node) ?? [];
    const after = waitsFor(input.graph, guards, node);
    return {
      id: stage.node,
      after,
      besides: units,
      run: async (results, places) => {
        const open = { stage, node, units, after, byId, results, signal, shared, contents, ...places };
        const now = await settled(input, open);
        if (!isIncluded(now)) return left(now);
        input.emit({ kind: 'node_started', id: now.node });
        const turn = { ...open, stage: now };
        const result = await input.trainer.during(() => resultOf(input, turn));
        if (input.failFast && isBroken(result)) stop.abort(new ProblemError([]));
        done += 1;
        input.emit({ kind: 'node_finished', result, done, total });
        return result;
      },
    };
  });
  const results = await schedule(jobs, input.threads).finally(() =>
    input.signal.removeEventListener('abort', interrupt),
  );
  input.signal.throwIfAborted();
  const plan = { ...input.plan, stages: input.plan.stages.map(({ node }) => entry(byId, node)) };
  return { results: [...input.before, ...stages.map((stage) => entry(results, stage.node))], plan, contents };
}

/** A stage as it stands when its inputs have ended: one that was open is decided now, unless one of them is broken. */
async function settled(input: ApplyInput, turn: Turn): Promise<PlanStage> {
  const { stage, byId, contents, results, after, signal } = turn;
  const isOpen = stage.fingerprint === undefined && stage.reason.kind !== 'unknown_input';
  if (!isOpen || signal.aborted || after.some((id) => isBroken(results.get(id)))) return stage;
  const now = await input.settle(stage.node, {
    stageOf: (id) => entry(byId, id),
    contentsOf: (id) => contents.get(id),
  });
  byId.set(stage.node, now);
  input.emit({ kind: 'settled', stage: now });
  return now;
}

interface Turn extends TaskTurn {
  readonly stage: PlanStage;
  readonly node: GraphNode;
  /** Its unit tests, which may run still: it is computed beside them, and stored when they have passed. */
  readonly units: readonly NodeId[];
  /** What has ended of what it waits for. */
  readonly after: readonly NodeId[];
  /** Every stage as it stands. */
  readonly byId: Map<NodeId, PlanStage>;
  readonly results: ReadonlyMap<NodeId, NodeResult>;
  readonly signal: AbortSignal;
  readonly shared: SharedByRun;
  /** Of what was made so far. */
  readonly contents: Map<NodeId, KnownContents>;
}

/** A node that is skipped for what it waited for; undefined where nothing of that is broken. */
function blocked({ stage, units, after, results }: Turn): NodeResult | undefined {
  const blocker = [...units, ...after].find((id) => isBroken(results.get(id)));
  if (blocker === undefined) return undefined;
  const { status, note } = entry(results, blocker);
  if (note === STOPPED) return skipped(stage, STOPPED);
  return skipped(stage, `${blocker} ${status === 'skipped' ? 'was skipped' : 'failed'}`);
}

async function resultOf(input: ApplyInput, turn: Turn): Promise<NodeResult> {
  const { stage, node } = turn;
  const executes = stage.action !== 'reuse' && stage.action !== 'leave' && stage.fingerprint !== undefined;
  if (!executes || blocked(turn) !== undefined) await turn.besidesEnded();
  const skip = blocked(turn);
  if (skip !== undefined) return skip;
  if (turn.signal.aborted) return skipped(stage, STOPPED);
  if (stage.action === 'reuse') return reused(stage, node);
  if (stage.fingerprint === undefined && stage.reason.kind === 'unknown_input') {
    return skipped(stage, 'an input is not ingested');
  }
  if (stage.action === 'leave') return left(stage);
  if (stage.fingerprint === undefined) return unread(stage);
  const started = input.effects.elapsed();
  const seconds = (): number => input.effects.elapsed() - started;
  const base = { id: stage.node, kind: stage.kind };
  const failed = { graph: input.graph, node, fingerprint: stage.fingerprint };
  const told = input.tellsFailures ? await storedFailure(input.effects.store, failed) : undefined;
  if (told !== undefined) {
    await turn.besidesEnded();
    return blocked(turn) ?? failure(base, { seconds: seconds(), note: FAILED_ALIKE, problems: told });
  }
  const areUnderWay = (): boolean => turn.units.some((id) => !turn.results.has(id));
  const gate = openGate(node.id, {
    ...turn,
    areUnderWay,
    forbid: () => blocked(turn) !== undefined,
  });
  const clock = timeLimit(gate.signal, input.timeoutSeconds);
  try {
    // What computes is loaded by a run that computes something.
    const { runStep } = await import('./steps/run-step.ts');
    const cleared = (): Promise<void> => {
      // The limit is one of the node's own work, and that is done.
      if (areUnderWay()) clock.stop();
      return gate.cleared();
    };
    const context = await stepContext(input, turn, { signal: clock.signal, borrow: gate.borrow, cleared });
    const made = await runStep(context, node, stage.fingerprint);
    const { warnings: problems, rows, note, objects, contents, ...outcome } = made;
    if (contents !== undefined) turn.contents.set(node.id, contents);
    return { ...base, status: 'ok', seconds: seconds(), rows, note, ...outcome, problems, objects };
  } catch (error) {
    if (input.signal.aborted) throw error;
    await turn.besidesEnded();
    const needless = blocked(turn);
    if (needless !== undefined) return needless;
    if (turn.signal.aborted && error === turn.signal.reason) return skipped(stage, STOPPED);
    const problems = problemsOf(error, node, input.timeoutSeconds);
    await keepFailure(input.effects.store, failed, error);
    return failure(base, { seconds: seconds(), note: '', problems });
  } finally {
    clock.stop();
    gate.close();
  }
}

/** A node that reads rows which nobody made, nor will. */
function unread(stage: PlanStage): NodeResult {
  const { problems } = inputsNotBuilt('awaits' in stage ? stage.awaits : undefined, stage.node);
  return failure({ id: stage.node, kind: stage.kind }, { seconds: 0, note: '', problems });
}

/** The note of a node that was not tried again. */
const FAILED_ALIKE = 'as before, made of the same';

function failure(
  { id, kind }: Pick<NodeResult, 'id' | 'kind'>,
  found: Pick<NodeResult, 'seconds' | 'note' | 'problems'>,
): NodeResult {
  return { id, kind, status: 'failed', rows: null, objects: [], ...found };
}

async function stepContext(
  input: ApplyInput,
  turn: Turn,
  own: Pick<RunStepContext, 'signal' | 'borrow' | 'cleared'>,
): Promise<RunStepContext> {
  const folder = path.join(input.effects.scratch, turn.stage.node);
  makeFolder(folder);
  const { graph, sources, effects } = input;
  const context = createContext({
    graph,
    sources,
    warehouses: effects.warehouses,
    store: effects.store,
    scratch: folder,
    ...own,
    stages: turn.byId,
    reader: turn.node.id,
    shared: turn.shared,
  });
  return { ...context, trainer: input.trainer, bodies: input.bodies, shared: turn.shared };
}

function isBroken(result: NodeResult | undefined): boolean {
  return result?.status === 'failed' || result?.status === 'skipped' || result?.test?.status === 'fail';
}

function reused(stage: Extract<PlanStage, { action: 'reuse' }>, node: GraphNode): NodeResult {
  const { rows, note, test, objects } = stage.stored;
  const warnings = warningsNow(stage.stored, node);
  const base = { id: stage.node, kind: stage.kind, seconds: 0, rows, note, objects, problems: warnings };
  return { ...base, status: 'reused', ...(test === undefined ? {} : { test }) };
}

/** What was found when it was made; in a unit test at the lines where its rows stand now. */
function warningsNow({ warnings, test }: ManifestNode, node: GraphNode): readonly Problem[] {
  if (node.kind !== 'test' || !isUnitTest(node) || test?.places === undefined) return warnings;
  return placedIn(node, warnings, test.places);
}

function skipped(stage: PlanStage, note: string): NodeResult {
  return notRun(stage, { status: 'skipped', rows: null, note, objects: [] });
}

function left(stage: PlanStage): NodeResult {
  const stored = stage.action === 'leave' ? stage.stored : undefined;
  const note = stage.action === 'leave' && stage.stale ? 'stale' : 'not selected';
  return notRun(stage, { status: 'left', rows: stored?.rows ?? null, note, objects: stored?.objects ?? [] });
}

type Unrun = Pick<NodeResult, 'status' | 'rows' | 'note' | 'objects'>;

function notRun({ node, kind }: PlanStage, { status, rows, note, objects }: Unrun): NodeResult {
  return { id: node, kind, status, seconds: 0, rows, note, problems: [], objects };
}

function problemsOf(error: unknown, node: GraphNode, timeoutSeconds: number): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems;
  const over = limitProblem(error, node, timeoutSeconds);
  if (over !== undefined) return over.problems;
  const failed = machineProblem(error, `${node.id} could not be built`);
  if (failed === undefined) throw error;
  return failed.problems;
}

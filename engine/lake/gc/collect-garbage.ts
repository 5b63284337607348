import { collectedIn } from './collected.ts';
import { findGarbage } from './find-garbage.ts';
import { type Garbage, type GcLog, logStep, pendingSteps, readGcLog } from './gc-log.ts';
import { anotherCollector, idleLog, undisturbed } from './idle-log.ts';
import { type GcEffects, type Sweep, stillGarbage, sweep, timeOf } from './sweep.ts';

/** What is asked of garbage collection; times in milliseconds. */
export interface GcRequest {
  /** Nothing younger is condemned, and no run that is younger is let go of. */
  readonly olderThan: number;
  /** Between condemning and removing. */
  readonly grace: number;
  /** Says what it would do, and writes nothing. */
  readonly dryRun: boolean;
}

/** Garbage that was condemned, and when it may go. */
export interface CondemnedGarbage {
  /** Number of the step; null in a dry run, which makes none. */
  readonly step: number | null;
  /** From when on it is removed: UTC, ISO 8601. */
  readonly from: string;
  readonly items: readonly Garbage[];
}

/** What a call of garbage collection did, or would do. */
export interface GcReport {
  readonly dryRun: boolean;
  /** What was condemned before, and went now; null where nothing was due. */
  readonly swept: Sweep | null;
  /** What nothing needs any more, as of now; null where there is nothing. */
  readonly condemned: CondemnedGarbage | null;
  /** What was condemned before, and is not due yet. */
  readonly waiting: readonly CondemnedGarbage[];
}

/**
 * Garbage collection in two phases: removes what an earlier call condemned, once `grace` has passed and unless it
 * became reachable since, then condemns what nothing reaches now; without grace it removes that at once. Nothing is
 * removed that was not written down before.
 * ProblemError EWS4030 to EWS4033: nothing was removed.
 */
export async function collectGarbage(request: GcRequest, effects: GcEffects): Promise<GcReport> {
  const { store } = effects;
  const swept = await sweepDue(request, effects, await idleLog(store));
  const condemned = await condemn(request, effects);
  if (condemned === null || request.grace > 0) {
    return { dryRun: request.dryRun, swept, condemned, waiting: await waiting(request, effects, condemned) };
  }
  const again = request.dryRun ? allOf(condemned) : await sweepDue(request, effects, await idleLog(store));
  const both = swept === null || again === null ? (again ?? swept) : joined(swept, again);
  return { dryRun: request.dryRun, swept: both, condemned, waiting: [] };
}

/** What a call without grace removes of what it condemned: nobody has had time to need any of it. */
function allOf({ items }: CondemnedGarbage): Sweep {
  const removed = items.flatMap(({ files }) => files);
  return { of: [], removed, bytes: items.reduce((sum, { bytes }) => sum + bytes, 0), spared: [], kept: [] };
}

async function sweepDue(request: GcRequest, effects: GcEffects, log: GcLog): Promise<Sweep | null> {
  const now = await effects.store.clock();
  const due = pendingSteps(log).filter(({ at }) => now - Date.parse(at) >= request.grace);
  if (due.length === 0) return null;
  if (!request.dryRun) return sweep(effects, due, request.olderThan);
  const garbage = await undisturbed(effects.store, log, () => stillGarbage(effects, due, request.olderThan, log));
  const listed = due.flatMap(({ items }) => items).flatMap(({ files }) => files);
  const bytes = [...garbage.values()].reduce((sum, size) => sum + size, 0);
  const spared = listed.filter((key) => !garbage.has(key));
  return { of: due.map(({ n }) => n), removed: [...garbage.keys()], bytes, spared, kept: [] };
}

async function condemn(request: GcRequest, effects: GcEffects): Promise<CondemnedGarbage | null> {
  const { store, readManifest, by } = effects;
  const log = await idleLog(store);
  const now = await store.clock();
  const collected = collectedIn(log);
  const isCollected = (key: string): boolean => collected.has(key);
  const { olderThan: limit } = request;
  const found = await undisturbed(store, log, async () =>
    findGarbage({ store, files: await store.survey(''), now, olderThan: limit, readManifest, isCollected }),
  );
  const condemned = new Set(pendingSteps(log).flatMap(({ items }) => items.flatMap((item) => item.files)));
  const items = found.filter((item) => !item.files.every((key) => condemned.has(key)));
  if (items.length === 0) return null;
  const at = new Date(now);
  const from = new Date(at.getTime() + request.grace).toISOString();
  if (request.dryRun) return { step: null, from, items };
  const olderThan = request.olderThan / 1000;
  const step = await logStep(store, log.head, { kind: 'condemned', at: await timeOf(store), by, olderThan, items });
  if (step.kind === 'lost') throw anotherCollector();
  return { step: step.n, from, items };
}

/** What was condemned before this call, and stays until its time. */
async function waiting(
  { grace }: GcRequest,
  { store }: GcEffects,
  condemned: CondemnedGarbage | null,
): Promise<readonly CondemnedGarbage[]> {
  const pending = pendingSteps(await readGcLog(store)).filter(({ n }) => n !== condemned?.step);
  return pending.map(({ n, at, items }) => ({
    step: n,
    from: new Date(Date.parse(at) + grace).toISOString(),
    items,
  }));
}

function joined(one: Sweep, other: Sweep): Sweep {
  return {
    of: [...one.of, ...other.of],
    removed: [...one.removed, ...other.removed],
    bytes: one.bytes + other.bytes,
    spared: [...one.spared, ...other.spared],
    kept: [...one.kept, ...other.kept],
  };
}

import type { SweptStore } from '../store.ts';
import { collectedIn } from './collected.ts';
import { findGarbage } from './find-garbage.ts';
import { type GcActor, type GcLog, type GcStep, type KeptFile, logStep } from './gc-log.ts';
import { anotherCollector, idleLog } from './idle-log.ts';
import type { ManifestReader } from './roots.ts';
import { SWEEP_MS } from './wait-for-sweep.ts';

type Condemned = Extract<GcStep, { kind: 'condemned' }> & { readonly n: number };

/** What sweeping needs beside the store. */
export interface GcEffects {
  readonly store: SweptStore;
  readonly readManifest: ManifestReader;
  /** Seconds, of this process's own clock. */
  readonly elapsed: () => number;
  readonly by: GcActor;
}

/** What a sweep does with what was condemned: of a dry run, what it would do. */
export interface Sweep {
  /** Numbers of the steps that condemned it. */
  readonly of: readonly number[];
  readonly removed: readonly string[];
  /** Bytes of what was removed. */
  readonly bytes: number;
  /** It became reachable since, was written anew, or belongs together with such. */
  readonly spared: readonly string[];
  readonly kept: readonly KeptFile[];
}

/** What of the condemned is still garbage, in the order in which it is removed, with its bytes. */
export async function stillGarbage(
  { store, readManifest }: GcEffects,
  condemned: readonly Condemned[],
  olderThan: number,
  log: Pick<GcLog, 'steps'>,
): Promise<ReadonlyMap<string, number>> {
  const now = await store.clock();
  const files = await store.survey('');
  const collected = collectedIn(log);
  const isCollected = (key: string): boolean => collected.has(key);
  const input = { store, files, now, readManifest, isCollected };
  const sizes = new Map(files.map(({ key, bytes }) => [key, bytes]));
  const found = new Map<string, number>();
  for (const step of condemned) {
    const limit = Math.max(olderThan, step.olderThan * 1000);
    const garbage = await findGarbage({ ...input, olderThan: limit });
    const now = new Set(garbage.flatMap((item) => item.files));
    for (const item of step.items) {
      // Whole or not at all: an object of which something is needed again is needed.
      const there = item.files.filter((key) => sizes.has(key));
      if (!there.every((key) => now.has(key))) continue;
      for (const key of there) found.set(key, sizes.get(key) ?? Number.NaN);
    }
  }
  return found;
}

/**
 * Removes what was condemned and is still garbage. The log says so before anything is looked at: whoever names
 * something of it later waits, and whoever named it earlier is seen. ProblemError EWS4033 where another collector is at
 * it, or where it took so long that others may have stopped waiting: what is left is swept the next time.
 */
export async function sweep(effects: GcEffects, condemned: readonly Condemned[], olderThan: number): Promise<Sweep> {
  const { store, by, elapsed } = effects;
  const before = await idleLog(store);
  const of = condemned.map(({ n }) => n);
  const began = elapsed();
  const sweeping: GcStep = { kind: 'sweeping', at: await timeOf(store), by, of };
  const marked = await logStep(store, before.head, sweeping);
  if (marked.kind === 'lost') throw anotherCollector();
  const garbage = await stillGarbage(effects, condemned, olderThan, before);
  const removed: string[] = [];
  const kept: KeptFile[] = [];
  let bytes = 0;
  const held = new Set<string>();
  for (const [key, size] of garbage) {
    if ((elapsed() - began) * 1000 > SWEEP_MS) break;
    const folder = key.slice(0, key.lastIndexOf('/'));
    // The rest of an object whose `meta.json` is locked stays with it.
    if (held.has(folder)) continue;
    const removal = await store.remove(key);
    if (removal.kind === 'removed') {
      removed.push(key);
      bytes += size;
    } else {
      kept.push({ key, why: removal.why, until: removal.until });
      held.add(folder);
    }
  }
  const gone = new Set(removed);
  const there = new Set((await store.survey('')).map(({ key }) => key));
  const listed = condemned.flatMap(({ items }) => items).flatMap(({ files }) => files);
  const locked = new Set(kept.map(({ key }) => key));
  const spared = listed.filter((key) => there.has(key) && !gone.has(key) && !locked.has(key));
  const done: GcStep = { kind: 'swept', at: await timeOf(store), by, of, spared, kept, bytes };
  const ended = await logStep(store, { n: marked.n, sha256: marked.sha256 }, done);
  if (ended.kind === 'lost') throw anotherCollector();
  return { of, removed, bytes, spared, kept };
}

/** What time it is for the place: UTC, ISO 8601. */
export async function timeOf(store: Pick<SweptStore, 'clock'>): Promise<string> {
  return new Date(await store.clock()).toISOString();
}

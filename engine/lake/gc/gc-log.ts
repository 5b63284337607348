import type { AuditEvent } from '../audit.ts';
import { isPlainObject, type PlainJson, type PlainObject } from '../canonical-json.ts';
import { readNumberedFile } from '../numbered.ts';
import { damagedRecord } from '../record-problem.ts';
import {
  type Advance,
  advanceRef,
  newestOf,
  type Ref,
  type RefPosition,
  refHistory,
  refKey,
  refPositions,
} from '../ref.ts';
import type { Store } from '../store.ts';

/** Garbage that belongs together and goes together. */
export interface Garbage {
  /**
   * object: no root reaches it; exports: pages and exports of a run that nothing keeps; unfinished: what a writer left
   * that died or lost; environment: positions of one that was made for a comparison.
   */
  readonly kind: 'object' | 'exports' | 'unfinished' | 'environment';
  /** Its folder in the lake. */
  readonly folder: string;
  /** Keys, in the order in which they are removed. */
  readonly files: readonly string[];
  readonly bytes: number;
}

/** A file that was to go and is still there: something locks or holds it. */
export interface KeptFile {
  readonly key: string;
  readonly why: string;
  /** Until when, ISO 8601; null where nobody knows. */
  readonly until: string | null;
}

/** Who did it: as the audit has it. */
export type GcActor = Required<Pick<AuditEvent, 'actor' | 'actorFrom' | 'origin'>>;

/** A step of garbage collection, as the lake records it. Times are the place's, UTC, ISO 8601. */
export type GcStep =
  | {
      readonly kind: 'condemned';
      readonly at: string;
      readonly by: GcActor;
      /** What was kept however unreachable: seconds since it was written. */
      readonly olderThan: number;
      readonly items: readonly Garbage[];
    }
  // Written before anything is removed: from now on whoever names something of it has to wait for the end.
  | { readonly kind: 'sweeping'; readonly at: string; readonly by: GcActor; readonly of: readonly number[] }
  | {
      readonly kind: 'swept';
      readonly at: string;
      readonly by: GcActor;
      readonly of: readonly number[];
      /** Keys of what was condemned and became reachable since. */
      readonly spared: readonly string[];
      readonly kept: readonly KeptFile[];
      readonly bytes: number;
    };

/** A step with its place in the log. */
export type LoggedStep = GcStep & { readonly n: number };

/** `refs/gc/<n>.json`: a ref as environments have, so that its steps are a chain and exactly one writer is next. */
const GC_REF = 'gc';

/** What was done so far, oldest first, and where the next step goes. */
export interface GcLog {
  readonly steps: readonly LoggedStep[];
  readonly head: RefPosition | undefined;
}

/** Reads the log. ProblemError EWS5046 where a file of it is no step. */
export async function readGcLog(store: Store): Promise<GcLog> {
  const positions = await refHistory(store, GC_REF);
  const newest = positions.at(-1);
  return {
    steps: positions.map((position) => stepOf(store, position)),
    head: newest === undefined ? undefined : { n: newest.n, sha256: newest.sha256 },
  };
}

/** Writes the next step; `lost` where another collector wrote one meanwhile. */
export async function logStep(store: Store, head: RefPosition | undefined, step: GcStep): Promise<Advance> {
  return advanceRef(store, GC_REF, head, step as unknown as PlainObject);
}

function stepOf(store: Store, { n, value }: Ref): LoggedStep {
  if (isStep(value)) return { ...(value as unknown as GcStep), n };
  const message = `${refKey(GC_REF, n)} in ${store.description} is damaged: it is no step of garbage collection`;
  throw damagedRecord(message, 'restore it from a copy: without it nobody knows what was collected');
}

function isStep({ kind, at, of: numbers, items, spared, kept, olderThan }: PlainObject): boolean {
  if (typeof at !== 'string') return false;
  const namesSteps = Array.isArray(numbers) && numbers.every((n) => typeof n === 'number');
  if (kind === 'sweeping') return namesSteps;
  if (kind === 'swept') return namesSteps && Array.isArray(spared) && Array.isArray(kept);
  return kind === 'condemned' && typeof olderThan === 'number' && Array.isArray(items) && items.every(isGarbage);
}

function isGarbage(item: PlainJson): boolean {
  return isPlainObject(item) && typeof item['folder'] === 'string' && Array.isArray(item['files']);
}

/** What is condemned and was not swept yet, oldest first. */
export function pendingSteps({
  steps,
}: Pick<GcLog, 'steps'>): readonly (LoggedStep & { readonly kind: 'condemned' })[] {
  const done = new Set(steps.flatMap((step) => (step.kind === 'swept' ? step.of : [])));
  return steps.flatMap((step) => (step.kind === 'condemned' && !done.has(step.n) ? [step] : []));
}

/** Where the log stands, and the sweep that began and did not say that it ended: reads no more of it than it must. */
export async function sweepUnderWay(
  store: Store,
): Promise<{ readonly at: number; readonly sweep: LoggedStep | undefined }> {
  const numbers = await refPositions(store, GC_REF);
  for (const n of numbers.toReversed()) {
    const step = stepOf(store, { name: GC_REF, n, ...(await readNumberedFile(store, `refs/${GC_REF}`, n)) });
    if (step.kind !== 'condemned') return { at: newestOf(numbers), sweep: step.kind === 'sweeping' ? step : undefined };
  }
  return { at: newestOf(numbers), sweep: undefined };
}

/** A sweep that began and did not say that it ended. */
export function openSweep({ steps }: Pick<GcLog, 'steps'>): (LoggedStep & { readonly kind: 'sweeping' }) | undefined {
  const newest = steps.findLast(({ kind }) => kind !== 'condemned');
  return newest?.kind === 'sweeping' ? newest : undefined;
}

import { at } from '../presence/index.ts';

/** A job of a dependency graph. */
export interface Task<Id, Result> {
  readonly id: Id;
  /** Jobs that must have ended before this one starts; ids that are no jobs count as ended. */
  readonly after: readonly Id[];
  readonly run: (results: ReadonlyMap<Id, Result>, borrow: Borrow) => Promise<Result>;
}

/**
 * Takes a place that no job wants, for a running one to work in twice; undefined where there is none. What it gives
 * frees the place again; until then one job less runs.
 */
export type Borrow = () => (() => void) | undefined;

/**
 * Runs jobs as soon as what they wait for has ended, at most `width` at a time, in the given order where there is a
 * choice. A job that throws stops the start of further jobs and is rethrown once the running ones have ended: outcomes
 * that the graph must go on after are results, not exceptions.
 */
export async function schedule<Id, Result>(
  tasks: readonly Task<Id, Result>[],
  width: number,
): Promise<ReadonlyMap<Id, Result>> {
  const results = new Map<Id, Result>();
  const { ready, readers } = queue(tasks);
  let waiting = tasks.length;
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  /** Jobs that run, and places that are lent. */
  let taken = 0;
  const isFree = (): boolean => taken < Math.max(1, width);
  const borrow: Borrow = () => {
    if (ready.length > 0 || !isFree()) return undefined;
    taken += 1;
    let isBack = false;
    return () => {
      if (!isBack) taken -= 1;
      isBack = true;
    };
  };

  const ended = (id: Id, result: Result): void => {
    results.set(id, result);
    for (const reader of readers.get(id) ?? []) {
      reader.unmet -= 1;
      if (reader.unmet === 0) insertByPlace(ready, reader);
    }
  };
  const start = (task: Task<Id, Result>): void => {
    taken += 1;
    const work = task
      .run(results, borrow)
      .then(
        (result) => ended(task.id, result),
        (error: unknown) => {
          failure ??= { error };
        },
      )
      .finally(() => {
        taken -= 1;
        running.delete(work);
      });
    running.add(work);
  };

  while (waiting > 0 || running.size > 0) {
    while (failure === undefined && isFree()) {
      const next = ready.shift();
      if (next === undefined) break;
      waiting -= 1;
      start(next.job);
    }
    if (running.size === 0) {
      if (failure === undefined && waiting > 0) throw new Error('jobs wait for each other in a circle');
      break;
    }
    await Promise.race(running);
  }
  if (failure !== undefined) throw failure.error;
  return results;
}

/** A job that has not started, its place in the given order, and how many jobs it still waits for. */
interface Queued<Id, Result> {
  readonly job: Task<Id, Result>;
  readonly place: number;
  unmet: number;
}

/** The jobs that wait for nothing, in the given order, and for each job those that wait for it. */
function queue<Id, Result>(
  tasks: readonly Task<Id, Result>[],
): { readonly ready: Queued<Id, Result>[]; readonly readers: ReadonlyMap<Id, readonly Queued<Id, Result>[]> } {
  const dependents = new Map<Id, Queued<Id, Result>[]>(tasks.map((task) => [task.id, []]));
  const ready: Queued<Id, Result>[] = [];
  for (const [place, task] of tasks.entries()) {
    const queued = { job: task, place, unmet: 0 };
    for (const id of new Set(task.after)) {
      const waiting = dependents.get(id);
      if (waiting === undefined) continue;
      waiting.push(queued);
      queued.unmet += 1;
    }
    if (queued.unmet === 0) ready.push(queued);
  }
  return { ready, readers: dependents };
}

function insertByPlace<Id, Result>(ready: Queued<Id, Result>[], queued: Queued<Id, Result>): void {
  let [low, high] = [0, ready.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(ready, middle).place < queued.place) low = middle + 1;
    else high = middle;
  }
  ready.splice(low, 0, queued);
}

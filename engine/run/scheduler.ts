import { at } from '../presence/index.ts';

/** A job of a dependency graph. */
export interface Task<Id, Result> {
  readonly id: Id;
  /** Jobs that must have ended before this one starts; ids that are no jobs count as ended. */
  readonly after: readonly Id[];
  /** Jobs that must have started before this one, which may run beside them; ids that are no jobs count as ended. */
  readonly besides?: readonly Id[];
  readonly run: (results: ReadonlyMap<Id, Result>, turn: TaskTurn) => Promise<Result>;
}

/** What a job may do while it runs. */
export interface TaskTurn {
  readonly borrow: Borrow;
  /** Lends the next place that no job wants. Never resolves where there is none. */
  readonly borrowNext: () => Promise<() => void>;
  /** Resolves when those that it may run beside have ended and their places are free; at once where they have. */
  readonly besidesEnded: () => Promise<void>;
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
  const { ready, readers, companions } = queue(tasks);
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
      if (isBack) return;
      taken -= 1;
      isBack = true;
      lend();
    };
  };
  const borrowers: ((giveBack: () => void) => void)[] = [];
  const lend = (): void => {
    while (borrowers.length > 0) {
      const place = borrow();
      if (place === undefined) return;
      borrowers.shift()?.(place);
    }
  };
  const borrowNext = (): Promise<() => void> =>
    new Promise((resolve) => {
      borrowers.push(resolve);
      lend();
    });

  const met = (those: readonly Queued<Id, Result>[] | undefined): void => {
    for (const reader of those ?? []) {
      reader.unmet -= 1;
      if (reader.unmet === 0) insertByPlace(ready, reader);
    }
  };
  const ended = (id: Id, result: Result): void => {
    results.set(id, result);
    met(readers.get(id));
  };
  const underWay = new Map<Id, Promise<void>>();
  const start = (task: Task<Id, Result>): void => {
    taken += 1;
    const besides = (task.besides ?? []).map((id) => underWay.get(id));
    const besidesEnded = async (): Promise<void> => void (await Promise.all(besides));
    const work = task
      .run(results, { borrow, borrowNext, besidesEnded })
      .then(
        (result) => ended(task.id, result),
        (error: unknown) => {
          failure ??= { error };
        },
      )
      .finally(() => {
        taken -= 1;
        running.delete(work);
        underWay.delete(task.id);
      });
    running.add(work);
    underWay.set(task.id, work);
    met(companions.get(task.id));
  };

  while (waiting > 0 || running.size > 0) {
    while (failure === undefined && isFree()) {
      const next = ready.shift();
      if (next === undefined) break;
      waiting -= 1;
      start(next.job);
    }
    lend();
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

/** Jobs that wait for others, by the id of each of these. */
type Waiting<Id, Result> = ReadonlyMap<Id, readonly Queued<Id, Result>[]>;

interface Queue<Id, Result> {
  /** The jobs that wait for nothing, in the given order. */
  readonly ready: Queued<Id, Result>[];
  /** Those that wait for the end of a job. */
  readonly readers: Waiting<Id, Result>;
  /** Those that wait for its start. */
  readonly companions: Waiting<Id, Result>;
}

function queue<Id, Result>(tasks: readonly Task<Id, Result>[]): Queue<Id, Result> {
  const nobody = (): Map<Id, Queued<Id, Result>[]> => new Map(tasks.map((task) => [task.id, []]));
  const [readers, companions] = [nobody(), nobody()];
  const ready: Queued<Id, Result>[] = [];
  for (const [place, task] of tasks.entries()) {
    const queued = { job: task, place, unmet: 0 };
    const wait = (ids: readonly Id[], by: Map<Id, Queued<Id, Result>[]>): void => {
      for (const id of new Set(ids)) {
        const waiting = by.get(id);
        if (waiting === undefined) continue;
        waiting.push(queued);
        queued.unmet += 1;
      }
    };
    wait(task.after, readers);
    wait(task.besides ?? [], companions);
    if (queued.unmet === 0) ready.push(queued);
  }
  return { ready, readers, companions };
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

/** A job of a dependency graph. */
export interface Job<Id, Result> {
  readonly id: Id;
  /** Jobs that must have ended before this one starts; ids that are no jobs count as ended. */
  readonly after: readonly Id[];
  readonly run: (results: ReadonlyMap<Id, Result>) => Promise<Result>;
}

/**
 * Runs jobs as soon as what they wait for has ended, at most `width` at a time, in the given order where there is a
 * choice. A job that throws stops the start of further jobs and is rethrown once the running ones have ended: outcomes
 * that the graph must go on after are results, not exceptions.
 */
export async function schedule<Id, Result>(
  jobs: readonly Job<Id, Result>[],
  width: number,
): Promise<ReadonlyMap<Id, Result>> {
  const results = new Map<Id, Result>();
  const waiting = [...jobs];
  const names = new Set(jobs.map((job) => job.id));
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;

  const ready = (job: Job<Id, Result>): boolean => job.after.every((id) => results.has(id) || !names.has(id));
  const start = (job: Job<Id, Result>): void => {
    const work = job
      .run(results)
      .then(
        (result) => void results.set(job.id, result),
        (error: unknown) => {
          failure ??= { error };
        },
      )
      .finally(() => running.delete(work));
    running.add(work);
  };

  while (waiting.length > 0 || running.size > 0) {
    while (failure === undefined && running.size < Math.max(1, width)) {
      const index = waiting.findIndex(ready);
      const [job] = index < 0 ? [] : waiting.splice(index, 1);
      if (job === undefined) break;
      start(job);
    }
    if (running.size === 0) {
      if (failure === undefined && waiting.length > 0) throw new Error('jobs wait for each other in a circle');
      break;
    }
    await Promise.race(running);
  }
  if (failure !== undefined) throw failure.error;
  return results;
}

import path from 'node:path';
import type { Day } from '../../calendar/index.ts';
import type { FeatureNode } from '../../compile/index.ts';
import {
  type AsOfPlan,
  evaluateLifted,
  type FeatureContract,
  type FeatureSelection,
  featureSelection,
} from '../../feature-store/index.ts';
import { makeFolder } from '../../folders/index.ts';
import { type LaterHalf, type StepContext, withSources } from '../../steps/index.ts';

/** A group that is evaluated, and what takes its rows. */
export interface HalvedGroup {
  readonly node: FeatureNode;
  readonly dates: readonly Day[];
  readonly contract: FeatureContract;
  readonly selection: FeatureSelection;
}

/**
 * Evaluates the later half of a group's passes beside the first, in a warehouse of its own, where a place is idle;
 * undefined where none is. Passes are the same as one after the other, and so are their rows. Whatever goes wrong here
 * is left to whoever asked: it evaluates that half itself, and hears of it then.
 */
export function laterHalf(
  context: StepContext,
  { node, dates, contract, selection }: HalvedGroup,
  plan: AsOfPlan,
): LaterHalf | undefined {
  const place = context.borrow?.();
  if (place === undefined) return undefined;
  let isBegun = false;
  const stop = new AbortController();
  const end = (): void => stop.abort(context.signal.reason);
  if (context.signal.aborted) end();
  context.signal.addEventListener('abort', end, { once: true });
  const evaluated = async (): Promise<Awaited<ReturnType<FeatureSelection['handOver']>>> => {
    isBegun = true;
    // Two instances of DuckDB must not spill into one folder.
    const scratch = path.join(context.scratch, 'later');
    makeFolder(scratch);
    return withSources(
      { ...context, scratch, signal: stop.signal },
      node.query.sources,
      { dates },
      async (warehouse) => {
        const own = featureSelection(warehouse, node.id, contract);
        await evaluateLifted(warehouse, plan, dates, { take: own.take, half: 'second' });
        return own.handOver(path.join(scratch, 'taken.parquet'));
      },
    );
  };
  const worked = async (): Promise<Awaited<ReturnType<typeof evaluated>> | undefined> => {
    const giveBack = await place;
    try {
      return giveBack === undefined || stop.signal.aborted ? undefined : await evaluated();
    } catch {
      return undefined;
    } finally {
      context.signal.removeEventListener('abort', end);
      giveBack?.();
    }
  };
  const work = worked();
  return {
    takeOver: async () => {
      // Whoever asks has done its own half already: it does this one sooner than a place is free.
      if (!isBegun) stop.abort(new Error('the later half was not begun in time'));
      if (!isBegun) return false;
      const handed = await work;
      return handed !== undefined && selection.takeOver(handed);
    },
    end: async () => {
      stop.abort(new Error('nobody waits for the later half any more'));
      if (isBegun) await work;
    },
  };
}

import type { StepContext } from '../steps/index.ts';
import type { TaskTurn } from './scheduler.ts';

/** A node that is computed, and its unit tests, which may run still. */
export interface BesideUnits extends TaskTurn {
  /** Whether some of them run still. */
  readonly areUnderWay: () => boolean;
  /** Whether one of those that have ended forbids to store anything of the node. */
  readonly forbid: () => boolean;
  /** Ends the run. */
  readonly signal: AbortSignal;
}

/** What a node's step is given while its unit tests run. */
export interface UnitGate extends Pick<StepContext, 'borrow'> {
  readonly cleared: () => Promise<void>;
  /** Aborted with the run, and as soon as a unit test forbids the node. */
  readonly signal: AbortSignal;
  readonly close: () => void;
}

/**
 * A node is computed beside its unit tests, and nothing of it is stored before they have passed: whoever saved a query
 * waits for one of the two, and not for both.
 */
export function openGate(node: string, units: BesideUnits): UnitGate {
  const stop = new AbortController();
  const end = (): void => stop.abort(units.signal.reason);
  if (units.signal.aborted) end();
  units.signal.addEventListener('abort', end, { once: true });
  const forbidden = (): Error => new Error(`a unit test of ${node} did not pass`);
  void units.besidesEnded().then(() => {
    if (units.forbid()) stop.abort(forbidden());
  });
  return {
    signal: stop.signal,
    cleared: async () => {
      await units.besidesEnded();
      if (units.forbid() || units.areUnderWay()) throw forbidden();
    },
    borrow: () => {
      const place = units.borrow();
      if (place !== undefined) return Promise.resolve(place);
      // They end soon, and so do all that wait for their place because they have nothing to do.
      return units.areUnderWay() ? units.borrowNext() : undefined;
    },
    close: () => units.signal.removeEventListener('abort', end),
  };
}

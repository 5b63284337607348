import type { Effects } from '../run/index.ts';
import type { Warehouse, WarehouseOptions } from '../warehouse/index.ts';

/** The same effects, but that the signal ends all that is computed by them. */
export function interruptedBy(signal: AbortSignal, effects: Effects): Effects {
  const { warehouses } = effects;
  const open = (options: WarehouseOptions): Promise<Warehouse> =>
    warehouses.open({ ...options, signal: signalOf(options, signal) });
  return { ...effects, signal, warehouses: { open } };
}

/** Aborts on the first Ctrl-C; a second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort(new DOMException('interrupted', 'AbortError'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  return controller.signal;
}

/** Steps bring a signal that follows the command's; what binds brings one that ends a batch alone. */
function signalOf({ work, signal: own }: WarehouseOptions, signal: AbortSignal): AbortSignal {
  if (own === undefined) return signal;
  return work === 'compile' ? eitherOf(own, signal) : own;
}

/** By listeners of this process: on Node 20 the garbage collector takes signals of `AbortSignal.any`. */
function eitherOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const either = new AbortController();
  for (const signal of [one, other]) {
    const abort = (): void => either.abort(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  }
  return either.signal;
}

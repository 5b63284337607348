import type { Effects } from '../run/index.ts';
import type { Warehouse, WarehouseOptions } from '../warehouse/index.ts';

/** The same effects, but that the signal ends all that is computed by them. */
export function interruptedBy(signal: AbortSignal, effects: Effects): Effects {
  const { warehouses } = effects;
  const open = async (options: WarehouseOptions): Promise<Warehouse> => {
    const { work, signal: own } = options;
    // Steps bring a signal that follows the command's; what binds brings one that ends a batch alone.
    if (own === undefined || work !== 'compile') return warehouses.open({ ...options, signal: own ?? signal });
    const either = eitherOf(own, signal);
    const warehouse = await warehouses.open({ ...options, signal: either.signal }).catch((error: unknown) => {
      either.forget();
      throw error;
    });
    const close = warehouse.close.bind(warehouse);
    // A command may bind very often: its signal must not remember each time.
    return Object.assign(warehouse, {
      close: () => {
        either.forget();
        close();
      },
    });
  };
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

/** By listeners of this process: on Node 20 the garbage collector takes signals of `AbortSignal.any`. */
function eitherOf(...signals: readonly AbortSignal[]): { readonly signal: AbortSignal; readonly forget: () => void } {
  const either = new AbortController();
  const aborts = signals.map((signal) => ({ signal, abort: () => either.abort(signal.reason) }));
  for (const { signal, abort } of aborts) {
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  }
  const forget = (): void => {
    for (const { signal, abort } of aborts) signal.removeEventListener('abort', abort);
  };
  return { signal: either.signal, forget };
}

import type { Effects } from '../run/index.ts';
import type { Warehouse, WarehouseOptions } from '../warehouse/index.ts';

/** The same effects, but that the signal ends all that is computed by them. */
export function interruptedBy(signal: AbortSignal, effects: Effects): Effects {
  const { warehouses } = effects;
  const open = (options: WarehouseOptions): Promise<Warehouse> =>
    warehouses.open({ ...options, signal: options.signal ?? signal });
  return { ...effects, warehouses: { open } };
}

/** Aborts on the first Ctrl-C; a second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort(new DOMException('interrupted', 'AbortError'));
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  return controller.signal;
}

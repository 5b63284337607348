import type { Warehouses } from '../warehouse/index.ts';

/** By what means observations are computed. */
export interface ComputeEffects {
  readonly warehouses: Warehouses;
  /** A local folder to work in. */
  readonly scratch: string;
  readonly signal?: AbortSignal;
}

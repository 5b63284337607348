import type { Warehouses } from '../warehouse/index.ts';

/** By what means observations are computed. */
export interface ComputeEffects {
  readonly warehouses: Warehouses;
  /** A local folder to work in. */
  readonly scratch: string;
  /** The most bytes that a copy of a file may have there; absent: any number. */
  readonly scratchBytes?: number;
  readonly signal?: AbortSignal;
}

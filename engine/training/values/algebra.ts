import { createRequire } from 'node:module';
import type * as Matrices from 'ml-matrix';
import type Linear from 'ml-regression-multivariate-linear';
import type * as TheilSen from 'ml-regression-theil-sen';

const load = createRequire(import.meta.url);

/** Packages of algebra, loaded by the first regression that is fitted: who only draws one does not pay for them. */
export const algebra = {
  matrices: (): typeof Matrices => load('ml-matrix'),
  linear: (): typeof Linear => load('ml-regression-multivariate-linear'),
  theilSen: (): typeof TheilSen => load('ml-regression-theil-sen'),
} as const;

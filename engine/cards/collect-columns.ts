import type { FittedInputs } from '../training/index.ts';
import type { RefitColumns } from './common-card-body.ts';

interface FittedRefit {
  readonly cutoff: string;
  readonly model: { readonly inputs?: FittedInputs };
}

/** Which columns each refit read, to be spread; nothing where the model declares nothing about them. */
export function refitColumns(refits: readonly FittedRefit[]): { readonly columns?: readonly RefitColumns[] } {
  const columns = refits.flatMap(({ cutoff, model: { inputs } }) =>
    inputs === undefined ? [] : [{ cutoff, ...inputs }],
  );
  return columns.length === 0 ? {} : { columns };
}

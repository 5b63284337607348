import type { ObjectMeta } from '../lake/index.ts';

export type IngestPlan =
  | { readonly kind: 'current'; readonly object: ObjectMeta }
  /** What is stored is older than the source or its declaration. */
  | { readonly kind: 'stale'; readonly reason: string; readonly object: ObjectMeta }
  | { readonly kind: 'missing'; readonly reason: string };

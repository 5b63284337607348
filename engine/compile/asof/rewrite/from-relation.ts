import type { JsonObject } from '../../../warehouse/index.ts';
import type { BlockCtes, Ctes, RewrittenFrom, Seen } from './scope.ts';

/** A relation of a FROM clause, rewritten: over all dates, the same on each, or made of the row to its left. */
export type FromRelation =
  | ({ readonly kind: 'dated' } & RewrittenFrom)
  | { readonly kind: 'constant' | 'beside'; readonly ref: JsonObject; readonly seen: Seen };

/** Where a relation stands. */
export interface FromContext {
  readonly ctes: Ctes;
  readonly block: BlockCtes | undefined;
  /** The relations before it in the FROM clause. */
  readonly left: RewrittenFrom | undefined;
  /** The name that its date must have, for USING. */
  readonly dateName: string | undefined;
}

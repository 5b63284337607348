import type { JsonObject } from '../../../warehouse/index.ts';
import type { BlockCtes, Ctes, From, Seen } from './scope.ts';

/** A relation of a FROM clause, rewritten: over all dates, the same on each, or made of the row to its left. */
export type Relation =
  | ({ readonly kind: 'dated' } & From)
  | { readonly kind: 'constant' | 'beside'; readonly ref: JsonObject; readonly seen: Seen };

/** Where a relation stands. */
export interface Place {
  readonly ctes: Ctes;
  readonly block: BlockCtes | undefined;
  /** The relations before it in the FROM clause. */
  readonly left: From | undefined;
  /** The name that its date must have, for USING. */
  readonly dateName: string | undefined;
}

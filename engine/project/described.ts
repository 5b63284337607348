import type { Located } from './located.ts';

/** What every definition says of itself. */
export interface Described {
  /** `labor`; the node's id adds the room: `features.labor`. */
  readonly name: string;
  readonly yaml: Located;
  readonly description: string;
  readonly owner?: string;
  readonly tags: readonly string[];
  /** Roles that may read it; empty: everybody. Recorded now, enforced by governance later. */
  readonly access: readonly string[];
}

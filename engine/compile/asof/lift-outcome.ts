import type { JsonObject } from '../../warehouse/index.ts';
import type { Exactness } from './rewrite/index.ts';

/** One set-based statement over the snapshots, or the reason why the query must run once per decision date. */
export type LiftOutcome =
  | {
      readonly kind: 'lifted';
      readonly statement: JsonObject;
      readonly exactness: Exactness;
      /** How many days back its rows look, where the text shows it (`reachOf`) and nothing is left to chance. */
      readonly reachDays?: number;
    }
  | { readonly kind: 'loop'; readonly reason: string };

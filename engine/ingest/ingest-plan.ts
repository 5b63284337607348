import type { Day } from '../calendar/index.ts';
import type { ObjectMeta, RefPosition } from '../lake/index.ts';
import type { Attestation } from './attestation.ts';

export type IngestPlan =
  | {
      readonly kind: 'current';
      readonly object: ObjectMeta;
      /** The position of the source's ref that points to it. */
      readonly position: RefPosition;
      /** Of a file: the last day on which it was looked at, as far as the lake knows. */
      readonly lookedOn?: Day | undefined;
      /** What a person attested of the stored bytes. */
      readonly attestation?: Attestation | undefined;
    }
  /** What is stored is older than the source or its declaration. */
  | {
      readonly kind: 'stale';
      readonly reason: string;
      readonly object: ObjectMeta;
      readonly position: RefPosition;
      /** Of the stored bytes; an ingest of others ends it. */
      readonly attestation?: Attestation | undefined;
    }
  | { readonly kind: 'missing'; readonly reason: string };

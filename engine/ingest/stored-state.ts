import type { Day } from '../calendar/index.ts';
import type { ObjectMeta, RefPosition } from '../lake/index.ts';
import type { Attestation } from './attestation.ts';

/** What the lake holds of a source, or of one of its tables, beside what the project declares and its file says now. */
export type StoredState = CurrentObservations | StaleObservations | MissingObservations;

/** What is stored is what the source and its declaration say. */
export interface CurrentObservations extends HeldObservations {
  readonly kind: 'current';
  /** The last day on which a file was looked at, as far as the lake knows; of a live source absent. */
  readonly lookedOn?: Day | undefined;
}

/** What is stored is older than the source or its declaration. */
export interface StaleObservations extends HeldObservations {
  readonly kind: 'stale';
  readonly reason: string;
}

/** Nothing is stored, or nothing that can be read. */
export interface MissingObservations {
  readonly kind: 'missing';
  readonly reason: string;
}

interface HeldObservations {
  readonly object: ObjectMeta;
  /** The position of the source's ref that points to the object. */
  readonly position: RefPosition;
  /** What a person attested of the stored bytes: an ingest of others ends it. Of a live source absent. */
  readonly attestation?: Attestation | undefined;
}

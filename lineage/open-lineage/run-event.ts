import type { InputDataset, OutputDataset } from './dataset.ts';
import { RUN_EVENT_SCHEMA } from './facet.ts';
import type { Job } from './job.ts';
import type { Run } from './run.ts';

/** A run has one START and one of the others. ABORT: it was not let through to its end, by no fault of its own. */
export type RunState = 'START' | 'COMPLETE' | 'ABORT' | 'FAIL';

/** A RunEvent of OpenLineage 2-0-2. */
export interface OpenLineageEvent {
  readonly eventType: RunState;
  /** UTC, ISO 8601. */
  readonly eventTime: string;
  readonly producer: string;
  readonly schemaURL: string;
  readonly run: Run;
  readonly job: Job;
  readonly inputs: readonly InputDataset[];
  readonly outputs: readonly OutputDataset[];
}

export type EventParts = Omit<OpenLineageEvent, 'schemaURL'>;

export function runEvent({ eventType, eventTime, producer, run, job, inputs, outputs }: EventParts): OpenLineageEvent {
  return { eventType, eventTime, producer, schemaURL: RUN_EVENT_SCHEMA, run, job, inputs, outputs };
}

/** The program that writes events and its version, as a package URL. */
export function producerOf(version: string): string {
  return `pkg:npm/%40ews-pipeline/ews@${encodeURIComponent(version)}`;
}

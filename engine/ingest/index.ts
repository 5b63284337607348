export { type IngestEffects, type IngestResult, ingest } from './ingest.ts';
export { type LoadInput, loadObservations, type Prehistory } from './load-observations.ts';
export {
  type Knowledge,
  OBSERVATIONS_FILE,
  type ObservationsExtra,
  observationsOf,
  type RawVersion,
  type RelationSummary,
} from './observations.ts';
export { type IngestPlan, planIngest } from './plan-ingest.ts';
export type {
  ColumnSpec,
  FileKnowledge,
  FileRequest,
  Frequency,
  IngestRequest,
  SeriesSpec,
  SnapshotRequest,
  VintagesRequest,
} from './request.ts';

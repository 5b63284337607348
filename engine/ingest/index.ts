export { type AttestedTable, type AttestInput, type AttestOutcome, attest } from './attest.ts';
export { type Attestation, attestationOf, effectiveCompleteness } from './attestation.ts';
export type { CorrectionReport } from './corrected-rows.ts';
export { looksMissing } from './csv/cells-of-others.ts';
export { decodedText, NotText } from './csv/decode.ts';
export type { Encoding } from './csv/dialect.ts';
export { type CsvRecord, csvReader, NotCsv } from './csv/records.ts';
export { currentObservations } from './current-observations.ts';
export { type FredClient, type FredEffects, openFred } from './fred/fred-client.ts';
export { checkKeyTaker } from './fred/key.ts';
export { judgeFreshness, type SeriesFreshness } from './freshness.ts';
export { rowsOfCsv } from './given-csv.ts';
export {
  type GivenDeclaration,
  type GivenObservations,
  takeGiven,
  takeTyped,
} from './given-observations.ts';
export { type IngestEffects, ingest, type LiveIngestEffects } from './ingest.ts';
export type { IngestResult } from './ingest-result.ts';
export { addTallies, type IngestTally, NOTHING_NEW } from './ingest-tally.ts';
export { type Arrival, latenessOf } from './late-input.ts';
export type { IngestProgress, PlaceOf } from './live/fetch-source.ts';
export { fredDay } from './live/fred-day.ts';
export type { LiveReport } from './live/ingest-live.ts';
export { type LoadInput, loadObservations, type Prehistory } from './load-observations.ts';
export { noteFileLook } from './note-look.ts';
export {
  type DaySpan,
  type Knowledge,
  OBSERVATIONS_FILE,
  type ObservationsExtra,
  observationCount,
  observationsOf,
  type RawFile,
  type RawVersion,
  type RelationSummary,
  rawFilesOf,
} from './observations.ts';
export { overdueOn } from './overdue.ts';
export { readStoredState } from './read-stored-state.ts';
export { type RemakeEffects, remakeObservations } from './remake-observations.ts';
export {
  type ColumnSpec,
  type CorrectionRequest,
  type Dated,
  type FileBasedRequest,
  type FileKnowledge,
  type FileRequest,
  type Frequency,
  type IngestRequest,
  type LiveRequest,
  observationsName,
  type SeriesSpec,
  type SnapshotRequest,
  type VintagesRequest,
} from './request.ts';
export { seriesStates } from './series-states.ts';
export type { StoredState } from './stored-state.ts';
export { type UnheldRow, type ValuesInRaw, valuesInRaw } from './values-in-raw.ts';

import type { Day } from '../calendar/index.ts';
import { digestOf, type ObjectMeta } from '../lake/index.ts';
import type { SeriesHistory } from './live/batch.ts';

export type Knowledge = 'published' | 'observed' | 'assumed';

/** From one day to another, both included; 9999-12-31: still. */
export interface DaySpan {
  readonly from: string;
  readonly through: Day;
}

/** A relation as an observations object describes it, e.g. `fred.unrate`. */
export interface RelationSummary {
  /** Rows to take from the object's parquet; absent when it holds this relation alone. */
  readonly seriesId?: string;
  /** The relation's own columns, before realtime_start, realtime_end and knowledge. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** SHA-256 over columns and rows: what a node that reads only this relation depends on. */
  readonly digest: string;
  readonly rows: number;
  readonly firstDate: Day;
  readonly lastDate: Day;
  /** Shares of rows, adding up to 1. */
  readonly knowledge: Readonly<Record<Knowledge, number>>;
  /** Days on which what was known of it was published, see `publishedDays`; absent: none. */
  readonly published?: readonly DaySpan[];
  readonly completeThrough: Day | null;
  /**
   * Rows by the SHA-256 of the raw bytes that they were first read from, as the column `raw_sha256` has it. Absent from
   * what earlier versions of ews stored, which did not record it.
   */
  readonly raws?: Readonly<Record<string, number>>;
  /** SHA-256 of the newest raw file, or answer. */
  readonly raw: string;
  /** The file that the relation is read from, where its source has vintages and a snapshot. */
  readonly readFrom?: 'vintages' | 'snapshot';
  /** The key in the lake of the newest answer of a source that is read live. */
  readonly rawKey?: string;
}

/** Bytes of a file as they lie in the lake. */
export interface RawFile {
  readonly key: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** One raw file that the observations were made from. The first has no date: its rows are as old as declared. */
export interface RawVersion extends RawFile {
  /** The snapshot that was read beside vintages. */
  readonly snapshot?: RawFile;
  /** The day (`YYYY-MM-DD`) from which changes in it were known here. */
  readonly ingestedOn: Day | null;
  /** The last day on which the version before it was looked at; of lakes of earlier versions nobody knows it. */
  readonly lookedThrough?: Day;
  /** It puts right what the version before it said, see `ews ingest --correct`. */
  readonly corrects?: true;
}

/** `meta.extra` of an object of kind `observations`; its rows are in `data.parquet`. */
export interface ObservationsExtra {
  /** Digest of the declaration that the rows were made under. */
  readonly declaration: string;
  readonly relations: Readonly<Record<string, RelationSummary>>;
  readonly history: readonly RawVersion[];
  /** The history of each series of a source that is read live, by its id. */
  readonly series?: Readonly<Record<string, SeriesHistory>>;
}

export const OBSERVATIONS_FILE = 'data.parquet';

/** The files of a version: the snapshot that was read beside vintages comes after them. */
export function rawFilesOf({ key, sha256, bytes, snapshot }: RawVersion): readonly RawFile[] {
  return [{ key, sha256, bytes }, ...(snapshot === undefined ? [] : [snapshot])];
}

/** What an object of observations says of itself. Throws for an object of another kind, which is a bug. */
export function observationsOf(meta: ObjectMeta): ObservationsExtra {
  if (meta.kind !== 'observations') throw new Error(`${meta.kind} ${meta.name} holds no observations`);
  return meta.extra as unknown as ObservationsExtra;
}

/** One digest for the bytes of a version: that of the file, or of the two of vintages with a snapshot beside them. */
export function digestOfVersion({ sha256, snapshot }: RawVersion): string {
  return snapshot === undefined ? sha256 : digestOf([sha256, snapshot.sha256]);
}

/** Rows of all relations together. */
export function observationCount(object: ObjectMeta): number {
  return Object.values(observationsOf(object).relations).reduce((sum, { rows }) => sum + rows, 0);
}

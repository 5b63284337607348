import type { Day } from '../calendar/index.ts';
import { appendNumbered, digestOf, type PlainObject, readNumbered, type Store } from '../lake/index.ts';
import type { CorrectionReport } from './corrected-rows.ts';
import type { IngestTally } from './ingest-tally.ts';
import { newestNumber } from './newest-number.ts';
import type { RawVersion } from './observations.ts';
import type { FileBasedRequest } from './request.ts';

/** The outcome of reading a file. Entries of a table are numbered, and none is ever changed. */
export interface FileEntry {
  /** UTC, ISO 8601; `day` is its date. */
  readonly at: string;
  readonly day: Day;
  /** `unchanged`: the file was as it is stored, so that what it did not hold was not known on that day. */
  readonly kind: 'first' | 'changed' | 'declared' | 'unchanged' | 'corrected';
  readonly file: Pick<RawVersion, 'key' | 'sha256' | 'bytes' | 'snapshot'>;
  /** The observations that were current afterwards. */
  readonly object: string;
  readonly tally: IngestTally;
  readonly correction?: CorrectionReport & { readonly actor: string; readonly reason: string };
}

/**
 * Appends an entry, unless the last one says the same: an ingest that died after it wrote its entry goes on from there.
 * False if another writer appended one meanwhile.
 */
export async function appendFileEntry(store: Store, request: FileBasedRequest, entry: FileEntry): Promise<boolean> {
  // No series is called so: a source may be read live in one target and from its file in another.
  const folder = `ingest/${request.source}/~${request.kind === 'file' ? request.table : request.kind}`;
  const last = await newestNumber(store, folder);
  if (last > 0 && saysTheSame(await readNumbered(store, folder, last), entry)) return true;
  return appendNumbered(store, folder, last + 1, entry as unknown as PlainObject);
}

function saysTheSame({ at: _, ...last }: PlainObject, { at: __, ...entry }: FileEntry): boolean {
  return digestOf(last) === digestOf(entry);
}

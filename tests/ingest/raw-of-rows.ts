import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import {
  type CorrectionRequest,
  type FileRequest,
  type IngestRequest,
  ingest,
  OBSERVATIONS_FILE,
  observationsOf,
  type ValuesInRaw,
  valuesInRaw,
} from '../../engine/ingest/index.ts';
import { csvRequest } from '../../engine/ingest/requests.fixture.ts';
import { type ObjectMeta, objectPath, openLocalStore, type Store } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { IN_PROCESS, quoteText, type Row, withWarehouse } from '../../engine/warehouse/index.ts';

/** The rows of an observations object in stored order, each with `raw_sha256`. */
export async function rowsWithRaw(store: Store, object: ObjectMeta): Promise<readonly Row[]> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    const file = quoteText(await objectPath(store, object, OBSERVATIONS_FILE));
    return await warehouse.rows(`SELECT * FROM read_parquet(${file})`);
  });
}

/** Gives the digests of raw bytes the names `v1`, `v2`, ..., in the order in which a test first told of them. */
class RawNames {
  readonly #names = new Map<string, string>();

  /** The name of the newest bytes of an object, which are new or were there before. */
  tell(object: ObjectMeta): string {
    const newest = observationsOf(object).history.at(-1)?.sha256;
    if (newest === undefined) throw new Error('observations without raw bytes');
    return this.of(newest);
  }

  of(sha256: string): string {
    const name = this.#names.get(sha256) ?? `v${this.#names.size + 1}`;
    this.#names.set(sha256, name);
    return name;
  }

  /** Each row as its values with spaces between, the raw bytes by their name. */
  async lines(store: Store, object: ObjectMeta): Promise<readonly string[]> {
    const rows = await rowsWithRaw(store, object);
    return rows.map(({ raw_sha256: raw, ...row }) => [...Object.values(row), this.of(String(raw))].join(' '));
  }
}

/** What `valuesInRaw` says, in a scratch folder of its own. */
export async function readAgain(
  store: Store,
  object: ObjectMeta,
  ...requests: readonly IngestRequest[]
): Promise<ValuesInRaw> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'ews-values-'));
  try {
    return await valuesInRaw(store, object, requests, { warehouses: IN_PROCESS, scratch });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

export const CORRECT: CorrectionRequest = { kind: 'write', actor: 'tester', reason: 'mistyped' };

export interface RawSource {
  readonly store: Store;
  /** Ingests what the file holds on a day; gives the stored rows, the raw bytes by the order in which they came. */
  ingestOn(day: Day, correct?: CorrectionRequest): Promise<readonly string[]>;
  object(): ObjectMeta;
}

/** A source whose every value is read again from its raw bytes after each ingest. */
export function rawSource(lake: string, request: IngestRequest): RawSource {
  const store = openLocalStore(lake);
  const names = new RawNames();
  let last: ObjectMeta | undefined;
  return {
    store,
    async ingestOn(day, correct) {
      const now = (): Date => new Date(`${day}T12:00:00Z`);
      const { object } = await ingest(store, request, {
        warehouses: IN_PROCESS,
        now,
        ...(correct === undefined ? {} : { correct }),
      });
      names.tell(object);
      last = object;
      expect(await readAgain(store, object, request)).toMatchObject({ state: 'holds', wrong: 0 });
      return names.lines(store, object);
    },
    object() {
      if (last === undefined) throw new Error('nothing was ingested');
      return last;
    },
  };
}

export async function csvSource(
  changes: Partial<FileRequest> = {},
): Promise<RawSource & { readonly request: FileRequest; write(...rows: readonly string[]): Promise<void> }> {
  const folder = await temporaryFolder(onTestFinished);
  const request = csvRequest(path.join(folder, 'loans.csv'), changes);
  const header = request.columns.map(({ name }) => name).join(',');
  return {
    ...rawSource(path.join(folder, 'lake'), request),
    request,
    write: (...rows) => writeFile(request.file, [header, ...rows, ''].join('\n')),
  };
}

export const PANEL = [
  { name: 'region', type: 'VARCHAR' },
  { name: 'date', type: 'DATE' },
  { name: 'loans', type: 'DOUBLE' },
] as const;

export const PLAIN = [
  { name: 'date', type: 'DATE' },
  { name: 'loans', type: 'DOUBLE' },
] as const;

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type IngestRequest,
  OBSERVATIONS_FILE,
  observationsOf,
  type ValuesInRaw,
  valuesInRaw,
} from '../../engine/ingest/index.ts';
import { type ObjectMeta, objectPath, type Store } from '../../engine/lake/index.ts';
import { openWarehouse, quoteText, type Row } from '../../engine/warehouse/index.ts';

/** The rows of an observations object in stored order, each with `raw_sha256`. */
export async function rowsWithRaw(store: Store, object: ObjectMeta): Promise<readonly Row[]> {
  const warehouse = await openWarehouse();
  try {
    const file = quoteText(await objectPath(store, object, OBSERVATIONS_FILE));
    return await warehouse.rows(`SELECT * FROM read_parquet(${file})`);
  } finally {
    warehouse.close();
  }
}

/** Gives the digests of raw bytes the names `v1`, `v2`, ..., in the order in which a test first told of them. */
export class RawNames {
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
    return await valuesInRaw(store, object, requests, { scratch });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

import { mkdir, rm } from 'node:fs/promises';
import { type ValuesInRaw, valuesInRaw } from '../../ingest/index.ts';
import { type ObjectMeta, objectKey, type Store } from '../../lake/index.ts';
import type { Definitions } from '../../project/index.ts';
import { ingestRequests } from '../source-requests.ts';

/** How raw bytes are read: as the project declares its sources now, in a scratch folder that goes afterwards. */
export interface RawReading {
  readonly definitions: Definitions;
  readonly scratch: string;
}

/** Of each observations object, by its key, whether its values are in the raw bytes that they are said to be from. */
export async function readValues(
  store: Store,
  observations: readonly ObjectMeta[],
  { definitions, scratch }: RawReading,
): Promise<ReadonlyMap<string, ValuesInRaw>> {
  const requests = definitions.sources.flatMap((source) => ingestRequests(definitions, source));
  await mkdir(scratch, { recursive: true });
  try {
    const read = new Map<string, ValuesInRaw>();
    for (const object of observations)
      read.set(objectKey(object), await valuesInRaw(store, object, requests, { scratch }));
    return read;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

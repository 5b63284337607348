import { rm } from 'node:fs/promises';
import { observationsName, observationsOf, type ValuesInRaw, valuesInRaw } from '../../ingest/index.ts';
import { findObject, type ObjectMeta, objectKey, type Store } from '../../lake/index.ts';
import type { Manifest } from '../../plan/index.ts';
import type { Definitions } from '../../project/index.ts';
import { asSourceProblem, ingestRequests, makeScratch } from '../../steps/index.ts';
import type { Warehouses } from '../../warehouse/index.ts';

/** How raw bytes are read: as the project declares its sources now, in a scratch folder that goes afterwards. */
export interface RawReading {
  readonly definitions: Definitions;
  readonly scratch: string;
  readonly warehouses: Warehouses;
}

/** Says of observations, by the key of their object, whether their values are in the raw bytes that they name. */
export async function readValues(
  store: Store,
  manifest: Manifest,
  observations: readonly ObjectMeta[],
  { definitions, scratch, warehouses }: RawReading,
): Promise<ReadonlyMap<string, ValuesInRaw>> {
  const requests = definitions.sources.flatMap((source) => ingestRequests(definitions, source));
  const known = new Map<string, ValuesInRaw>();
  const valuesOf = async (object: ObjectMeta): Promise<ValuesInRaw> => {
    const read = (): Promise<ValuesInRaw> => valuesInRaw(store, object, requests, { scratch, warehouses });
    const found = known.get(objectKey(object)) ?? (await read().catch(endedAt(object, definitions)));
    known.set(objectKey(object), found);
    return found;
  };
  makeScratch(scratch);
  try {
    const read = new Map<string, ValuesInRaw>();
    for (const object of observations) {
      const told = await sameToldLater(store, manifest, object);
      read.set(objectKey(object), await valuesOf(told ?? object));
    }
    return read;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Values that nobody could compare to the end are no finding: whoever asked is told why. */
function endedAt({ name }: ObjectMeta, definitions: Definitions): (error: unknown) => never {
  return (error) => {
    const source = definitions.sources.find((declared) =>
      ingestRequests(definitions, declared).some((request) => observationsName(request) === name),
    );
    throw source === undefined ? error : asSourceProblem(error, source);
  };
}

/**
 * Observations of an earlier version of ews name no raw bytes, and what was made from them is reused where the same
 * rows were stored again since: then those that the environment holds now tell where the rows are from.
 */
async function sameToldLater(store: Store, manifest: Manifest, object: ObjectMeta): Promise<ObjectMeta | undefined> {
  const { relations } = observationsOf(object);
  if (Object.values(relations).every(({ raws }) => raws !== undefined)) return undefined;
  const now = Object.values(manifest.nodes)
    .flatMap(({ objects }) => objects)
    .find(({ kind, name }) => kind === object.kind && name === object.name);
  const meta = now && (await findObject(store, now));
  const later = meta === undefined ? {} : observationsOf(meta).relations;
  const isSame = Object.entries(relations).every(([id, { digest }]) => later[id]?.digest === digest);
  return isSame ? meta : undefined;
}

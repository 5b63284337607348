import { observationsOf, type RawFile, rawFilesOf } from '../../ingest/index.ts';
import {
  checkAnswer,
  checkFile,
  checkMeta,
  checkObjectFile,
  type FileCheck,
  type ObjectId,
  type ObjectMeta,
  objectKey,
  type Store,
} from '../../lake/index.ts';
import type { Manifest } from '../../plan/index.ts';
import type { ChainLink } from './chain-link.ts';
import { recordedInputs, recordedMeta } from './manifest-objects.ts';

type RawBytes = Pick<RawFile, 'key' | 'sha256'>;

export interface WalkedChain {
  /** Inputs before what is made from them. */
  readonly links: readonly ChainLink[];
  /** Observations, each with its meta.json: what the project's own files are compared with. */
  readonly observations: readonly ObjectMeta[];
}

/** Reads everything again that the objects rest on, from the objects down to the bytes that the sources gave. */
export async function walkChain(store: Store, manifest: Manifest, targets: readonly ObjectId[]): Promise<WalkedChain> {
  const links = new Map<string, ChainLink>();
  const observations: ObjectMeta[] = [];
  const started = new Set<string>();

  const visit = async (id: ObjectId): Promise<string> => {
    const key = linkId(id);
    if (started.has(key)) return key;
    started.add(key);
    const { file, meta } = await checkMeta(store, id, recordedMeta(manifest, id));
    const inputs: string[] = [];
    for (const input of meta?.inputs ?? recordedInputs(manifest, id)) {
      if (input.kind !== 'raw') inputs.push(await visit(input));
    }
    if (meta?.kind === 'observations') {
      observations.push(meta);
      for (const raw of rawBytesOf(meta)) inputs.push(await visitRaw(raw));
    }
    const files: FileCheck[] = [];
    if (meta !== undefined) {
      for (const file of Object.keys(meta.files)) files.push(await checkObjectFile(store, meta, file));
    }
    const { kind, name, fingerprint } = id;
    links.set(key, { kind, name, fingerprint, id: key, files: [...files, file], inputs, cut: meta === undefined });
    return key;
  };

  const visitRaw = async (raw: RawBytes): Promise<string> => {
    if (links.has(raw.key)) return raw.key;
    const check = raw.key.endsWith('.json.gz') ? checkAnswer(store, raw) : checkFile(store, raw.key, raw.sha256);
    const name = raw.key.split('/').slice(1, -1).join('.');
    const files = [await check];
    links.set(raw.key, { kind: 'raw', name, fingerprint: null, id: raw.key, files, inputs: [], cut: false });
    return raw.key;
  };

  for (const target of targets) await visit(target);
  return { links: [...links.values()], observations };
}

/** The id of an object's link: where it lies in the lake's folder of objects. */
export function linkId(id: ObjectId): string {
  return objectKey(id).slice('objects/'.length);
}

/** Every answer or file that the observations were made from, each once. */
function rawBytesOf(meta: ObjectMeta): readonly RawBytes[] {
  const { history, series = {} } = observationsOf(meta);
  const parts = Object.values(series).flatMap(({ batches }) => batches.flatMap((batch) => batch.parts));
  return [...new Map([...history.flatMap(rawFilesOf), ...parts].map((raw) => [raw.key, raw])).values()];
}

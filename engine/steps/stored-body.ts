import type { NodeId } from '../compile/index.ts';
import { findObject, objectKey, readObjectJson, type Store } from '../lake/index.ts';
import type { Manifest } from '../plan/index.ts';

/** One JSON file of an object of this kind. */
export interface ObjectFile {
  readonly kind: string;
  readonly file: string;
}

/**
 * What a file of one of a node's objects says, as a manifest has the node; undefined before its first build. Read by
 * the digest that the manifest has of it: on S3 nothing is asked for that this machine has a copy of.
 */
export async function storedBody<Body>(
  store: Store,
  manifest: Pick<Manifest, 'nodes'>,
  node: NodeId,
  { kind, file }: ObjectFile,
): Promise<Body | undefined> {
  const entry = manifest.nodes[node];
  const object = entry?.objects.find((each) => each.kind === kind);
  if (object === undefined) return undefined;
  const recorded = entry?.metas?.[objectKey(object)];
  const reading = recorded === undefined ? {} : { sha256: recorded };
  const meta = await findObject(store, object, reading);
  if (meta === undefined) return undefined;
  return readObjectJson<Body>(store, meta, file);
}

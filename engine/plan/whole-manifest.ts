import { isRunId } from '../ids/index.ts';
import { isPlainObject, jsonObjectIn, type PlainObject, sha256 } from '../lake/index.ts';
import type { TreePlace } from './manifest.ts';

/** A stored manifest with its nodes, wherever they stand. */
export type WholeManifest =
  | { readonly kind: 'whole'; readonly value: PlainObject }
  /** The nodes are those that lie there, and not those that the manifest names. */
  | { readonly kind: 'changed'; readonly value: PlainObject; readonly place: TreePlace; readonly found: string }
  | { readonly kind: 'lost'; readonly place: TreePlace };

/**
 * Joins a manifest with its nodes, if it names the manifest of another run for them.
 * @param read the bytes of the manifest of a run; undefined where they cannot be read
 */
export async function wholeManifest(
  value: PlainObject,
  read: (run: string) => Promise<Uint8Array | undefined>,
): Promise<WholeManifest> {
  const place = treePlaceIn(value);
  if (place === undefined) return { kind: 'whole', value };
  const bytes = await read(place.run);
  const nodes = bytes && jsonObjectIn(bytes)?.['nodes'];
  if (bytes === undefined || nodes === undefined) return { kind: 'lost', place };
  const found = sha256(bytes);
  const whole = { ...value, nodes };
  return found === place.sha256 ? { kind: 'whole', value: whole } : { kind: 'changed', value: whole, place, found };
}

/** Undefined for a manifest that holds its nodes itself: whatever else it says of them counts for nothing. */
function treePlaceIn({ nodes, tree }: PlainObject): TreePlace | undefined {
  if (nodes !== undefined || !isPlainObject(tree)) return undefined;
  const { run, sha256: digest } = tree;
  return isRunId(run) && typeof digest === 'string' ? { run, sha256: digest } : undefined;
}

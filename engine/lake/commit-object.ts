import { problemError } from '../diagnostics/index.ts';
import { digestOfFile, type FileDigest, sha256 } from './canonical-json.ts';
import { findObject, type NewObject, type ObjectMeta, objectKey } from './object.ts';
import { isIntact, newFileKey } from './object-files.ts';
import { isDamage } from './record-problem.ts';
import type { Content, Store } from './store.ts';
import { canonicalBytes } from './stored-json.ts';

/**
 * Stores the files, each under a name that says what is in it, then `meta.json`, which commits them and says which they
 * are. An object that is there already stays as it is: lost or damaged files are written again, a `meta.json` that says
 * nothing too, other bytes under the same fingerprint are a ProblemError EWS4004. Of two writers that meet with other
 * bytes the first to commit has the object; the files of the other lie beside it, and nothing names them.
 */
export async function commitObject(store: Store, object: NewObject): Promise<ObjectMeta> {
  const { kind, name, fingerprint, inputs, extra } = object;
  const files: Record<string, FileDigest> = {};
  for (const [file, content] of object.files) files[file] = await digestOfContent(content);
  const meta: ObjectMeta = { kind, name, fingerprint, files, inputs, extra };
  // The place itself is asked: what it said to this process before may have been collected since.
  const stored = await findObject(store, object, { fresh: true }).catch(ifDamaged);
  if (stored !== undefined && stored !== DAMAGED) assertSame(store, stored, meta);
  for (const [file, content] of object.files) {
    const intact = stored !== undefined && stored !== DAMAGED && (await isIntact(store, stored, file));
    if (!intact) await store.write(newFileKey(meta, file), content);
  }
  if (stored !== undefined && stored !== DAMAGED) return stored;
  const key = `${objectKey(object)}/meta.json`;
  if (stored === DAMAGED) await store.write(key, canonicalBytes(meta));
  else if (!(await store.createExclusive(key, canonicalBytes(meta)))) {
    assertSame(store, await findObject(store, object), meta);
  }
  return meta;
}

const DAMAGED = 'damaged';

/** What says nothing of an object does not stand in the way of the object. */
function ifDamaged(error: unknown): typeof DAMAGED {
  if (isDamage(error)) return DAMAGED;
  throw error;
}

async function digestOfContent(content: Content): Promise<FileDigest> {
  if (!(content instanceof Uint8Array)) return digestOfFile(content.file);
  return { sha256: sha256(content), bytes: content.byteLength };
}

function assertSame(store: Store, stored: ObjectMeta | undefined, made: ObjectMeta): void {
  const differing = Object.keys({ ...stored?.files, ...made.files }).filter(
    (file) => stored?.files[file]?.sha256 !== made.files[file]?.sha256,
  );
  if (differing.length === 0) return;
  const message = `${made.kind} ${made.name} came out differently: ${differing.join(', ')} of ${objectKey(made)}`;
  const hint =
    'the step is not deterministic, or the stored object was made by another engine: ' +
    `compare it with ${store.description}/${objectKey(made)}`;
  throw problemError('EWS4004', message, { hint });
}

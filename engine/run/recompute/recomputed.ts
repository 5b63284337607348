import type { Problem } from '../../diagnostics/index.ts';
import { digestOfFile, findObjectFile, type ObjectId, objectKey, type Store, storedName } from '../../lake/index.ts';

/** What computing a node again came to. */
export interface Recomputed {
  readonly node: string;
  readonly kind: string;
  readonly verdict: 'equal' | 'differs' | 'cannot';
  /** Why it could not be computed again. */
  readonly reason?: string;
  readonly files: readonly ComparedFile[];
}

/** A file of an object beside the one that was made now; null: there is none, or none that can be read. */
export interface ComparedFile {
  readonly key: string;
  readonly stored: string | null;
  readonly made: string | null;
}

/** Files of an object by name -> SHA-256 of what was made, compared with the bytes that are stored. */
export async function compareMade(
  store: Store,
  object: ObjectId,
  made: Readonly<Record<string, string>>,
): Promise<readonly ComparedFile[]> {
  const folder = objectKey(object);
  if (Object.keys(made).length === 0) return [{ key: folder, stored: null, made: null }];
  return Promise.all(
    Object.entries(made).map(async ([file, digest]) => {
      const found = await findObjectFile(store, object, file);
      if (found === undefined)
        return { key: `${folder}/${storedName(file, { sha256: digest })}`, stored: null, made: digest };
      return { key: found.key, stored: (await digestOfFile(found.local)).sha256, made: digest };
    }),
  );
}

export function verdictOf(files: readonly ComparedFile[]): Pick<Recomputed, 'verdict' | 'files'> {
  const isEqual = files.every(({ stored, made }) => stored !== null && stored === made);
  return { verdict: isEqual ? 'equal' : 'differs', files };
}

/** A step that fails now, whatever it did then: mostly an input that is damaged. */
export function failedWith(problems: readonly Problem[]): Pick<Recomputed, 'verdict' | 'reason' | 'files'> {
  const [first] = problems;
  const reason = first === undefined ? 'it was not reached' : `${first.code} ${first.message}`;
  return { verdict: 'cannot', reason, files: [] };
}

import type { Seal } from '../../folders/index.ts';
import type { FileDigest } from '../canonical-json.ts';
import { checkStoreKey } from '../key.ts';

/** What is known of a copy: its digest as it came from the store, and its version there. */
export interface CopyEntry extends FileDigest {
  /** Relative to the folder of files. */
  readonly file: string;
  readonly version?: string;
}

/** An entry as it lies in a folder that may have come with a project. */
export interface FoundEntry extends CopyEntry {
  readonly seal?: unknown;
}

/** The text of an entry, with the seal of who kept the copy. */
export function entryText(entry: CopyEntry, seal: Seal): string {
  return JSON.stringify({ ...entry, seal: sealOfEntry(entry, seal) });
}

/** Whether this user's ews wrote it: what somebody else put into the folder is no copy of anything. */
export function isSealed(entry: FoundEntry, seal: Seal): boolean {
  return entry.seal === sealOfEntry(entry, seal);
}

/** An entry that does not parse is no entry: its file is fetched again. */
export function parseEntry(text: string): FoundEntry | undefined {
  try {
    const entry = JSON.parse(text) as FoundEntry | null;
    return typeof entry?.file === 'string' ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an entry of somebody else names a place in the folder. */
export function namesCopy({ file }: FoundEntry): boolean {
  try {
    return checkStoreKey(file) === file;
  } catch {
    return false;
  }
}

function sealOfEntry({ file, sha256, bytes, version }: CopyEntry, seal: Seal): string {
  return seal(JSON.stringify(['ews copy 1', file, sha256, bytes, version]));
}

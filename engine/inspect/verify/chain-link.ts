import type { ValuesInRaw } from '../../ingest/index.ts';
import type { FileCheck } from '../../lake/index.ts';

/** One thing in the chain from a target down to the bytes that the source gave, with its files read again. */
export interface ChainLink {
  /** An object's kind, `raw` for bytes as the source gave them, `project` for a file that the project bundles. */
  readonly kind: string;
  readonly name: string;
  /** Null for raw bytes and for files of the project: their digest is their name. */
  readonly fingerprint: string | null;
  /** `feature/labor/<fingerprint>`; the key of raw bytes; the path of a file of the project. */
  readonly id: string;
  readonly files: readonly FileCheck[];
  /** Ids of the links that it was made from. */
  readonly inputs: readonly string[];
  /** Its `meta.json` does not hold: what it was made from is taken from the manifest, raw bytes are not reached. */
  readonly cut: boolean;
  /** Whether the values of observations are in the raw bytes that they name; absent where nobody looked. */
  readonly values?: ValuesInRaw;
}

export function holds(link: ChainLink): boolean {
  return link.values?.state !== 'changed' && link.files.every(({ state }) => state !== 'changed' && state !== 'gone');
}

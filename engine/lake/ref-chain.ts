import { type PlainObject, sha256 } from './canonical-json.ts';
import { readDespiteDamage } from './record-problem.ts';
import { newestOf, type RefPosition, refKey, refPositions } from './ref.ts';
import type { Store } from './store.ts';
import { jsonObjectIn } from './stored-json.ts';

/** What is wrong with one file of the record of runs. */
export interface ChainProblem {
  /** Key in the lake. */
  readonly file: string;
  /**
   * replayed: it is a copy of an older one; added: nobody recorded it; unwitnessed: it is not what was written down.
   */
  readonly what: 'gone' | 'damaged' | 'changed' | 'replayed' | 'added' | 'unwitnessed';
  /** A sentence about it, without its name. */
  readonly message: string;
}

/** A position as it lies there. */
export interface ReadPosition extends RefPosition {
  readonly key: string;
  /** Undefined where the file is no JSON object. */
  readonly value: PlainObject | undefined;
}

/** The positions of a ref, read again, and how they hang together. */
export interface RefChain {
  readonly name: string;
  /** Those that are there, oldest first. */
  readonly positions: readonly ReadPosition[];
  readonly findings: readonly ChainProblem[];
}

/**
 * Reads every position of a ref, and compares each with what the one after it has of it. What follows from the newest
 * one holds; whether that is itself what was written only somebody outside can know.
 */
export async function checkRefChain(store: Store, name: string): Promise<RefChain> {
  const numbers = await refPositions(store, name);
  const read = await Promise.all(numbers.map((n) => readAsIs(store, name, n)));
  const byNumber = new Map(read.flatMap((each) => (each === undefined ? [] : [[each.n, each] as const])));
  const findings: ChainProblem[] = [];
  let isChained = false;
  for (let n = 1; n <= newestOf(numbers); n++) {
    const position = byNumber.get(n);
    if (position === undefined) {
      findings.push(unread(refKey(name, n), numbers.includes(n)));
      continue;
    }
    if (position.value === undefined) {
      findings.push({ file: position.key, what: 'damaged', message: 'it is not a JSON object' });
      continue;
    }
    findings.push(...linkFindings({ n, file: position.key }, position.value, byNumber.get(n - 1), isChained));
    isChained ||= position.value['previousSha256'] !== undefined;
  }
  return { name, positions: [...byNumber.values()], findings };
}

function unread(file: string, isThere: boolean): ChainProblem {
  return isThere
    ? { file, what: 'damaged', message: 'it cannot be read' }
    : { file, what: 'gone', message: 'it is gone, and a later position is there' };
}

/** How a position hangs together with the one before it. */
function linkFindings(
  { n, file }: { readonly n: number; readonly file: string },
  value: PlainObject,
  before: ReadPosition | undefined,
  isChained: boolean,
): readonly ChainProblem[] {
  const expected = n === 1 ? null : n - 1;
  const previous = value['previous'] ?? null;
  const findings: ChainProblem[] = [];
  if (previous !== expected) {
    const follows = previous === null ? 'no position' : `position ${String(previous)}`;
    findings.push({ file, what: 'replayed', message: `it says that it follows ${follows}, and stands after ${n - 1}` });
  }
  const digest = value['previousSha256'];
  if (digest === undefined && isChained) {
    const message = 'it has no digest of the position before it, and earlier positions have one';
    findings.push({ file, what: 'changed', message });
  }
  if (before !== undefined && typeof digest === 'string' && digest !== before.sha256 && previous === expected) {
    const digests = `sha256:${digest} is recorded, sha256:${before.sha256} is found`;
    const message = `it is not the one from which position ${n} was made: ${digests}`;
    findings.push({ file: before.key, what: 'changed', message });
  }
  return findings;
}

/** Undefined where nothing can be read: a folder under the name of a file, or a file that went meanwhile. */
async function readAsIs(store: Store, name: string, n: number): Promise<ReadPosition | undefined> {
  const key = refKey(name, n);
  const bytes = await readDespiteDamage(store, key);
  return bytes === undefined ? undefined : { n, key, sha256: sha256(bytes), value: jsonObjectIn(bytes) };
}

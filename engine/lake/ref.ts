import { type ProblemError, problemError } from '../diagnostics/index.ts';
import { type PlainObject, sha256 } from './canonical-json.ts';
import { appendNumbered, listNumbered, numberedKey, readNumberedFile } from './numbered.ts';
import { damagedRecord, isDamage } from './record-problem.ts';
import type { Store } from './store.ts';
import { canonicalBytes } from './stored-json.ts';

/** Which position of a ref something was made from, and the SHA-256 of the bytes of its file. */
export interface RefPosition {
  readonly n: number;
  readonly sha256: string;
}

/** One position of a ref: an environment such as `prod`, or a source, `sources/fred`. */
export interface Ref extends RefPosition {
  readonly name: string;
  /** Counts from 1; the highest is the ref, the sequence its history. */
  readonly n: number;
  /**
   * What it points to; `previous`: the position it was made from, null for the first; `previousSha256`: the digest of
   * that position's file, by which the positions are a chain. Lakes of before have positions without it.
   */
  readonly value: PlainObject;
}

export type Advance = ({ readonly kind: 'advanced' } & RefPosition) | { readonly kind: 'lost'; readonly winner: Ref };

/** The ref's current position; undefined before the first. */
export async function readRef(store: Store, name: string): Promise<Ref | undefined> {
  const n = (await refPositions(store, name)).at(-1);
  return n === undefined ? undefined : readPosition(store, name, n);
}

/**
 * Moves a ref from the position it was read at (0 or undefined before the first) to the next. Of writers that start
 * from one position exactly one advances; the others learn who won and must look again. The digest of the position
 * before is written with it: of a position that is given by its number alone it is read. ProblemError EWS5046 where
 * something that is no position stands in the way, EWS4001 where every position was collected meanwhile.
 */
export async function advanceRef(store: Store, name: string, from: From, value: PlainObject): Promise<Advance> {
  const expected = numberOf(from);
  const n = expected + 1;
  // A position below the highest may be free again once old ones are collected: it is not the next one.
  const highest = newestOf(await refPositions(store, name));
  if (highest === expected) {
    const { previousSha256: _, ...rest } = value;
    const chained = { ...rest, ...(await chainedTo(store, name, from)) };
    const won = await appendNumbered(store, `refs/${name}`, n, chained);
    if (won) return { kind: 'advanced', n, sha256: sha256(canonicalBytes(chained)) };
  }
  const winner = await readRef(store, name);
  if (winner === undefined) throw ended(name, expected);
  if (winner.n === expected) throw inTheWay(store, refKey(name, n));
  return { kind: 'lost', winner };
}

/** Where a ref is moved from. */
type From = number | RefPosition | undefined;

function numberOf(from: From): number {
  if (from === undefined) return 0;
  return typeof from === 'number' ? from : from.n;
}

/** All positions that are kept, oldest first. */
export async function refHistory(store: Store, name: string): Promise<readonly Ref[]> {
  return Promise.all((await refPositions(store, name)).map((n) => readPosition(store, name, n)));
}

/** The numbers of the positions that are kept, ascending. */
export async function refPositions(store: Store, name: string): Promise<readonly number[]> {
  return (await listNumbered(store, `refs/${name}`)).get('') ?? [];
}

/** The number of the newest of some positions, ascending. They count from 1: before the first it is 0. */
export function newestOf(positions: readonly number[]): number {
  const newest = positions.at(-1);
  return newest === undefined ? 0 : newest;
}

/** The key of a position: `refs/prod/00000012.json`. */
export function refKey(name: string, n: number): string {
  return numberedKey(`refs/${name}`, n);
}

async function readPosition(store: Store, name: string, n: number): Promise<Ref> {
  try {
    return { name, n, ...(await readNumberedFile(store, `refs/${name}`, n)) };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const before = n === 1 ? 'begins anew' : `stands where position ${n - 1} left it`;
    const anew = name.startsWith('sources/') ? '' : ', or go on without it: ews build --full-refresh';
    const hint = `restore it from a copy; or move it away, and the ref ${before}${anew}`;
    throw damagedRecord(error.problems[0]?.message ?? refKey(name, n), hint);
  }
}

/** Environments that were made for a comparison end by themselves. */
function ended(name: string, expected: number): ProblemError {
  const message = `environment "${name}" ended while this was done: its position ${expected} was collected`;
  return problemError('EWS4001', message, { hint: 'run again: everything that was computed is stored' });
}

/** What a position says of the one before it. */
async function chainedTo(store: Store, name: string, from: From): Promise<PlainObject> {
  if (from === undefined || from === 0) return { previous: null, previousSha256: null };
  const { n, sha256 } = typeof from === 'number' ? await readPosition(store, name, from) : from;
  return { previous: n, previousSha256: sha256 };
}

function inTheWay(store: Store, key: string): ProblemError {
  const message = `${key} in ${store.description} is no position of a ref, and stands where the next one belongs`;
  return damagedRecord(message, 'move away what lies there, then run again');
}

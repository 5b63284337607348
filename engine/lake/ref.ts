import type { PlainObject } from './canonical-json.ts';
import type { Store } from './store.ts';
import { jsonBytes, readJson } from './stored-json.ts';

/** One position of a ref: an environment such as `prod`, or a source, `sources/fred`. */
export interface Ref {
  readonly name: string;
  /** Counts from 1; the highest is the ref, the sequence its history. */
  readonly n: number;
  /** What it points to, and `previous`: the position it was made from, null for the first. */
  readonly value: PlainObject;
}

export type Advance =
  | { readonly kind: 'advanced'; readonly n: number }
  | { readonly kind: 'lost'; readonly winner: Ref };

/** Wide enough that listings sort: a ref moving every second lasts three years. */
const DIGITS = 8;

/** The ref's current position; undefined before the first. */
export async function readRef(store: Store, name: string): Promise<Ref | undefined> {
  const n = (await positions(store, name)).at(-1);
  return n === undefined ? undefined : readPosition(store, name, n);
}

/**
 * Moves a ref from the position it was read at (0 before the first) to the next. Of writers that start from one
 * position exactly one advances; the others learn who won and must look again.
 */
export async function advanceRef(store: Store, name: string, expected: number, value: PlainObject): Promise<Advance> {
  const n = expected + 1;
  const bytes = jsonBytes({ ...value, previous: expected === 0 ? null : expected });
  // A position below the highest may be free again once old ones are collected: it is not the next one.
  const highest = (await positions(store, name)).at(-1) ?? 0;
  if (highest === expected && (await store.createExclusive(refKey(name, n), bytes))) return { kind: 'advanced', n };
  const winner = await readRef(store, name);
  if (winner === undefined) throw new Error(`ref ${name} has no position ${expected} to start from`);
  return { kind: 'lost', winner };
}

/** All positions that are kept, oldest first. */
export async function refHistory(store: Store, name: string): Promise<readonly Ref[]> {
  return Promise.all((await positions(store, name)).map((n) => readPosition(store, name, n)));
}

function refKey(name: string, n: number): string {
  return `refs/${name}/${String(n).padStart(DIGITS, '0')}.json`;
}

async function positions(store: Store, name: string): Promise<readonly number[]> {
  const prefix = `refs/${name}/`;
  const names = (await store.list(`refs/${name}`)).map((key) => key.slice(prefix.length));
  return names.filter((file) => /^\d{8}\.json$/.test(file)).map((file) => Number(file.slice(0, DIGITS)));
}

async function readPosition(store: Store, name: string, n: number): Promise<Ref> {
  const value = await readJson(store, refKey(name, n));
  if (value === undefined) throw new Error(`${refKey(name, n)} vanished while it was read`);
  return { name, n, value };
}

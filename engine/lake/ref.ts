import type { PlainObject } from './canonical-json.ts';
import { appendNumbered, listNumbered, readNumbered } from './numbered.ts';
import type { Store } from './store.ts';

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
  const position = { ...value, previous: expected === 0 ? null : expected };
  // A position below the highest may be free again once old ones are collected: it is not the next one.
  const highest = (await positions(store, name)).at(-1) ?? 0;
  if (highest === expected && (await appendNumbered(store, `refs/${name}`, n, position)))
    return { kind: 'advanced', n };
  const winner = await readRef(store, name);
  if (winner === undefined) throw new Error(`ref ${name} has no position ${expected} to start from`);
  return { kind: 'lost', winner };
}

/** All positions that are kept, oldest first. */
export async function refHistory(store: Store, name: string): Promise<readonly Ref[]> {
  return Promise.all((await positions(store, name)).map((n) => readPosition(store, name, n)));
}

async function positions(store: Store, name: string): Promise<readonly number[]> {
  return (await listNumbered(store, `refs/${name}`)).get('') ?? [];
}

async function readPosition(store: Store, name: string, n: number): Promise<Ref> {
  return { name, n, value: await readNumbered(store, `refs/${name}`, n) };
}

/** What is kept of one thing: a head, which is read whole, and records, each of which is read when it is asked for. */
export interface KeptState {
  readonly head: unknown;
  /** The value of a record, by its place. Each time it is asked for it is a new one. */
  readonly record: (index: number) => unknown;
  /** The JSON text of a record, in UTF-8. */
  readonly text: (index: number) => Uint8Array;
}

/**
 * What commands found out, kept for the next one. It saves time and changes nothing: what is found is to the bit what
 * was kept under the same key, by the same engine, for the same user.
 */
export interface KeptStates {
  /** Of the engine: what another one made is never found. */
  readonly engine: string;
  readonly find: (kind: KeptKind, key: string) => KeptState | undefined;
  /** Keeps JSON texts, of records also in UTF-8. What cannot be kept is made again the next time. */
  readonly keep: (kind: KeptKind, key: string, state: { readonly head: string; readonly records: Records }) => void;
}

export type Records = readonly (string | Uint8Array)[];

export type KeptKind = 'definitions' | 'graph' | 'places';

/** JSON from which a value comes back as it is; undefined where it does not, as with NaN and -0. */
export function exactJson(value: unknown): string | undefined {
  let isExact = true;
  const text = JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member === 'number' && (!Number.isFinite(member) || Object.is(member, -0))) isExact = false;
    if (typeof member === 'function' || typeof member === 'symbol') isExact = false;
    if (member instanceof Map || member instanceof Set) isExact = false;
    return member;
  });
  return isExact ? text : undefined;
}

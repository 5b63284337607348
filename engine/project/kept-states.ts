/** What is kept of one thing: a head, which is read whole, and records, each of which is read when it is asked for. */
export interface KeptState {
  readonly head: unknown;
  /** The value of a record, by its place. Each time it is asked for it is a new one. */
  readonly record: (index: number) => unknown;
  /** A record as it is kept: what has not changed is kept again without being read. */
  readonly again: (index: number) => KeptRecord;
}

/** A record that is kept already. */
export interface KeptRecord {
  /** Its JSON, in UTF-8. */
  readonly text: () => Uint8Array;
}

/** JSON texts, or what is kept already. */
export type Records = readonly (string | KeptRecord)[];

/** What is to be kept: JSON of its head, and its records. */
export interface StateToKeep {
  readonly head: string;
  readonly records: Records;
}

/**
 * What commands found out, kept for the next one. It saves time and changes nothing: what is found is to the bit what
 * was kept under the same key, by the same engine, for the same user.
 */
export interface KeptStates {
  /** Of the engine: what another one made is never found. */
  readonly engine: string;
  readonly find: (kind: KeptKind, key: string) => KeptState | undefined;
  /** What cannot be kept is made again the next time. */
  readonly keep: (kind: KeptKind, key: string, state: StateToKeep) => void;
}

export type KeptKind = 'definitions' | 'graph' | 'places';

/** A record is not there as it was kept: all that was found has to be made again. */
export class DamagedState extends Error {
  override readonly name = 'DamagedState';
}

/** What is about to be kept, as it will be found. */
export function stateToFind(head: unknown, records: Records): KeptState {
  const textOf = (index: number): string => {
    const found = records[index];
    if (found === undefined) throw new Error(`there is no record ${index}`);
    return typeof found === 'string' ? found : Buffer.from(found.text()).toString();
  };
  return {
    head,
    record: (index) => JSON.parse(textOf(index)),
    again: (index) => {
      const found = records[index];
      return typeof found === 'object' ? found : { text: () => Buffer.from(textOf(index)) };
    },
  };
}

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

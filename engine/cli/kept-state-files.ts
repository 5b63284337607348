import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Seal } from '../folders/index.ts';
import { at } from '../presence/index.ts';
import { DamagedState, type KeptKind, type KeptState, type KeptStates } from '../project/index.ts';
import { FoundRecords } from './kept-segments.ts';
import { isPlainFile, writeCacheFile } from './own-cache.ts';
import { laidOut } from './written-segments.ts';

/** The first line of a file that can be read here. */
const FORMAT = 'ews kept 2';
/** So many states of a kind stay, those that were kept last: of targets and variables, or where projects share it. */
const MOST_STATES = 8;
/** Bytes of a kind beyond which only the newest stays. */
const MOST_BYTES = 128 * 2 ** 20;
/** So long another process may take between a segment and the head that names it, in milliseconds. */
const WRITING_MS = 60_000;
const LINE_BREAK = 10;

/** What was kept, in the folder of a session's caches. */
export interface KeptStateFiles extends KeptStates {
  /** What is kept is written from now on, and what was by now is: the folder may be. */
  readonly open: () => void;
  /**
   * The same states, of which a record is read and compared when it is asked for. One that is not as it was kept is a
   * `DamagedState`: for whoever can then begin anew.
   */
  readonly later: KeptStates;
}

/** Where a state is kept. */
interface Place {
  readonly kind: KeptKind;
  readonly key: string;
  /** The name of its head, with which those of its segments begin. */
  readonly base: string;
}

/**
 * States in files: a head of format, seal, index and head, a line each, and segments of records, which are never
 * changed. Who keeps a state again writes a segment of what is new and another head. The seal is over the head, which
 * has a digest of each record: what has another bit somewhere is not there, nor is what this user's ews did not write.
 */
export function keptStateFiles(folder: string, openSeal: () => Seal | undefined, engine: string): KeptStateFiles {
  // Sealing makes a key where there is none: who writes nothing makes none.
  const waiting = new Map<string, () => void>();
  let isOpen = false;
  const placeOf = (kind: KeptKind, key: string): Place => ({ kind, key, base: `${kind}-${sha256(key).slice(0, 16)}` });
  const sealOf = ({ kind, key }: Place, sum: string): string | undefined =>
    openSeal()?.([FORMAT, engine, kind, key, sum].join('\n'));
  const found = (kind: KeptKind, key: string): FoundState | undefined => {
    const place = placeOf(kind, key);
    const bytes = bytesOf(path.join(folder, place.base));
    const parts = bytes && partsOf(bytes);
    if (parts === undefined || parts.format !== FORMAT || openSeal() === undefined) return undefined;
    if (parts.seal !== sealOf(place, sha256(parts.sealed))) return undefined;
    const records = new FoundRecords(folder, parts.index);
    return { records, state: stateIn(parts.head, records) };
  };
  const write = (place: Place, { head, records }: Parameters<KeptStates['keep']>[2]): void => {
    const { base, kind } = place;
    const name = `${base}-${randomBytes(6).toString('hex')}`;
    const { index, written } = laidOut(records, { base, folder, name });
    const parts = (): readonly Uint8Array[] | undefined => (openSeal() === undefined ? undefined : written);
    if (written.length > 0 && !writeCacheFile(folder, path.join(folder, name), parts)) return;
    const sealed = `${JSON.stringify(index)}\n${head}`;
    const lines = (): readonly string[] | undefined => {
      const seal = sealOf(place, sha256(sealed));
      return seal === undefined ? undefined : [FORMAT, '\n', seal, '\n', sealed];
    };
    if (!writeCacheFile(folder, path.join(folder, base), lines)) return;
    prune(folder, kind, { base, named: new Set(index.segments.map(([each]) => each)) });
  };
  const keep: KeptStates['keep'] = (kind, key, state) => {
    const place = placeOf(kind, key);
    const writing = (): void => {
      try {
        write(place, state);
      } catch (error) {
        // What is to be moved is gone, or damaged: whoever reads it next makes all of it again.
        if (!(error instanceof DamagedState)) throw error;
      }
    };
    if (isOpen) writing();
    else waiting.set(place.base, writing);
  };
  return {
    engine,
    open: () => {
      isOpen = true;
      for (const writing of waiting.values()) writing();
      waiting.clear();
    },
    find: (kind, key) => {
      const known = found(kind, key);
      return known !== undefined && isWhole(known.records) ? known.state : undefined;
    },
    keep,
    later: { engine, find: (kind, key) => found(kind, key)?.state, keep },
  };
}

interface FoundState {
  readonly records: FoundRecords;
  readonly state: KeptState;
}

function isWhole(records: FoundRecords): boolean {
  try {
    records.readAll();
    return true;
  } catch (error) {
    if (error instanceof DamagedState) return false;
    throw error;
  }
}

interface Parts {
  readonly format: string;
  readonly seal: string;
  readonly index: string;
  readonly head: string;
  /** Index and head. */
  readonly sealed: Uint8Array;
}

/** Undefined where there are not so many lines. */
function partsOf(bytes: Buffer): Parts | undefined {
  const ends: number[] = [];
  let from = 0;
  while (ends.length < 3) {
    const end = bytes.indexOf(LINE_BREAK, from);
    if (end < 0) return undefined;
    ends.push(end);
    from = end + 1;
  }
  const line = (nth: number): string => bytes.toString('utf8', nth === 0 ? 0 : at(ends, nth - 1) + 1, at(ends, nth));
  const sealed = bytes.subarray(at(ends, 1) + 1);
  return { format: line(0), seal: line(1), index: line(2), head: bytes.toString('utf8', from), sealed };
}

function stateIn(head: string, records: FoundRecords): KeptState {
  return {
    head: JSON.parse(head),
    record: (index) => JSON.parse(records.text(index).toString()),
    again: (index) => records.again(index),
  };
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return isPlainFile(file) ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}

interface KeptFile {
  readonly file: string;
  /** The name of the head that it is, or is of. */
  readonly base: string;
  readonly name: string;
  readonly bytes: number;
  readonly written: number;
}

/** What is of no use goes, of ours alone: states that were kept longest ago, and what no head names. */
function prune(
  folder: string,
  kind: KeptKind,
  newest: { readonly base: string; readonly named: ReadonlySet<string> },
): void {
  try {
    const files = filesOf(folder, kind);
    const isHead = ({ base, name }: KeptFile): boolean => base === name;
    const heads = files.filter(isHead).toSorted((one, other) => other.written - one.written);
    const staying = new Set<string>();
    let bytes = 0;
    for (const { base } of heads) {
      for (const file of files) if (file.base === base) bytes += file.bytes;
      if (staying.size < MOST_STATES && (staying.size === 0 || bytes <= MOST_BYTES)) staying.add(base);
    }
    const isDue = (file: KeptFile): boolean => {
      if (!staying.has(file.base)) return isHead(file) || isOld(file);
      return file.base === newest.base && !isHead(file) && !newest.named.has(file.name) && isOld(file);
    };
    const due = files.filter(isDue);
    const gone = new Set(due.filter(isHead).map(({ base }) => base));
    for (const { file } of files.filter((each) => due.includes(each) || gone.has(each.base)))
      rmSync(file, { force: true });
  } catch {
    // Another process was faster.
  }
}

/** Whether no process can be about to name a file. */
function isOld({ written }: KeptFile): boolean {
  return written < Date.now() - WRITING_MS;
}

function filesOf(folder: string, kind: KeptKind): readonly KeptFile[] {
  const pattern = new RegExp(`^(${kind}-[0-9a-f]{16})(?:-[0-9a-f]{12})?(?:\\.[0-9a-f]{12})?$`);
  return readdirSync(folder).flatMap((name) => {
    const base = pattern.exec(name)?.[1];
    const file = path.join(folder, name);
    const found = base === undefined ? undefined : lstatSync(file, { throwIfNoEntry: false });
    if (base === undefined || found === undefined) return [];
    return [{ file, base, name, bytes: found.size, written: found.mtimeMs }];
  });
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

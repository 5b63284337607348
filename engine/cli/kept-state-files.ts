import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Seal } from '../folders/index.ts';
import { at } from '../presence/index.ts';
import type { KeptKind, KeptState, KeptStates } from '../project/index.ts';
import { isPlainFile, writeCacheFile } from './own-cache.ts';

/** The first line of a file that can be read here. */
const FORMAT = 'ews kept 1';
/** So many states of a kind stay, those that were kept last: of targets and variables, or where projects share it. */
const MOST_FILES = 8;
/** Bytes of a kind beyond which only the newest stays. */
const MOST_BYTES = 128 * 2 ** 20;
const LINE_BREAK = 10;

/** What stands before head and records, and says what they must be. */
interface Index {
  /** SHA-256 of the head, and of all records together. */
  readonly head: string;
  readonly records: string;
  /** Bytes of each record. */
  readonly lengths: readonly number[];
}

/** What was kept, in the folder of a session's caches. */
export interface KeptStateFiles extends KeptStates {
  /** What is kept is written from now on, and what was by now is: the folder may be. */
  readonly open: () => void;
}

/**
 * States in files: format, seal, index and head, a line each, and the records behind each other. The seal is over the
 * index, and that has the digests of the rest: a file of which a bit is another is not there, nor is one that this
 * user's ews did not write. All of it is compared before any of it is believed; a record is parsed when somebody asks.
 */
export function keptStateFiles(folder: string, openSeal: () => Seal | undefined, engine: string): KeptStateFiles {
  // Sealing makes a key where there is none: who writes nothing makes none.
  const waiting = new Map<string, () => void>();
  let isOpen = false;
  const fileOf = (kind: KeptKind, key: string): string => path.join(folder, `${kind}-${sha256(key).slice(0, 16)}`);
  const sealOf = (kind: KeptKind, key: string, index: string): string | undefined =>
    openSeal()?.([FORMAT, engine, kind, key, index].join('\n'));
  return {
    engine,
    open: () => {
      isOpen = true;
      for (const write of waiting.values()) write();
      waiting.clear();
    },
    find: (kind, key) => {
      const bytes = bytesOf(fileOf(kind, key));
      const parts = bytes && partsOf(bytes);
      if (parts === undefined || parts.format !== FORMAT) return undefined;
      if (openSeal() === undefined || parts.seal !== sealOf(kind, key, parts.index)) return undefined;
      return stateIn(JSON.parse(parts.index) as Index, parts);
    },
    keep: (kind, key, { head, records }) => {
      const bytes = records.map((record) => (typeof record === 'string' ? Buffer.from(record) : record));
      const all = Buffer.concat(bytes);
      const lengths = bytes.map(({ length }) => length);
      const index = JSON.stringify({ head: sha256(head), records: sha256(all), lengths } satisfies Index);
      const file = fileOf(kind, key);
      const write = (): void => {
        const parts = (): readonly (string | Uint8Array)[] | undefined => {
          const seal = sealOf(kind, key, index);
          return seal === undefined ? undefined : [[FORMAT, seal, index, head, ''].join('\n'), all];
        };
        if (writeCacheFile(folder, file, parts)) prune(folder, kind);
      };
      if (isOpen) write();
      else waiting.set(file, write);
    },
  };
}

interface Parts {
  readonly format: string;
  readonly seal: string;
  readonly index: string;
  readonly head: Uint8Array;
  readonly records: Buffer;
}

/** Undefined where there are not so many lines. */
function partsOf(bytes: Buffer): Parts | undefined {
  const ends: number[] = [];
  let from = 0;
  while (ends.length < 4) {
    const end = bytes.indexOf(LINE_BREAK, from);
    if (end < 0) return undefined;
    ends.push(end);
    from = end + 1;
  }
  const line = (nth: number): Buffer => bytes.subarray(nth === 0 ? 0 : at(ends, nth - 1) + 1, at(ends, nth));
  const [format, seal, index] = [0, 1, 2].map((nth) => line(nth).toString());
  if (format === undefined || seal === undefined || index === undefined) return undefined;
  return { format, seal, index, head: line(3), records: bytes.subarray(from) };
}

function stateIn(index: Index, { head, records }: Parts): KeptState | undefined {
  if (sha256(head) !== index.head || sha256(records) !== index.records) return undefined;
  let end = 0;
  const ends = index.lengths.map((length) => {
    end += length;
    return end;
  });
  const text = (place: number): Buffer => {
    const to = at(ends, place);
    return records.subarray(to - at(index.lengths, place), to);
  };
  const record = (place: number): unknown => JSON.parse(text(place).toString());
  return { head: JSON.parse(Buffer.from(head).toString()), record, text };
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return isPlainFile(file) ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}

/** Files of ours alone go, those of processes that died among them. */
function prune(folder: string, kind: KeptKind): void {
  const name = new RegExp(`^${kind}-[0-9a-f]{16}(\\.[0-9a-f]{12})?$`);
  try {
    const files = readdirSync(folder)
      .filter((each) => name.test(each))
      .map((each) => ({ file: path.join(folder, each), found: lstatSync(path.join(folder, each)) }))
      .toSorted((one, other) => other.found.mtimeMs - one.found.mtimeMs);
    let bytes = 0;
    for (const [index, { file, found }] of files.entries()) {
      bytes += found.size;
      if (index >= MOST_FILES || (index > 0 && bytes > MOST_BYTES)) rmSync(file, { force: true });
    }
  } catch {
    // Another process was faster.
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

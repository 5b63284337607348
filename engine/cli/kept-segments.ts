import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { at } from '../presence/index.ts';
import { DamagedState, type KeptRecord } from '../project/index.ts';

/** Bytes of a digest of a record: half a SHA-256, of which nobody finds a second text either. */
const SUM_BYTES = 16;
/** Letters of it in base64url. */
const SUM_LETTERS = 22;
/** Of a segment from which so many records were read the rest is read at once. */
const MANY_READS = 32;

/** A file of records behind each other, which is written once. */
export type PlainSegment = readonly [name: string, bytes: number];

/** Where the records of a state lie, and what they must be. */
export interface RecordIndex {
  readonly segments: readonly PlainSegment[];
  /** Of each record three numbers: its segment, its first byte, its bytes. */
  readonly places: readonly number[];
  /** The digests of all records, joined. */
  readonly sums: string;
}

/** A record in a segment. */
export interface RecordPlace {
  readonly segment: Segment;
  readonly from: number;
  readonly bytes: number;
  readonly sum: string;
}

/** Where records lie that were found: they are kept again by their places. */
const PLACES = new WeakMap<KeptRecord, RecordPlace>();

export function placeOf(record: KeptRecord): RecordPlace | undefined {
  return PLACES.get(record);
}

/** The records of a state in a folder, by their index. Whatever is not as it was kept is a DamagedState. */
export class FoundRecords {
  readonly #folder: string;
  /** JSON of the index, which is read when a record is asked for. */
  readonly #text: string;
  #read: { readonly index: RecordIndex; readonly segments: readonly Segment[] } | undefined;

  constructor(folder: string, text: string) {
    this.#folder = folder;
    this.#text = text;
  }

  /** Reads and compares all of them: after that none can be damaged. */
  readAll(): void {
    const { index, segments } = this.#opened();
    for (const segment of segments) segment.readAll();
    for (let nth = 0; nth < index.places.length / 3; nth += 1) this.text(nth);
  }

  text(index: number): Buffer {
    const place = this.#placeOf(index);
    return place.segment.textAt(place);
  }

  again(index: number): KeptRecord {
    const place = this.#placeOf(index);
    const record = { text: () => place.segment.textAt(place) };
    PLACES.set(record, place);
    return record;
  }

  #placeOf(index: number): RecordPlace {
    const { index: known, segments } = this.#opened();
    const { places, sums } = known;
    const segment = at(segments, at(places, index * 3));
    const sum = sums.slice(index * SUM_LETTERS, (index + 1) * SUM_LETTERS);
    return { segment, from: at(places, index * 3 + 1), bytes: at(places, index * 3 + 2), sum };
  }

  #opened(): { readonly index: RecordIndex; readonly segments: readonly Segment[] } {
    if (this.#read === undefined) {
      const index = JSON.parse(this.#text) as RecordIndex;
      const segments = index.segments.map(([name, bytes]) => new Segment(this.#folder, name, bytes));
      this.#read = { index, segments };
    }
    return this.#read;
  }
}

/** One segment, of which no more is read than is asked for. */
export class Segment {
  readonly folder: string;
  readonly name: string;
  readonly bytes: number;
  #all: Buffer | undefined;
  #reads = 0;

  constructor(folder: string, name: string, bytes: number) {
    this.folder = folder;
    this.name = name;
    this.bytes = bytes;
  }

  readAll(): void {
    this.#all ??= this.#read(0, this.bytes);
  }

  /** A record that is as it was kept. */
  textAt(place: RecordPlace): Buffer {
    const text = this.rawAt(place);
    if (sumOf(text) !== place.sum) throw new DamagedState(`${this.name} is not as it was written`);
    return text;
  }

  /** What lies at the place of a record: whoever reads it there compares it. */
  rawAt({ from, bytes }: Pick<RecordPlace, 'from' | 'bytes'>): Buffer {
    this.#reads += 1;
    if (this.#reads > MANY_READS) this.readAll();
    return this.#all === undefined ? this.#read(from, bytes) : this.#all.subarray(from, from + bytes);
  }

  #read(from: number, bytes: number): Buffer {
    const found = bytesIn(path.join(this.folder, this.name), from, bytes);
    if (found === undefined) throw new DamagedState(`${this.name} cannot be read`);
    return found;
  }
}

/** Some bytes of a file; undefined where there are not so many, or it is no file: links are not followed. */
function bytesIn(file: string, from: number, bytes: number): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (!fstatSync(descriptor).isFile()) return undefined;
    const found = Buffer.allocUnsafe(bytes);
    return readSync(descriptor, found, 0, bytes, from) === bytes ? found : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The digest of a record. */
export function sumOf(text: Uint8Array): string {
  return createHash('sha256').update(text).digest().toString('base64url', 0, SUM_BYTES);
}

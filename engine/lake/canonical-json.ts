import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** JSON that says the same thing everywhere: finite numbers, no undefined. */
export type PlainJson = null | boolean | number | string | readonly PlainJson[] | PlainObject;
export type PlainObject = { readonly [key: string]: PlainJson };

export function isPlainObject(value: PlainJson | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON with keys in code-unit order and no spaces: equal values have equal text. Undefined fields are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    // A model's trees are lists of hundreds of thousands of numbers, which JSON writes at once as they are.
    return value.every(isScalar) ? JSON.stringify(value) : `[${value.map(canonicalJson).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = value as Readonly<Record<string, unknown>>;
    const keys = Object.keys(fields).filter((key) => fields[key] !== undefined);
    return `{${keys
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(fields[key])}`)
      .join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} has no place in JSON`);
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error(`a ${typeof value} has no place in JSON`);
  return text;
}

/** Whether a value has one text in JSON, which is its canonical one. */
function isScalar(value: unknown): boolean {
  return Number.isFinite(value) || value === null || typeof value === 'string' || typeof value === 'boolean';
}

/** SHA-256, in lower-case hex, of the canonical JSON. */
export function digestOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** SHA-256 of bytes or of UTF-8 text, in lower-case hex. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A local file's SHA-256 and size, read as a stream. The signal ends it with an AbortError, however large the file. */
export async function digestOfFile(file: string, signal?: AbortSignal): Promise<FileDigest> {
  const digesting = digestOnTheWay();
  for await (const _ of digesting.pass(createReadStream(file, { highWaterMark: PIECE, signal })));
  return digesting.end();
}

/** Hands bytes on as they come, in pieces, and digests them meanwhile: what is copied needs not be read again. */
export function digestOnTheWay(): DigestOnTheWay {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    pass: async function* (pieces) {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.byteLength;
        yield piece;
      }
    },
    end: () => ({ sha256: hash.digest('hex'), bytes }),
  };
}

export interface DigestOnTheWay {
  readonly pass: (pieces: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
  /** Of all that passed; asked once. */
  readonly end: () => FileDigest;
}

/** Bytes read at once from a file that is digested. */
export const PIECE = 2 ** 18;

export interface FileDigest {
  readonly sha256: string;
  readonly bytes: number;
}

import { writeSync } from 'node:fs';

/** What travels between processes: the lengths of head and body, 32 bits each, the head as JSON, and the body. */
export interface Frame {
  readonly head: unknown;
  readonly body: Uint8Array;
}

const LENGTHS_BYTES = 8;
const LONGEST_HEAD_BYTES = 16 * 2 ** 20;
const LONGEST_BODY_BYTES = 2 ** 30;
const PAUSE_MS = 1;

/**
 * The parts of a frame, to be written one after the other; a body is not copied.
 * @throws Error where head or body are longer than a reader takes.
 */
export function frameParts(head: unknown, body: readonly Uint8Array[] = []): readonly Uint8Array[] {
  const text = Buffer.from(JSON.stringify(head));
  const bodyBytes = body.reduce((sum, part) => sum + part.byteLength, 0);
  checkLengths(text.length, bodyBytes);
  const lengths = Buffer.alloc(LENGTHS_BYTES);
  lengths.writeUInt32LE(text.length, 0);
  lengths.writeUInt32LE(bodyBytes, 4);
  return [Buffer.concat([lengths, text]), ...body];
}

/** Writes a frame and returns when the pipe has taken it, so that a loop that never yields can answer, too. */
export function writeFrameSync(descriptor: number, head: unknown, body: readonly Uint8Array[] = []): void {
  for (const part of frameParts(head, body)) {
    for (let offset = 0; offset < part.byteLength; ) {
      offset += writeSome(descriptor, part.subarray(offset));
    }
  }
}

const PAUSED = new Int32Array(new SharedArrayBuffer(4));

/** How many bytes the pipe took: 0 after a pause, where it was full. */
function writeSome(descriptor: number, bytes: Uint8Array): number {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    Atomics.wait(PAUSED, 0, 0, PAUSE_MS);
    return 0;
  }
}

/** Cuts a stream of bytes into frames. The sender is not trusted: lengths are looked at before memory is taken. */
export class FrameReader {
  #waiting: Buffer = Buffer.alloc(0);
  #open: { readonly head: unknown; readonly body: Uint8Array; filled: number } | null = null;

  /** @throws Error where the bytes are no frame. */
  *push(chunk: Uint8Array): Generator<Frame> {
    let rest: Buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (rest.length > 0 || this.#open !== null) {
      if (this.#open === null) {
        const begun = this.#begin(rest);
        if (begun === null) return;
        rest = begun;
      }
      const { open, left } = this.#fill(rest);
      rest = left;
      if (open.filled < open.body.length) return;
      this.#open = null;
      yield { head: open.head, body: open.body };
    }
  }

  /** Reads lengths and head once they are all there; returns what comes behind them, null where they are not. */
  #begin(rest: Buffer): Buffer | null {
    const bytes = this.#waiting.length === 0 ? rest : Buffer.concat([this.#waiting, rest]);
    this.#waiting = bytes;
    if (bytes.length < LENGTHS_BYTES) return null;
    const [headBytes, bodyBytes] = [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
    checkLengths(headBytes, bodyBytes);
    const end = LENGTHS_BYTES + headBytes;
    if (bytes.length < end) return null;
    const head: unknown = JSON.parse(bytes.toString('utf8', LENGTHS_BYTES, end));
    this.#waiting = Buffer.alloc(0);
    // Memory of its own, which begins at a multiple of 8: typed arrays are views of it.
    this.#open = { head, body: new Uint8Array(new ArrayBuffer(bodyBytes)), filled: 0 };
    return bytes.subarray(end);
  }

  #fill(rest: Buffer) {
    if (this.#open === null) throw new Error('no frame is open');
    const open = this.#open;
    const taken = rest.subarray(0, open.body.length - open.filled);
    open.body.set(taken, open.filled);
    open.filled += taken.length;
    return { open, left: rest.subarray(taken.length) };
  }
}

function checkLengths(headBytes: number, bodyBytes: number): void {
  if (headBytes > LONGEST_HEAD_BYTES || bodyBytes > LONGEST_BODY_BYTES) {
    throw new Error(`a frame of ${headBytes} and ${bodyBytes} bytes is longer than one may be`);
  }
}

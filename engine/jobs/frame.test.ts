import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, first } from '../presence/index.ts';
import { type Frame, FrameReader, frameParts } from './frame.ts';

/** What a reader makes of bytes that come in chunks of these sizes, over and over. */
function readInChunks(bytes: Uint8Array, sizes: readonly number[]): readonly Frame[] {
  const reader = new FrameReader();
  const frames: Frame[] = [];
  for (let [from, turn] = [0, 0]; from < bytes.length; turn++) {
    const size = at(sizes, turn % sizes.length);
    frames.push(...reader.push(bytes.subarray(from, from + size)));
    from += size;
  }
  return frames;
}

const frames = fc.array(fc.record({ head: fc.jsonValue(), body: fc.uint8Array({ maxLength: 100 }) }), { maxLength: 5 });
const sizes = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 5 });

describe('frames', () => {
  it('are read as they were written, however their bytes are cut', () => {
    fc.assert(
      fc.property(frames, sizes, (written, chunks) => {
        const bytes = Buffer.concat(written.flatMap(({ head, body }) => frameParts(head, [body])));
        const read = readInChunks(bytes, chunks);
        expect(read.map(({ body }) => [...body])).toEqual(written.map(({ body }) => [...body]));
        expect(JSON.stringify(read.map(({ head }) => head))).toBe(JSON.stringify(written.map(({ head }) => head)));
      }),
    );
  });

  it('have one body of several parts, on a multiple of 8', () => {
    const parts = frameParts({ kind: 'rows' }, [Uint8Array.of(1), Uint8Array.of(2, 3)]);
    const frame = first(readInChunks(Buffer.concat(parts), [1000]));
    expect([frame.head, [...frame.body], frame.body.byteOffset]).toEqual([{ kind: 'rows' }, [1, 2, 3], 0]);
  });

  it('that are longer than one may be take no memory', () => {
    const lengths = Buffer.alloc(8);
    lengths.writeUInt32LE(2, 0);
    lengths.writeUInt32LE(0xffff_ffff, 4);
    expect(() => readInChunks(lengths, [8])).toThrow('longer than one may be');
    lengths.writeUInt32LE(0xffff_ffff, 0);
    expect(() => readInChunks(lengths, [8])).toThrow('longer than one may be');
  });

  it('that are none are refused', () => {
    const bytes = Buffer.concat([Buffer.from([3, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{"a')]);
    expect(() => readInChunks(bytes, [100])).toThrow(SyntaxError);
  });
});

import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { at } from '../../presence/index.ts';
import type { Encoding } from './dialect.ts';

/** Bytes that are no text in the declared encoding. */
export class NotText extends Error {
  /** From the start of the file, from 0. */
  readonly byte: number;
  readonly hint: string;

  constructor(what: string, byte: number, hint: string) {
    super(what);
    this.byte = byte;
    this.hint = hint;
  }
}

const CHUNK_BYTES = 1 << 20;

/**
 * The text of a file, piece by piece, without its byte order mark. The encodings are decoded here and not by
 * `TextDecoder`: its `latin1` is windows-1252, some versions of Node give it the wrong quotation marks, and none says
 * which byte is wrong.
 */
export async function* decodedText(path: string, encoding: Encoding): AsyncGenerator<string> {
  const file = await open(path);
  try {
    let decode: Decode | undefined;
    let rest: Uint8Array = new Uint8Array();
    for (let offset = 0; ; ) {
      const { buffer, bytesRead } = await file.read(
        Buffer.allocUnsafe(CHUNK_BYTES),
        0,
        CHUNK_BYTES,
        offset + rest.length,
      );
      const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      const isLast = bytesRead === 0;
      const mark = decode === undefined ? byteOrderMark(bytes, encoding) : { length: 0 };
      decode ??= mark.decode ?? DECODERS[encoding];
      const { text, used, fault } = decode({
        bytes: bytes.subarray(mark.length),
        offset: offset + mark.length,
        isLast,
      });
      if (text !== '') yield text;
      if (fault !== undefined) throw fault;
      if (isLast) return;
      offset += mark.length + used;
      rest = bytes.subarray(mark.length + used);
    }
  } finally {
    await file.close();
  }
}

interface Piece {
  readonly bytes: Buffer;
  /** Where in the file it begins. */
  readonly offset: number;
  /** Nothing follows: what is cut short stays so. */
  readonly isLast: boolean;
}

/** The text of the whole characters of a piece, or of those before a fault, and how many bytes they take. */
type Decode = (piece: Piece) => { readonly text: string; readonly used: number; readonly fault?: NotText };

const SAVE_AS_UTF8 = 'or save the file as UTF-8';
const OTHER_ENCODING = `declare the encoding that it has, ${SAVE_AS_UTF8}`;

/** How many bytes the mark takes, and what it says of the order of bytes. NotText if it contradicts the encoding. */
function byteOrderMark(
  bytes: Buffer,
  encoding: Encoding,
): { readonly length: number; readonly decode?: Decode | undefined } {
  const found = BYTE_ORDER_MARKS.find((mark) => mark.bytes.every((byte, at) => bytes[at] === byte));
  if (found !== undefined && found.of !== encoding) {
    const what = `begins with the byte order mark of ${found.of}, but is declared ${encoding}`;
    throw new NotText(what, 0, `declare encoding: ${found.of}`);
  }
  if (found === undefined && encoding === 'utf-16' && bytes.length > 0) {
    throw new NotText('is declared utf-16 and does not begin with a byte order mark', 0, OTHER_ENCODING);
  }
  return found === undefined ? { length: 0 } : { length: found.bytes.length, decode: found.decode };
}

const utf8: Decode = ({ bytes, offset, isLast }) => {
  const used = isLast ? bytes.length : wholeUtf8(bytes);
  const whole = bytes.subarray(0, used);
  if (isUtf8(whole)) return { text: whole.toString('utf8'), used };
  const wrong = firstWrongByte(whole);
  const hint = `declare encoding: windows-1252 (or latin-1), ${SAVE_AS_UTF8}`;
  const fault = new NotText('is not UTF-8', offset + wrong, hint);
  return { text: whole.toString('utf8', 0, wrong), used: wrong, fault };
};

/** The bytes before a character that is cut at the end, which may take up to three of its four. */
function wholeUtf8(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = at(bytes, bytes.length - back);
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    return bytesOfCharacter(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** How many bytes of UTF-8 a character takes that begins with this one, which is none of ASCII. */
function bytesOfCharacter(first: number): number {
  if (first >= 0xf0) return 4;
  return first >= 0xe0 ? 3 : 2;
}

/** The byte where the longest valid beginning ends: found by halving, as every beginning of a valid text is one. */
function firstWrongByte(bytes: Buffer): number {
  let [valid, wrong] = [0, bytes.length];
  while (wrong - valid > 1) {
    const middle = (valid + wrong) >> 1;
    const whole = wholeUtf8(bytes.subarray(0, middle));
    if (isUtf8(bytes.subarray(0, whole))) valid = middle;
    else wrong = middle;
  }
  return wholeUtf8(bytes.subarray(0, valid));
}

function utf16(order: 'little' | 'big'): Decode {
  return ({ bytes, offset, isLast }) => {
    const even = bytes.length - (bytes.length % 2);
    const units = Buffer.from(bytes.subarray(0, even));
    const text = (order === 'big' ? units.swap16() : units).toString('utf16le');
    const last = text.charCodeAt(text.length - 1);
    const whole = !isLast && last >= 0xd800 && last < 0xdc00 ? text.slice(0, -1) : text;
    const lone = /\p{Surrogate}/u.exec(whole);
    if (lone !== null) {
      const fault = new NotText('is not UTF-16', offset + 2 * lone.index, OTHER_ENCODING);
      return { text: whole.slice(0, lone.index), used: 2 * lone.index, fault };
    }
    const cut = isLast && even < bytes.length;
    const fault = cut ? new NotText('ends within a character of UTF-16', offset + even, OTHER_ENCODING) : undefined;
    return { text: whole, used: 2 * whole.length, ...(fault === undefined ? {} : { fault }) };
  };
}

const latin1: Decode = ({ bytes }) => ({ text: bytes.toString('latin1'), used: bytes.length });

/**
 * The characters of windows-1252 from 0x80 to 0x9f; a space stands for the five bytes that it leaves out. Elsewhere it
 * is latin-1.
 */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

const windows1252: Decode = ({ bytes, offset }) => {
  const text = bytes.toString('latin1');
  const wrong = text.search(/[\x81\x8d\x8f\x90\x9d]/);
  const whole = wrong < 0 ? text : text.slice(0, wrong);
  const decoded = whole.replace(/[\x80-\x9f]/g, (control) => WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80));
  if (wrong < 0) return { text: decoded, used: bytes.length };
  return { text: decoded, used: wrong, fault: new NotText('is not windows-1252', offset + wrong, OTHER_ENCODING) };
};

/** The bytes that a text may begin with, and the encoding that they stand for. */
const BYTE_ORDER_MARKS: readonly {
  readonly of: Encoding;
  readonly bytes: readonly number[];
  readonly decode?: Decode;
}[] = [
  { of: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { of: 'utf-16', bytes: [0xff, 0xfe], decode: utf16('little') },
  { of: 'utf-16', bytes: [0xfe, 0xff], decode: utf16('big') },
];

const DECODERS: Readonly<Record<Encoding, Decode>> = {
  'utf-8': utf8,
  'utf-16': utf16('little'),
  'latin-1': latin1,
  'windows-1252': windows1252,
};

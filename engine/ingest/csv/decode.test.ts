import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../lake/temporary-folder.fixture.ts';
import { decodedText, NotText } from './decode.ts';
import type { Encoding } from './dialect.ts';

/** The text of bytes, or why and where they are none. */
async function decoded(bytes: Uint8Array, encoding: Encoding): Promise<string> {
  const file = path.join(await temporaryFolder(onTestFinished), 'text.csv');
  await writeFile(file, bytes);
  let text = '';
  try {
    for await (const piece of decodedText(file, encoding)) text += piece;
  } catch (error) {
    if (error instanceof NotText) return `${JSON.stringify(text)} ${error.message} at ${error.byte}`;
    throw error;
  }
  return text;
}

/** UTF-16 in the other order of bytes. */
function bigEndian(text: string): Buffer {
  return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
}

const LATIN = Array.from({ length: 256 }, (_, byte) => byte);
const UNUSED_1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

describe('bytes are text', () => {
  it('in each encoding, without the mark at the beginning', async () => {
    const text = 'a,é,€,𝒳\uFEFF\n';
    expect(await decoded(Buffer.from(text), 'utf-8')).toBe(text);
    expect(await decoded(Buffer.from(`\uFEFF${text}`), 'utf-8')).toBe(text);
    expect(await decoded(Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16')).toBe(text);
    expect(await decoded(bigEndian(text), 'utf-16')).toBe(text);
    expect(await decoded(Buffer.from(LATIN), 'latin-1')).toBe(String.fromCharCode(...LATIN));
  });

  it('of windows-1252 in all bytes that it has', async () => {
    // What the web platform's table says of them; some versions of Node give these as latin-1.
    const table = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
    const bytes = LATIN.filter((byte) => !UNUSED_1252.includes(byte));
    const text = await decoded(Buffer.from(bytes), 'windows-1252');
    expect(text.slice(0, 128)).toBe(String.fromCharCode(...LATIN.slice(0, 128)));
    expect(text.slice(128, 155)).toBe(table);
    expect(text.slice(155)).toBe(String.fromCharCode(...LATIN.slice(0xa0)));
  });

  it('of any length, also where a piece of the file ends within a character', async () => {
    for (const shift of [0, 1, 2, 3]) {
      const text = `${'x'.repeat(shift)}${'€𝒳é'.repeat(150_000)}`;
      expect((await decoded(Buffer.from(text), 'utf-8')) === text).toBe(true);
      expect((await decoded(Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16')) === text).toBe(true);
    }
  });

  it('of any characters', async () => {
    const text = fc.sample(fc.string({ unit: 'binary' }), 3000).join('\n');
    expect(await decoded(Buffer.from(`\n${text}`), 'utf-8')).toBe(`\n${text}`);
    expect(await decoded(bigEndian(text), 'utf-16')).toBe(text);
  });
});

describe('bytes are no text', () => {
  it.each<readonly [string, Uint8Array, Encoding, string]>([
    ['latin-1 in UTF-8', Buffer.from('a\ncafé,b', 'latin1'), 'utf-8', '"a\\ncaf" is not UTF-8 at 5'],
    ['half a character at the end', Buffer.from('a€').subarray(0, 3), 'utf-8', '"a" is not UTF-8 at 1'],
    ['a surrogate in UTF-8', Uint8Array.of(0x61, 0xed, 0xa0, 0x80), 'utf-8', '"a" is not UTF-8 at 1'],
    ['an overlong form', Uint8Array.of(0x61, 0xc0, 0xaf), 'utf-8', '"a" is not UTF-8 at 1'],
    [
      'UTF-16 as UTF-8',
      Buffer.from('\uFEFFab', 'utf16le'),
      'utf-8',
      '"" begins with the byte order mark of utf-16, but is declared utf-8 at 0',
    ],
    [
      'UTF-8 as latin-1',
      Buffer.from('\uFEFFab'),
      'latin-1',
      '"" begins with the byte order mark of utf-8, but is declared latin-1 at 0',
    ],
    [
      'UTF-16 without a mark',
      Buffer.from('ab', 'utf16le'),
      'utf-16',
      '"" is declared utf-16 and does not begin with a byte order mark at 0',
    ],
    [
      'half a unit',
      Buffer.from('\uFEFFab', 'utf16le').subarray(0, 5),
      'utf-16',
      '"a" ends within a character of UTF-16 at 4',
    ],
    ['a lone surrogate', Buffer.from('\uFEFFa\uD800b', 'utf16le'), 'utf-16', '"a" is not UTF-16 at 4'],
    ['a lone surrogate at the end', Buffer.from('\uFEFFa\uD800', 'utf16le'), 'utf-16', '"a" is not UTF-16 at 4'],
    ['a byte that windows-1252 leaves out', Uint8Array.of(0x61, 0x9d), 'windows-1252', '"a" is not windows-1252 at 1'],
  ])('%s', async (_, bytes, encoding, expected) => {
    expect(await decoded(bytes, encoding)).toBe(expected);
  });

  it('wherever they stand in a large file', async () => {
    const bytes = Buffer.from('é'.repeat(1_000_000));
    for (const at of [0, 2, 1_048_574, 1_048_576, 1_999_998]) {
      const wrong = Buffer.from(bytes);
      wrong[at] = 0xff;
      expect((await decoded(wrong, 'utf-8')).endsWith(` is not UTF-8 at ${at}`)).toBe(true);
    }
  });
});

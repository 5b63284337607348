/** Longest key and segment in UTF-8 bytes that every store takes: S3's limit and the common file systems'. */
const MAX_KEY_BYTES = 1024;
const MAX_SEGMENT_BYTES = 255;

/** Unfinished writes live in this folder of the root; no key may point there. */
export const SCRATCH_FOLDER = '.tmp';

/** Throws unless the key is safe in every store. A bad key is a bug of the caller: user input is checked before. */
export function checkStoreKey(key: string): string {
  const segments = key.split('/');
  const unsafe =
    segments.some((segment) => segment === '' || segment === '.' || segment === '..') ||
    segments.some((segment) => Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) ||
    segments[0] === SCRATCH_FOLDER ||
    Buffer.byteLength(key) > MAX_KEY_BYTES ||
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here.
    /[\\\u0000-\u001f\u007f]/.test(key);
  if (unsafe) throw new Error(`not a key of the lake: ${JSON.stringify(key)}`);
  return key;
}

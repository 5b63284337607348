import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileDigest } from '../canonical-json.ts';

/** Bytes with their own digest, as they came. */
export interface Received extends FileDigest {
  readonly content: Uint8Array;
}

export async function receiveBytes(body: AsyncIterable<Uint8Array>): Promise<Received> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const content = Buffer.concat(chunks);
  return { content, sha256: createHash('sha256').update(content).digest('hex'), bytes: content.byteLength };
}

/** Streams a body into a file, replacing what an earlier attempt left there, and digests it on the way. */
export async function receiveFile(body: AsyncIterable<Uint8Array>, file: string): Promise<FileDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    Readable.from(body),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        yield chunk;
      }
    },
    createWriteStream(file),
  );
  return { sha256: hash.digest('hex'), bytes };
}

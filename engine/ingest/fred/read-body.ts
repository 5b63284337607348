const MAX_BYTES = 256 * 1024 * 1024;

/** `large` will be as large the next time; `lost` may arrive then. */
export interface BrokenBody {
  readonly kind: 'large' | 'lost';
  readonly what: string;
}

/** The whole body, unless it is larger than any answer of FRED can be. */
export async function readBody(response: Response, maxBytes = MAX_BYTES): Promise<Uint8Array | BrokenBody> {
  if (response.body === null) return new Uint8Array();
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      return { kind: 'large', what: `the answer is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB` };
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks, size);
}

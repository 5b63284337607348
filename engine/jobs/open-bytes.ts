import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A descriptor that reads these bytes from their first: of a file that has no name any more, so that nothing is left
 * behind, and programs can open it again as `/dev/fd/N`, which they cannot do with a pipe of Node's.
 */
export function openBytes(bytes: Uint8Array): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'ews-'));
  try {
    const file = path.join(folder, 'bytes');
    writeFileSync(file, bytes);
    return openSync(file, 'r');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

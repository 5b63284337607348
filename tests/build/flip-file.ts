import { readFile, writeFile } from 'node:fs/promises';
import { at } from '../../engine/presence/index.ts';

/** Changes one bit in the middle of a file. */
export async function flipFile(file: string): Promise<void> {
  const bytes = await readFile(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = at(bytes, middle) ^ 1;
  await writeFile(file, bytes);
}

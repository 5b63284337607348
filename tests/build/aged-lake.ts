import { readdir, stat, utimes } from 'node:fs/promises';
import path from 'node:path';

const DAY_SECONDS = 86_400;

/** Lets so many days go by for a lake on disk: all that lies there was written so much longer ago. */
export async function ageLake(lake: string, days: number): Promise<void> {
  const entries = await readdir(lake, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const seconds = (await stat(file)).mtimeMs / 1000 - days * DAY_SECONDS;
    await utimes(file, seconds, seconds);
  }
}

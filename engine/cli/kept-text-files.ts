import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../folders/index.ts';
import type { KeptTexts } from '../run/index.ts';

/** The first line of a file that can be read here. */
const FORMAT = 'ews kept text 1';
/** Bytes beyond which texts go, those first that were not used for longest. */
const MOST = 64 * 2 ** 20;
const NAME = /^[0-9a-f]{64}$/;

/**
 * Texts in a folder, a file each. `revision` is of the engine that makes them: what another one made is never found.
 * Whatever cannot be read, or is not what was written, is not there; a folder that cannot be written costs time alone.
 */
export function keptTextFiles(folder: string, revision: string): KeptTexts {
  const fileOf = (key: string): string => path.join(folder, sumOf(`${revision}\n${key}`));
  let pruned = false;
  return {
    find: (key) => {
      const file = fileOf(key);
      const text = textIn(file);
      if (text !== undefined) touch(file);
      return text;
    },
    keep: (key, text) => {
      const file = fileOf(key);
      const unfinished = `${file}.${randomBytes(6).toString('hex')}`;
      try {
        makeFolder(folder, 0o700);
        if (!pruned) prune(folder);
        pruned = true;
        writeFileSync(unfinished, `${FORMAT}\n${sumOf(text)}\n${text}`);
        renameSync(unfinished, file);
      } catch {
        // The next run makes it again.
      }
    },
  };
}

function textIn(file: string): string | undefined {
  try {
    // A pipe would be read for ever, and a link leads elsewhere.
    if (!lstatSync(file).isFile()) return undefined;
    const whole = readFileSync(file, 'utf8');
    const [format = '', sum = ''] = whole.split('\n', 2);
    const text = whole.slice(format.length + sum.length + 2);
    return format === FORMAT && sumOf(text) === sum ? text : undefined;
  } catch {
    return undefined;
  }
}

function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Then it goes sooner.
  }
}

/** Makes room, before anything is added: of what is there the newest stays, as much as there may be. */
function prune(folder: string): void {
  const files = readdirSync(folder).filter((name) => NAME.test(name) || /^[0-9a-f]{64}\.[0-9a-f]{12}$/.test(name));
  const stated = files.map((name) => {
    const file = path.join(folder, name);
    const { size, mtimeMs } = lstatSync(file);
    return { file, size, mtimeMs };
  });
  let bytes = 0;
  for (const { file, size } of stated.toSorted((a, b) => b.mtimeMs - a.mtimeMs)) {
    bytes += size;
    if (bytes > MOST) rmSync(file, { force: true });
  }
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

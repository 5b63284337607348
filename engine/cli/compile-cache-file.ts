import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CompileCache } from '../compile/index.ts';
import { makeOwn } from '../folders/index.ts';

/** The first line of a file that can be read here. */
const FORMAT = 'ews compile cache 1';
/** Bytes beyond which entries go that this process had no use for, the oldest first. */
const MOST = 64 * 2 ** 20;

interface Line {
  /** SHA-256 of the text: a damaged line is none. */
  readonly sum: string;
  /** JSON. */
  readonly text: string;
}

/**
 * A compile cache in one file, a line an entry: key, digest, value. Whatever of it cannot be read, or is not what was
 * written, is not there; a file that cannot be written costs time alone. Two processes may use it, and the last to save
 * has it. Read when it is first asked.
 */
export function compileCacheFile(file: string): CompileCache {
  let lines: Map<string, Line> | undefined;
  const used = new Set<string>();
  let changed = false;
  const loaded = (): Map<string, Line> => {
    lines ??= linesOf(file);
    return lines;
  };
  return {
    find: (key) => {
      const line = loaded().get(key);
      if (line === undefined) return undefined;
      if (sumOf(line.text) !== line.sum) {
        loaded().delete(key);
        return undefined;
      }
      used.add(key);
      return JSON.parse(line.text);
    },
    keep: (key, value) => {
      const text = JSON.stringify(value);
      loaded().set(key, { sum: sumOf(text), text });
      used.add(key);
      changed = true;
    },
    save: () => {
      if (changed && lines !== undefined) write(file, lines, used);
      changed = false;
    },
  };
}

function linesOf(file: string): Map<string, Line> {
  const found = new Map<string, Line>();
  const text = textOf(file);
  if (text === undefined) return found;
  const [format, ...lines] = text.split('\n');
  if (format !== FORMAT) return found;
  for (const line of lines) {
    const [key, sum] = line.split(' ', 2);
    if (key !== undefined && sum !== undefined) found.set(key, { sum, text: line.slice(key.length + sum.length + 2) });
  }
  return found;
}

function textOf(file: string): string | undefined {
  try {
    // A pipe would be read for ever, and a link leads elsewhere.
    return lstatSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** What was used goes first, so that what goes first when there is too much is what nobody used for longest. */
function write(file: string, lines: ReadonlyMap<string, Line>, used: ReadonlySet<string>): void {
  const others = [...lines.keys()].filter((key) => !used.has(key));
  const kept: string[] = [FORMAT];
  let bytes = 0;
  for (const key of [...used, ...others]) {
    const line = lines.get(key);
    if (line === undefined) continue;
    bytes += line.text.length;
    if (bytes > MOST && !used.has(key)) break;
    kept.push(`${key} ${line.sum} ${line.text}`);
  }
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    if (!makeOwn(path.dirname(file), 'cache', isCache)) return;
    writeFileSync(unfinished, `${kept.join('\n')}\n`);
    renameSync(unfinished, file);
  } catch {
    // A folder that cannot be written, or a full disk: the next compile asks DuckDB again.
  }
}

/** A folder of caches of before there were marks. */
function isCache(names: readonly string[]): boolean {
  return names.every((name) => /^compile(\.[0-9a-f]{12})?$|^s3$/.test(name));
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

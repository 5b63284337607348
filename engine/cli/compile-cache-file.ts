import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CompileCache } from '../compile/index.ts';
import type { Seal } from '../folders/index.ts';
import { isPlainFile, writeCacheFile } from './own-cache.ts';

/** The first line of a file that can be read here. */
const FORMAT = 'ews compile cache 2';
/** Bytes beyond which entries go that this process had no use for, the oldest first. */
const MOST = 64 * 2 ** 20;

interface Line {
  /** The seal of whoever wrote it: a damaged line is none, nor is one that came with the project. */
  readonly sum: string | undefined;
  /** JSON. */
  readonly text: string;
}

/**
 * A compile cache in one file, a line an entry: key, seal, value. Whatever of it cannot be read, or is not what this
 * user's ews wrote, is not there; a file that cannot be written costs time alone. Two processes may use it, and the
 * last to save has it. Read when it is first asked. Without a seal it lasts as long as the process.
 */
export function compileCacheFile(file: string, openSeal: () => Seal | undefined): CompileCache {
  let lines: Map<string, Line> | undefined;
  const sumOf = (key: string, text: string): string | undefined => openSeal()?.(`${FORMAT} ${key} ${text}`);
  const used = new Set<string>();
  let changed = false;
  const loaded = (): Map<string, Line> => {
    lines ??= openSeal() === undefined ? new Map() : linesOf(file);
    return lines;
  };
  return {
    find: (key) => {
      const line = loaded().get(key);
      if (line === undefined) return undefined;
      if (sumOf(key, line.text) !== line.sum) {
        loaded().delete(key);
        return undefined;
      }
      used.add(key);
      return JSON.parse(line.text);
    },
    keep: (key, value) => {
      const text = JSON.stringify(value);
      loaded().set(key, { sum: sumOf(key, text), text });
      used.add(key);
      changed = true;
    },
    save: () => {
      if (changed && lines !== undefined && openSeal() !== undefined) write(file, lines, used);
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
    return isPlainFile(file) ? readFileSync(file, 'utf8') : undefined;
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
  // What cannot be written costs time alone: the next compile asks DuckDB again.
  writeCacheFile(path.dirname(file), file, () => [`${kept.join('\n')}\n`]);
}

import path from 'node:path';
import { damagedRecord } from './record-problem.ts';
import { indentedJson, jsonObjectIn } from './stored-json.ts';

const NAME = 'packed.json';

/** Where the packed files of a folder lie. */
export function packedKey(folder: string): string {
  return `${folder}/${NAME}`;
}

/** Where a file lies if it was packed; undefined for the packed file itself, and outside the files of runs. */
export function packOf(key: string): string | undefined {
  if (!key.startsWith('runs/') || isPacked(key)) return undefined;
  return packedKey(path.posix.dirname(key));
}

export function isPacked(key: string): boolean {
  return path.posix.basename(key) === NAME;
}

/** `{ "<name>": "<text>" }`: any program can take it apart. */
export function pack(files: ReadonlyMap<string, string>): Uint8Array {
  return Buffer.from(indentedJson(Object.fromEntries(files)));
}

/** Name -> bytes. ProblemError EWS5046 where it is no packed file. */
export function unpack(key: string, packed: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const files = Object.entries(jsonObjectIn(packed) ?? { '': null });
  const texts = files.flatMap(([name, text]) => (typeof text === 'string' ? [[name, Buffer.from(text)] as const] : []));
  if (texts.length === files.length) return new Map(texts);
  throw damagedRecord(
    `${key} is damaged: it does not hold the files that a run packed together`,
    'restore it from a copy, or write the files anew with the next run: ews build',
  );
}

import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** `data.parquet` of `data-3f9ac81b22d0e457.parquet`: what a stored file is called in its object's `meta.json`. */
export function ownName(stored: string): string {
  return stored.replace(/-[0-9a-f]{16}(?=\.[a-z]+$)/, '');
}

/** The path of a file of an object in the object's folder; Error where there is none, or more than one. */
export async function objectFile(folder: string, file = 'data.parquet'): Promise<string> {
  const found = (await readdir(folder)).filter((name) => name !== file && ownName(name) === file);
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} files ${file} in ${folder}`);
  return path.join(folder, only);
}

/** The path in a lake of `<kind>/<name>/<fingerprint>/<file>`, by the file's own name. */
export function storedFile(lake: string, file: string): Promise<string> {
  return objectFile(path.join(lake, 'objects', path.dirname(file)), path.basename(file));
}

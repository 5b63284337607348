import path from 'node:path';

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
  return Buffer.from(`${JSON.stringify(Object.fromEntries(files), null, 2)}\n`);
}

/** Name -> bytes. */
export function unpack(packed: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const files = JSON.parse(Buffer.from(packed).toString('utf8')) as Readonly<Record<string, string>>;
  return new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));
}

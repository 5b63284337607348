import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { problemError } from '../../diagnostics/index.ts';
import { sha256 } from '../canonical-json.ts';
import { checkStoreKey } from '../key.ts';
import type { Content, ListedFile, Removal, SweptStore } from '../store.ts';

/** A lake in memory, whose clock stands still until it is set. */
export interface MemoryStore extends SweptStore {
  readonly files: Map<string, { readonly bytes: Uint8Array; readonly modified: number }>;
  now: number;
}

/**
 * Before every request `turn` is waited for: who interleaves several writers, or kills one, does it there. Without a
 * folder for local files it has none of anything.
 */
export function memoryStore(turn: () => Promise<void> = async () => undefined, folder?: string): MemoryStore {
  const files: MemoryStore['files'] = new Map();
  const put = (key: string, bytes: Uint8Array): void => {
    files.set(checkStoreKey(key), { bytes, modified: store.now });
  };
  const bytesOf = async (content: Content): Promise<Uint8Array> =>
    content instanceof Uint8Array ? content : readFile(content.file);
  const below = (folder: string): readonly string[] =>
    [...files.keys()].filter((key) => folder === '' || key.startsWith(`${folder}/`)).toSorted();
  const store: MemoryStore = {
    description: 'memory',
    files,
    now: 0,
    read: async (key) => {
      await turn();
      return files.get(key)?.bytes;
    },
    write: async (key, content) => {
      await turn();
      put(key, await bytesOf(content));
    },
    createExclusive: async (key, bytes) => {
      await turn();
      if (files.has(key)) return false;
      put(key, bytes);
      return true;
    },
    writePacked: async (folder, texts) => {
      await turn();
      for (const [name, text] of texts) put(`${folder}/${name}`, Buffer.from(text));
    },
    list: async (folder) => {
      await turn();
      return below(folder);
    },
    localPath: async (key) => {
      await turn();
      const bytes = files.get(key)?.bytes;
      if (folder === undefined || bytes === undefined) throw problemError('EWS4005', `nothing is stored as ${key}`);
      const file = path.join(folder, `${sha256(bytes)}${path.extname(key)}`);
      await writeFile(`${file}.part`, bytes);
      await rename(`${file}.part`, file);
      return file;
    },
    versionOf: () => undefined,
    clock: async () => {
      await turn();
      return store.now;
    },
    survey: async (folder): Promise<readonly ListedFile[]> => {
      await turn();
      return below(folder).map((key) => {
        const { bytes, modified } = files.get(key) ?? { bytes: new Uint8Array(), modified: store.now };
        return { key, bytes: bytes.byteLength, modified };
      });
    },
    remove: async (key): Promise<Removal> => {
      await turn();
      files.delete(key);
      return { kind: 'removed' };
    },
  };
  return store;
}

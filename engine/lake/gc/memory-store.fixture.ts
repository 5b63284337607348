import { problemError } from '../../diagnostics/index.ts';
import { checkStoreKey } from '../key.ts';
import type { Content, ListedFile, Removal, SweptStore } from '../store.ts';

/** A lake in memory, whose clock stands still until it is set. */
export interface MemoryStore extends SweptStore {
  readonly files: Map<string, { readonly bytes: Uint8Array; readonly modified: number }>;
  now: number;
}

/** Before every request `turn` is waited for: who interleaves several writers, or kills one, does it there. */
export function memoryStore(turn: () => Promise<void> = async () => undefined): MemoryStore {
  const files: MemoryStore['files'] = new Map();
  const put = (key: string, content: Content): void => {
    if (!(content instanceof Uint8Array)) throw new Error('no local files here');
    files.set(checkStoreKey(key), { bytes: content, modified: store.now });
  };
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
      put(key, content);
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
      throw problemError('EWS4005', `nothing is stored as ${key}`);
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

import type { Content, Reading, Store } from '../../lake/index.ts';

/**
 * A lake that is read and a scratch lake that is written: what lies under one of `folders` is only what was written
 * since, everything else only what was stored before. So an object is made anew from inputs as they are stored.
 */
export function scratchStore(lake: Store, scratch: Store, folders: readonly string[]): Store {
  const isOwn = (key: string): boolean => folders.some((folder) => key.startsWith(`${folder}/`));
  const placeOf = (key: string): Store => (isOwn(key) ? scratch : lake);
  const written = (key: string): Store => {
    if (isOwn(key)) return scratch;
    throw new Error(`nothing may be written as ${key}: it is none of the objects that are made again`);
  };
  return {
    description: lake.description,
    read: (key: string, reading?: Reading) => placeOf(key).read(key, reading),
    write: (key: string, content: Content) => written(key).write(key, content),
    createExclusive: (key: string, bytes: Uint8Array) => written(key).createExclusive(key, bytes),
    writePacked: (folder: string) => Promise.reject(new Error(`no files of runs are written: ${folder}`)),
    list: (folder: string) => lake.list(folder),
    localPath: (key: string, reading?: Reading) => placeOf(key).localPath(key, reading),
    versionOf: () => undefined,
    clock: () => lake.clock(),
  };
}

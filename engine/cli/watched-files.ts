import { statSync } from 'node:fs';
import path from 'node:path';
import { type Definitions, diskFiles, type SourceDefinition } from '../project/index.ts';

/** Folders in which every file that definitions are made of is watched. */
export const WATCHED_FOLDERS = ['sources', 'features', 'models', 'targets'];

/** Not what editors put beside a file while they save it. */
const DEFINING = /\.(yaml|yml|sql|csv|parquet)$/i;

/** File -> what tells one state of it from another, without reading it. */
export type WatchedStates = ReadonlyMap<string, string>;

/** The state of a file of data that there is not. */
const ABSENT = 'absent';

/**
 * The states of all files that a build hangs on, by their paths in the project. Two states are compared, never events
 * counted: so no save is lost, however an editor writes it and whatever was going on meanwhile. `data`: files that
 * sources name, wherever they lie; each has a state, also one that there is not.
 */
export async function fileStates(
  root: string,
  outside: readonly string[] | undefined,
  data: ReadonlySet<string>,
): Promise<WatchedStates> {
  const files = await diskFiles(root, outside).list();
  const watched = files.filter((file) => isDefining(file) || data.has(file)).toSorted();
  const states = new Map([...data].map((file) => [file, ABSENT]));
  for (const file of watched) {
    const found = statSync(path.join(root, file), { bigint: true, throwIfNoEntry: false });
    // One that goes while it is looked at is gone.
    if (found !== undefined) states.set(file, `${found.ino} ${found.size} ${found.mtimeNs}`);
  }
  return states;
}

/** Whether a project is made of a file, by its name. */
export function isDefining(file: string): boolean {
  if (file === 'ews.config.yaml') return true;
  return WATCHED_FOLDERS.some((folder) => file.startsWith(`${folder}/`)) && DEFINING.test(file);
}

/** Files of which one of two states has another, or none. */
export function changedFiles(before: WatchedStates, now: WatchedStates): readonly string[] {
  const all = new Set([...before.keys(), ...now.keys()]);
  return [...all].filter((file) => before.get(file) !== now.get(file)).toSorted();
}

/** The files that the sources of a project are read from. */
export function dataFiles({ sources }: Pick<Definitions, 'sources'>): ReadonlySet<string> {
  return new Set(sources.flatMap(filesOf).map((file) => path.posix.normalize(file)));
}

function filesOf(source: SourceDefinition): readonly string[] {
  if (source.connector === 'file') return source.tables.map(({ file }) => file);
  const { data } = source;
  if (data.kind === 'live') return [];
  return [data.file, ...(data.kind === 'vintages' && data.snapshot !== undefined ? [data.snapshot.file] : [])];
}

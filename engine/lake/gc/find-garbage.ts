import { problemError } from '../../diagnostics/index.ts';
import { keepingOfRunFile, OBJECT_KEEPING, unknownFolders } from '../folders.ts';
import type { ObjectMeta } from '../object.ts';
import { fileKeys } from '../object-files.ts';
import type { ObjectKind } from '../object-kinds.ts';
import type { ListedFile } from '../store.ts';
import type { Garbage } from './gc-log.ts';
import { observationsInProgress } from './in-progress.ts';
import { type Reached, reachedFrom } from './reach.ts';
import { type Roots, type RootsInput, readRoots } from './roots.ts';

export interface GarbageInput extends RootsInput {
  /** Whether a file of the lake was collected before. */
  readonly isCollected: (key: string) => boolean;
}

/** After this, in milliseconds, whoever was writing a file has died. */
const UNFINISHED_MS = 86_400_000;

/**
 * Everything of a lake that no root reaches and that is older than what is kept anyway, sorted by folder. ProblemError
 * EWS4030 where something lies there that nobody registered, EWS4031 where what must be kept cannot be read.
 */
export async function findGarbage(input: GarbageInput): Promise<readonly Garbage[]> {
  refuseUnknown(input);
  const roots = await readRoots(input);
  const keys = new Set(input.files.map(({ key }) => key));
  const reached = await reachedFrom(input.store, roots.objects, (key) => keys.has(key), input.isCollected);
  const inProgress = observationsInProgress(input.files, input.now);
  const byFolder = new Map<string, ListedFile[]>();
  for (const file of input.files) {
    const folder = folderOf(file.key);
    const others = byFolder.get(folder);
    if (others === undefined) byFolder.set(folder, [file]);
    else others.push(file);
  }
  const found = [...byFolder].flatMap(([folder, files]): readonly Garbage[] => {
    if (inProgress.has(folder)) return [];
    if (folder.startsWith('objects/')) return objectGarbage(input, folder, files, { roots, reached });
    return folder.startsWith('runs/') ? exportGarbage(input, folder, files, roots) : [];
  });
  const sizes = new Map(input.files.map(({ key, bytes }) => [key, bytes]));
  const ended = [...roots.ended].map(([name, positions]): Garbage => {
    const bytes = positions.reduce((sum, key) => sum + sizeOf(sizes, key), 0);
    return { kind: 'environment', folder: `refs/${name}`, files: positions, bytes };
  });
  return [...found, ...ended].toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
}

function refuseUnknown({ store, files }: GarbageInput): void {
  const [first, ...others] = unknownFolders(files);
  if (first === undefined) return;
  const more = others.length === 0 ? '' : `, and ${others.join(', ')}`;
  const message = `${first} in ${store.description} is nothing that this version of ews writes${more}`;
  const hint = 'collect with the version that wrote it, or move it out of the lake; nothing was removed';
  throw problemError('EWS4030', message, { hint });
}

/** An object lies in a folder of its own; the files of a run in one, with its cards in another below it. */
function folderOf(key: string): string {
  const parts = key.split('/');
  return parts.slice(0, parts[0] === 'objects' ? 4 : 2).join('/');
}

function objectGarbage(
  { now, olderThan }: GarbageInput,
  folder: string,
  files: readonly ListedFile[],
  { roots, reached }: { readonly roots: Roots; readonly reached: Reached },
): readonly Garbage[] {
  const [, kind = '', name = ''] = folder.split('/');
  if (OBJECT_KEEPING[kind as ObjectKind] === 'never' || roots.names.has(name)) return [];
  const meta = reached.get(folder);
  const isCommitted = files.some(({ key }) => key === `${folder}/meta.json`);
  if (meta === undefined && isCommitted) {
    return youngest(files, now) < olderThan ? [] : [garbage('object', folder, metaFirst(files))];
  }
  const named = meta === undefined ? new Set<string>() : namedBy(meta, folder);
  const left = files.filter(({ key, modified }) => !named.has(key) && now - modified > UNFINISHED_MS);
  // A writer that is not done writes its files one after the other: one of them tells that it is alive.
  if (left.length === 0 || (meta === undefined && youngest(files, now) <= UNFINISHED_MS)) return [];
  return [garbage('unfinished', folder, left)];
}

function namedBy(meta: ObjectMeta, folder: string): ReadonlySet<string> {
  return new Set([`${folder}/meta.json`, ...Object.keys(meta.files).flatMap((file) => fileKeys(meta, file))]);
}

function exportGarbage(
  { now, olderThan }: GarbageInput,
  folder: string,
  files: readonly ListedFile[],
  { runs }: Roots,
): readonly Garbage[] {
  if (runs.has(folder.slice('runs/'.length)) || youngest(files, now) < olderThan) return [];
  const exports = files.filter(({ key }) => keepingOfRunFile(key.slice(folder.length + 1)) === 'collectable');
  return exports.length === 0 ? [] : [garbage('exports', folder, exports)];
}

/** Without its `meta.json` an object is not there: nobody takes what is left of it for one. */
function metaFirst(files: readonly ListedFile[]): readonly ListedFile[] {
  const isMeta = ({ key }: ListedFile): boolean => key.endsWith('/meta.json');
  return [...files.filter(isMeta), ...files.filter((file) => !isMeta(file))];
}

function garbage(kind: Garbage['kind'], folder: string, files: readonly ListedFile[]): Garbage {
  return { kind, folder, files: files.map(({ key }) => key), bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** The age of the newest of some files, in milliseconds. */
function youngest(files: readonly ListedFile[], now: number): number {
  return Math.min(...files.map(({ modified }) => now - modified));
}

function sizeOf(sizes: ReadonlyMap<string, number>, key: string): number {
  const bytes = sizes.get(key);
  return bytes === undefined ? 0 : bytes;
}

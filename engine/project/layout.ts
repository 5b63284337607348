export type Room = 'source' | 'feature' | 'label' | 'model' | 'target';

export const CONFIG_FILE = 'ews.config.yaml';

/** Where each kind of definition lives. */
export const ROOM_FOLDERS: Readonly<Record<Room, string>> = {
  source: 'sources',
  feature: 'features',
  label: 'models/labels',
  model: 'models',
  target: 'targets',
};

/**
 * A file in one of the rooms: `features/us/labor.gap.sql` is
 * `{ room: 'feature', folder: 'features/us', stem: 'labor.gap' }`.
 */
export interface Placed {
  readonly path: string;
  readonly room: Room;
  readonly folder: string;
  /** The file's name without its extension. */
  readonly stem: string;
}

export interface Layout {
  readonly hasConfig: boolean;
  readonly yamls: readonly Placed[];
  readonly sqls: readonly Placed[];
  /** Functions that queries may call: the files of `features/lib`. */
  readonly library: readonly LibraryFile[];
  /** CSV files beside groups and labels: rows that unit tests may give. */
  readonly fixtures: readonly string[];
  /** Files that look like definitions but are in no room or have another extension. */
  readonly strays: readonly string[];
  readonly all: ReadonlySet<string>;
  /** Links that lead out of the project. */
  readonly outward: readonly string[];
}

/** One half of a file of functions; its other half is called the same, with the other extension. */
export interface LibraryFile {
  readonly path: string;
  readonly extension: '.yaml' | '.sql';
}

const LIBRARY = `${ROOM_FOLDERS.feature}/lib/`;

/** Sorts the project's files by what they are for, in path order. Folders inside a room are allowed. */
export function layOut(files: readonly string[], outward: readonly string[] = []): Layout {
  const yamls: Placed[] = [];
  const sqls: Placed[] = [];
  const library: LibraryFile[] = [];
  const strays: string[] = [];
  const fixtures: string[] = [];
  for (const path of files.toSorted()) {
    if (path.endsWith('.csv') && ['feature', 'label'].includes(String(roomOf(path)))) fixtures.push(path);
    const extension = /\.(yaml|yml|sql)$/i.exec(path)?.[0];
    if (extension === undefined || !path.includes('/')) continue;
    const room = roomOf(path);
    if (room === undefined || (extension !== '.yaml' && extension !== '.sql')) {
      strays.push(path);
      continue;
    }
    if (path.startsWith(LIBRARY)) {
      library.push({ path, extension });
      continue;
    }
    const slash = path.lastIndexOf('/');
    const placed = { path, room, folder: path.slice(0, slash), stem: path.slice(slash + 1, -extension.length) };
    (extension === '.yaml' ? yamls : sqls).push(placed);
  }
  const all = new Set(files);
  return { hasConfig: all.has(CONFIG_FILE), yamls, sqls, library, fixtures, strays, all, outward };
}

/** The room of a path by its folder; undefined for one of no room. */
export function roomOf(path: string): Room | undefined {
  if (path.startsWith('models/labels/')) return 'label';
  switch (path.slice(0, path.indexOf('/'))) {
    case 'sources':
      return 'source';
    case 'features':
      return 'feature';
    case 'models':
      return 'model';
    case 'targets':
      return 'target';
    default:
      return undefined;
  }
}

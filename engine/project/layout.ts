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
  /** Files that look like definitions but are in no room or have another extension. */
  readonly strays: readonly string[];
  readonly all: ReadonlySet<string>;
  /** Links that lead out of the project. */
  readonly outward: readonly string[];
}

/** Sorts the project's files by what they are for, in path order. Folders inside a room are allowed. */
export function layOut(files: readonly string[], outward: readonly string[] = []): Layout {
  const yamls: Placed[] = [];
  const sqls: Placed[] = [];
  const strays: string[] = [];
  for (const path of files.toSorted()) {
    const extension = /\.(yaml|yml|sql)$/i.exec(path)?.[0];
    if (extension === undefined || !path.includes('/')) continue;
    const room = roomOf(path);
    if (room === undefined || (extension !== '.yaml' && extension !== '.sql')) {
      strays.push(path);
      continue;
    }
    const slash = path.lastIndexOf('/');
    const placed = { path, room, folder: path.slice(0, slash), stem: path.slice(slash + 1, -extension.length) };
    (extension === '.yaml' ? yamls : sqls).push(placed);
  }
  const all = new Set(files);
  return { hasConfig: all.has(CONFIG_FILE), yamls, sqls, strays, all, outward };
}

function roomOf(path: string): Room | undefined {
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

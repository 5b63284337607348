import { didYouMean, type Problem, type TextFile } from '../diagnostics/index.ts';
import { type Placed, ROOM_FOLDERS, type Room, roomOf } from './layout.ts';
import { problemIn, problemOf } from './problem-at.ts';
import type { YamlFile } from './yaml-file.ts';

/** In this order, because a model names its label as well. */
const IDENTITIES: readonly Room[] = ['feature', 'source', 'target', 'model', 'label'];

/** A file that defines one thing in the room of another: one problem instead of one for every key. */
export function misplacedYaml(placed: Placed, yaml: YamlFile, value: unknown): Problem | undefined {
  const room = roomOfValue(placed, value);
  if (room === placed.room) return undefined;
  const { path, stem } = placed;
  const home = `${ROOM_FOLDERS[room]}/${stem}.yaml`;
  if (placed.room === 'target' && room === 'label') return problemOf(yaml.file, labelInTargets(path, home));
  const message = `${path} defines a ${room}, but ${ROOM_FOLDERS[placed.room]}/ holds ${placed.room} definitions`;
  return problemIn(yaml.file, yaml.spanOfKey([room]), { code: 'EWS1004', message, hint: `move it to ${home}` });
}

/** The room of what a file defines, by its word; that where it lies where it has none. */
export function roomOfValue({ room }: Placed, value: unknown): Room {
  if (typeof value !== 'object' || value === null || room in value) return room;
  const isLabel = room === 'target' && isLabelLike(value);
  return isLabel ? 'label' : (IDENTITIES.find((name) => name in value) ?? room);
}

function isLabelLike(value: object): boolean {
  return 'window' in value || 'event' in value || ('label' in value && !('model' in value));
}

/** SQL in targets/ can only be meant as a label's. */
export function sqlInTargets(placed: Placed, file: TextFile): Problem {
  return problemOf(file, labelInTargets(placed.path, `${ROOM_FOLDERS.label}/${placed.stem}.sql`));
}

function labelInTargets(path: string, home: string) {
  return {
    code: 'EWS1009' as const,
    message: `${path} looks like a label, but targets/ says where builds run`,
    hint: `what models predict is a label: move it to ${home}`,
  };
}

/** `features/labor.yml` or `feature/labor.yaml`: nobody would read it, and nobody would say so. */
export function strayProblem(path: string, file: TextFile): Problem | undefined {
  const folder = path.slice(0, path.indexOf('/'));
  const rooms = Object.values(ROOM_FOLDERS);
  const inRoom = rooms.includes(folder);
  if (inRoom) {
    const fixed = path.replace(/\.[^.]+$/, (extension) => (/sql/i.test(extension) ? '.sql' : '.yaml'));
    const message = `${path} is not read: definitions end in .yaml and .sql`;
    return problemOf(file, { code: 'EWS1006', message, hint: `rename it to ${fixed}` });
  }
  const identity = identityIn(file);
  const near = didYouMean(folder, [...rooms, 'labels']) !== undefined;
  if (identity === undefined || !near) return undefined;
  const message = `${path} is not read: ${identity} definitions live in ${ROOM_FOLDERS[identity]}/`;
  return problemOf(file, { code: 'EWS1006', message, hint: `move it, with its SQL, to ${ROOM_FOLDERS[identity]}/` });
}

/** A YAML file that is not read, with the room of what it seems to define; undefined where it defines nothing. */
export function strayPlaced(path: string, file: TextFile): Placed | undefined {
  if (!/\.ya?ml$/i.test(path) || strayProblem(path, file) === undefined) return undefined;
  const room = identityIn(file) ?? roomOf(path);
  if (room === undefined) return undefined;
  const slash = path.lastIndexOf('/');
  return { path, room, folder: path.slice(0, slash), stem: path.slice(slash + 1).replace(/\.[^.]+$/, '') };
}

function identityIn({ text }: TextFile): Room | undefined {
  return IDENTITIES.find((name) => new RegExp(`^${name}:\\s`, 'm').test(text));
}

import { didYouMean, type Problem, type TextFile } from '../diagnostics/index.ts';
import { type Placed, ROOM_FOLDERS, type Room } from './layout.ts';
import { problemIn, problemOf } from './problem-at.ts';
import type { YamlFile } from './yaml-file.ts';

/** In this order, because a model names its label as well. */
const IDENTITIES: readonly Room[] = ['feature', 'source', 'target', 'model', 'label'];

/** A file that defines one thing in the room of another: one problem instead of one for every key. */
export function misplacedYaml(placed: Placed, yaml: YamlFile, value: unknown): Problem | undefined {
  if (typeof value !== 'object' || value === null || placed.room in value) return undefined;
  const { path, stem } = placed;
  const room = placed.room === 'target' && isLabelLike(value) ? 'label' : IDENTITIES.find((name) => name in value);
  if (room === undefined) return undefined;
  const home = `${ROOM_FOLDERS[room]}/${stem}.yaml`;
  if (placed.room === 'target' && room === 'label') return problemOf(yaml.file, labelInTargets(path, home));
  const message = `${path} defines a ${room}, but ${ROOM_FOLDERS[placed.room]}/ holds ${placed.room} definitions`;
  return problemIn(yaml.file, yaml.spanOfKey([room]), { code: 'EWS1004', message, hint: `move it to ${home}` });
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
  const identity = IDENTITIES.find((name) => new RegExp(`^${name}:\\s`, 'm').test(file.text));
  const near = didYouMean(folder, [...rooms, 'labels']) !== undefined;
  if (identity === undefined || !near) return undefined;
  const message = `${path} is not read: ${identity} definitions live in ${ROOM_FOLDERS[identity]}/`;
  return problemOf(file, { code: 'EWS1006', message, hint: `move it, with its SQL, to ${ROOM_FOLDERS[identity]}/` });
}

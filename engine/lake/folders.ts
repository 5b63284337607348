import { RESERVED_REFS } from '../ids/index.ts';
import type { ObjectKind } from './object-kinds.ts';
import type { ListedFile } from './store.ts';

/**
 * What garbage collection does with what lies in a folder. `roots`: it names what is needed, and is itself kept;
 * `never`: it is kept; `collectable`: it goes once nothing needs it.
 */
export type Keeping = 'roots' | 'never' | 'collectable';

/** A folder of the lake: who writes there, and what may become of it. */
export interface LakeFolder {
  readonly writtenBy: string;
  readonly keeping: Keeping;
  readonly why: string;
}

/**
 * The folders directly below a lake. A room that writes somewhere else adds its line here first: what this table does
 * not know may be a root, and garbage collection refuses to delete beside it.
 */
export const LAKE_FOLDERS: ReadonlyMap<string, LakeFolder> = new Map<string, LakeFolder>([
  ['raw', { writtenBy: 'ingest', keeping: 'never', why: 'bytes of sources cannot be computed again' }],
  [
    'ingest',
    { writtenBy: 'ingest', keeping: 'roots', why: 'what was asked and looked at, when, and what is in progress' },
  ],
  ['objects', { writtenBy: 'ingest, steps, run', keeping: 'collectable', why: 'what no root reaches is made again' }],
  ['runs', { writtenBy: 'run', keeping: 'roots', why: 'manifests and intents name objects; pages and exports go' }],
  ['refs', { writtenBy: 'run, ingest, lake', keeping: 'roots', why: 'they name runs and observations' }],
  ['audit', { writtenBy: 'every command that changes something', keeping: 'never', why: 'who did what' }],
]);

/** What becomes of the objects of each kind: a new kind does not compile until it is thought of. */
export const OBJECT_KEEPING: Readonly<Record<ObjectKind, Exclude<Keeping, 'roots'>>> = {
  alarms: 'collectable',
  card: 'collectable',
  comparison: 'collectable',
  // Why a node could not be made: nothing names it, and it is found out again.
  failure: 'collectable',
  feature: 'collectable',
  frame: 'collectable',
  label: 'collectable',
  model: 'collectable',
  // A machine's probe: every fingerprint has its digest, and it has a few kilobytes.
  numerics: 'never',
  observations: 'collectable',
  prediction: 'collectable',
  test: 'collectable',
  tuning: 'collectable',
  validation: 'collectable',
};

/** The files of a run that stay for good: the record that a verifier needs, and what `ews runs` lists. */
const RUN_RECORD: ReadonlySet<string> = new Set([
  'manifest.json',
  'run_results.json',
  'lineage.json',
  'definitions.json',
  'intent.json',
  'invocation.json',
  'undelivered.json',
]);

/** The pages and exports of a run, by name below its folder: they go with runs that nothing keeps. */
const RUN_EXPORTS: readonly RegExp[] = [
  /^(events|openlineage)\.jsonl$/,
  /^[a-z]+\.html$/,
  /^histories\.js$/,
  /^cards\//,
];

/** What becomes of a file of a run; undefined where no room says that it writes one of that name. */
export function keepingOfRunFile(name: string): Keeping | undefined {
  if (RUN_RECORD.has(name)) return name === 'manifest.json' || name === 'intent.json' ? 'roots' : 'never';
  return RUN_EXPORTS.some((pattern) => pattern.test(name)) ? 'collectable' : undefined;
}

/** The refs of rooms, beside those of environments, that garbage collection can read. */
const KNOWN_REFS: ReadonlySet<string> = new Set(['sources', 'gc']);

/** What systems and people leave in any folder. */
export const STRAYS: ReadonlySet<string> = new Set(['.DS_Store', '.gitignore', '.gitkeep', 'lost+found']);

/** The folders of a lake in which something lies that this table does not know, each once. */
export function unknownFolders(files: readonly Pick<ListedFile, 'key'>[]): readonly string[] {
  return [...new Set(files.flatMap(({ key }) => unknownFolderOf(key) ?? []))].toSorted();
}

function unknownFolderOf(key: string): string | undefined {
  const [top = '', second = '', third = '', ...deeper] = key.split('/');
  if (STRAYS.has(top)) return undefined;
  if (!LAKE_FOLDERS.has(top)) return top;
  if (top === 'objects') {
    const isObject = Object.hasOwn(OBJECT_KEEPING, second) && deeper.length === 2;
    return isObject ? undefined : [top, second].join('/');
  }
  if (top === 'refs' && RESERVED_REFS.has(second) && !KNOWN_REFS.has(second)) return `refs/${second}`;
  if (top === 'runs' && keepingOfRunFile([third, ...deeper].join('/')) === undefined) return `runs/${second}`;
  return undefined;
}

import { createHash } from 'node:crypto';
import { LIMITS } from '../limits/index.ts';
import { withComparable } from './definition-digests.ts';
import type { Definitions, ReadOutcome } from './definitions.ts';
import {
  type DefinitionsHead,
  type DefinitionsJson,
  definitionsAsJson,
  definitionsFromJson,
  type SoundProject,
} from './kept-definitions.ts';
import type { KeptState, KeptStates } from './kept-states.ts';
import { CONFIG_FILE, type Layout } from './layout.ts';
import { originFrom, originOf, withOrigin } from './origin.ts';
import type { Patch } from './patched-definitions.ts';
import type { FileState, ProjectFiles } from './project-files.ts';
import type { ProjectTexts } from './texts.ts';

/** A project from outside: which files there are, and how those look that define something. */
export interface Look {
  readonly root: string;
  /** Digest of all names; which files there are is asked by rules, and decides which of them are read. */
  readonly listing: string;
  /** When the files were looked at. */
  readonly at: number;
  readonly states: ReadonlyMap<string, FileState | undefined>;
}

/**
 * A file as it was read: path, digest of its text, which is null of what is too long to define anything, and its state,
 * if there was one. In a row, since there are thousands, and every command reads them.
 */
type KnownFile = readonly [path: string, sha256: string | null, ...(PlainState | readonly [])];

type PlainState = readonly [size: number, modified: number, changed: number, inode: number];

interface Head {
  readonly listing: string;
  readonly at: number;
  readonly origin: string;
  readonly files: readonly KnownFile[];
  readonly project: DefinitionsHead;
}

/**
 * A file that changed so shortly before it was looked at, in milliseconds, may have changed again within the same tick
 * of its file system's clock: it is read and compared. The coarsest clocks, of FAT, have ticks of two seconds.
 */
const TICK_MS = 2000;

/** So many files may be read each time before their states are written down anew. */
const FEW = 16;

/** Looks at a project before anything of it is read; undefined where files cannot be looked at without reading. */
export function lookAt(root: string, layout: Layout, { states, outside }: ProjectFiles): Look | undefined {
  if (states === undefined) return undefined;
  const at = states.now();
  const { yamls, sqls, library, fixtures, strays } = layout;
  const placed = [...yamls, ...sqls, ...library].map(({ path }) => path);
  const defining = [CONFIG_FILE, ...placed, ...fixtures, ...strays];
  return {
    root,
    listing: originFrom([root, outside ?? null, [...layout.all].toSorted(), layout.outward]),
    at,
    states: new Map(defining.map((path) => [path, states.of(path)])),
  };
}

/** Of so many files that have changed each is looked into; of more, all files are read. */
const FEW_CHANGES = 8;

/**
 * What was kept of the project, with what has changed since in a few groups and labels; undefined where that is not
 * enough to know what reading all of it would give.
 */
export async function findKept(
  kept: KeptStates,
  look: Look,
  files: ProjectFiles,
  layout: Layout,
): Promise<ReadOutcome | undefined> {
  const found = kept.find('definitions', look.root);
  const head = found?.head as Head | undefined;
  if (found === undefined || head === undefined || head.listing !== look.listing) return undefined;
  if (head.files.length !== look.states.size) return undefined;
  let reread = 0;
  const changes = new Map<string, string>();
  const known: KnownFile[] = [];
  let bytes = 0;
  for (const file of head.files) {
    const [path, sha256] = file;
    const now = look.states.get(path);
    if (now === undefined || file.length === 2) return undefined;
    bytes += now.size;
    if (isSame(file, now) && !isFresh(now, head.at)) {
      known.push(file);
      continue;
    }
    known.push(knownFile(path, sha256, now));
    if (sha256 === null) return undefined;
    reread += 1;
    const text = await files.readText(path).catch(() => undefined);
    if (text === undefined) return undefined;
    const digest = sha256Of(text);
    if (digest === sha256) continue;
    if (changes.size === FEW_CHANGES) return undefined;
    changes.set(path, text);
    known[known.length - 1] = knownFile(path, digest, now);
  }
  if (changes.size > 0) return findPatched(kept, look, { found, known, bytes, changes, layout });
  const outcome = withOriginOf(definitionsFromJson({ ...found, head: head.project }), head.origin);
  if (reread > FEW) keep(kept, look, known, { ...outcome, json: definitionsAsJson(outcome, kept.engine) });
  return outcome;
}

/** What was kept of a project in which some files have other texts. */
interface Changed extends Pick<Patch, 'changes' | 'layout'> {
  readonly found: KeptState;
  /** All files as they are now. */
  readonly known: readonly KnownFile[];
  /** How many they have. */
  readonly bytes: number;
}

async function findPatched(
  kept: KeptStates,
  look: Look,
  { found, known, bytes, ...patch }: Changed,
): Promise<ReadOutcome | undefined> {
  // A text has no more letters than bytes.
  if (bytes > LIMITS.definitionBytes.most) return undefined;
  const { patchedDefinitions } = await import('./patched-definitions.ts');
  const { project } = found.head as Head;
  const made = await patchedDefinitions({ ...patch, state: { ...found, head: project } });
  if (made === undefined) return undefined;
  const outcome = withOriginOf(made, originOfFiles(kept, look, known));
  keep(kept, look, known, { ...outcome, json: made.json });
  return outcome;
}

/** Keeps a project that was read without an error. */
export function keepProject(kept: KeptStates, look: Look, texts: ProjectTexts, outcome: ReadOutcome): void {
  const { definitions, problems } = outcome;
  // Which file lists its decision dates only its own YAML says: it is read each time.
  if (definitions === undefined || definitions.config.calendar.rule.kind === 'listed') return;
  const files = [...look.states].map(([path, state]): KnownFile => {
    return knownFile(path, texts.has(path) ? sha256Of(texts.of(path).text) : null, state);
  });
  const json = definitionsAsJson({ definitions, problems }, kept.engine);
  if (json !== undefined) withComparable(definitions, json.comparable);
  withOrigin(definitions, originOfFiles(kept, look, files));
  keep(kept, look, files, { definitions, json });
}

function originOfFiles({ engine }: KeptStates, { listing }: Look, files: readonly KnownFile[]): string {
  return originFrom([engine, listing, files.map(([path, sha256]) => [path, sha256])]);
}

function keep(
  kept: KeptStates,
  look: Look,
  files: readonly KnownFile[],
  { definitions, json }: { readonly definitions: Definitions; readonly json: DefinitionsJson | undefined },
): void {
  const origin = originOf(definitions);
  if (json === undefined || origin === undefined) return;
  const { listing, at } = look;
  const around = JSON.stringify({ listing, at, origin, files });
  const head = `${around.slice(0, -1)},"project":${json.head}}`;
  kept.keep('definitions', look.root, { head, records: json.records });
}

function withOriginOf(
  { definitions, problems, comparable }: SoundProject & Pick<DefinitionsJson, 'comparable'>,
  origin: string,
): SoundProject {
  withComparable(definitions, comparable);
  return Object.freeze({ problems, definitions: withOrigin(definitions, origin) });
}

function knownFile(path: string, sha256: string | null, state: FileState | undefined): KnownFile {
  if (state === undefined) return [path, sha256];
  const { size, modified, changed, inode } = state;
  return [path, sha256, size, modified, changed, inode];
}

function isSame([, , size, modified, changed, inode]: KnownFile, now: FileState): boolean {
  return size === now.size && modified === now.modified && changed === now.changed && inode === now.inode;
}

function isFresh({ modified, changed }: FileState, at: number): boolean {
  return Math.max(modified, changed) > at - TICK_MS;
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

import { sha256 } from '../lake/index.ts';
import { decodeText, isSkippedFolder, type ProjectFiles } from '../project/index.ts';
import { git } from './git.ts';
import { repositoryOf } from './repository.ts';

/** A file of a commit. */
interface TreeEntry {
  readonly path: string;
  readonly blob: string;
  readonly isLink: boolean;
}

export type GitFilesOutcome =
  | { readonly ok: true; readonly files: ProjectFiles; readonly data: CommittedData }
  /** `isPartial`: the clone has left what is missing where it came from, and nothing is fetched. */
  | { readonly ok: false; readonly why: string; readonly isPartial?: true };

/** The files of a commit that are no definitions, by project-relative path. */
export interface CommittedData {
  /** Git's id of the content; undefined for what is no file of the commit, a link or a submodule among them. */
  readonly blobOf: (path: string) => string | undefined;
  /**
   * SHA-256 of the content, that of the content of a pointer of Git LFS among them; undefined of what is no file there,
   * is more than is read, or was left where the clone came from.
   */
  readonly sha256Of: (path: string) => Promise<string | undefined>;
}

/**
 * The files under a folder of a work tree as a commit has them, out of git's own store: nothing is checked out. Refused
 * where a definition is reached through a symbolic link or lies in a submodule, which a listing of files alone does not
 * follow.
 */
export async function gitFiles(folder: string, commit: string): Promise<GitFilesOutcome> {
  const prefix = repositoryOf(folder)?.prefix;
  const inside = prefix === undefined ? '' : prefix.replace(/\/$/, '');
  const tree = await git(folder, ['ls-tree', '-r', '-z', '--full-tree', `${commit}:${inside}`]);
  if (!tree.ok)
    return (await isWhole(folder, commit)) ? { ok: false, why: 'it has no project in this folder' } : PARTIAL;
  const listing = tree.output.toString('utf8');
  const entries = entriesOf(listing);
  const link = entries.find(({ path, isLink }) => isLink && DEFINING.test(path));
  if (link !== undefined) return { ok: false, why: `${link.path} is a symbolic link there` };
  const submodule = submodulesOf(listing).find((path) => DEFINING.test(path));
  if (submodule !== undefined) return { ok: false, why: `${submodule} is a submodule there` };
  const written = entries.filter(({ path }) => /\.(?:ya?ml|sql)$/i.test(path));
  const blobs = await git(folder, ['cat-file', '--batch'], written.map(({ blob }) => `${blob}\n`).join(''));
  if (!blobs.ok && UNFETCHED.test(blobs.said)) {
    return { ok: false, why: 'its files are not in this clone', isPartial: true };
  }
  if (!blobs.ok) return { ok: false, why: `git could not read its files: ${blobs.said}` };
  const texts = contents(written, blobs.output);
  const absent = written.find(({ path }) => !texts.has(path));
  if (absent !== undefined) return { ok: false, why: `${absent.path} is not in this clone`, isPartial: true };
  const files: ProjectFiles = {
    list: async () => entries.map(({ path }) => path),
    readText: async (path) => decodeText(texts.get(path) ?? new Uint8Array()),
  };
  return { ok: true, files, data: committedData(folder, entries) };
}

const PARTIAL: GitFilesOutcome = { ok: false, why: 'its folders are not in this clone', isPartial: true };

/** What git says of an object that a promisor has: it would fetch it, and gives up on all that it is asked for. */
const UNFETCHED = /lazy fetching disabled|promisor remote/;

/** Whether the folders of a commit are in this clone: of one that is partial they may not be. */
async function isWhole(folder: string, commit: string): Promise<boolean> {
  return (await git(folder, ['ls-tree', '-r', '-d', '--name-only', commit])).ok;
}

/** Data beyond this are not read to tell whether they are the same: git has no digest of them that a lake has. */
const MOST_DATA = 2 ** 28;

function committedData(folder: string, entries: readonly TreeEntry[]): CommittedData {
  const blobs = new Map(entries.filter(({ isLink }) => !isLink).map(({ path, blob }) => [path, blob]));
  const blobOf = (path: string): string | undefined => blobs.get(path);
  const sha256Of = async (path: string): Promise<string | undefined> => {
    const blob = blobs.get(path);
    const size = blob === undefined ? undefined : await git(folder, ['cat-file', '-s', blob]);
    if (blob === undefined || size?.ok !== true || Number(size.output.toString('latin1')) > MOST_DATA) return undefined;
    const content = await git(folder, ['cat-file', 'blob', blob]);
    return content.ok ? (pointedAt(content.output) ?? sha256(content.output)) : undefined;
  };
  return { blobOf, sha256Of };
}

/** What a pointer of Git LFS says of the content that it stands for, https://git-lfs.com/spec/v1. */
function pointedAt(content: Buffer): string | undefined {
  const text = content.length > 1024 ? '' : content.toString('latin1');
  if (!text.startsWith('version https://git-lfs.github.com/spec/v1\n')) return undefined;
  return /^oid sha256:(?<digest>[0-9a-f]{64})$/m.exec(text)?.groups?.['digest'];
}

/** A link of such a name, or a submodule, may stand for definitions. */
const DEFINING = /^(?:ews\.config\.yaml$|(?:sources|features|models|targets)(?:\/|$))/;

/** `160000 commit <id>\t<path>`, each ended by NUL. */
function submodulesOf(listing: string): readonly string[] {
  return [...listing.matchAll(/160000 commit [0-9a-f]+\t([^\0]+)\0/g)].map(([, path = '']) => path);
}

/** `100644 blob <id>\t<path>`, each ended by NUL. */
function entriesOf(listing: string): readonly TreeEntry[] {
  return [...listing.matchAll(/(\d+) blob ([0-9a-f]+)\t([^\0]+)\0/g)]
    .map(([, mode, blob = '', path = '']) => ({ path, blob, isLink: mode === '120000' }))
    .filter(({ path }) => !path.split('/').slice(0, -1).some(isSkippedFolder));
}

/**
 * `<id> blob <size>`, a newline, the bytes, a newline; one for each entry, in order. `<id> missing` for one that a
 * partial clone has left where it came from: nothing is fetched.
 */
function contents(entries: readonly TreeEntry[], output: Buffer): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  let at = 0;
  for (const { path } of entries) {
    const start = output.indexOf('\n', at) + 1;
    const [, kind, length] = output.toString('utf8', at, start).trim().split(' ');
    if (kind === 'missing') {
      at = start;
      continue;
    }
    const size = Number(length);
    if (!Number.isInteger(size)) throw new Error(`git gave no size for ${path}`);
    found.set(path, output.subarray(start, start + size));
    at = start + size + 1;
  }
  return found;
}

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
  | { readonly ok: true; readonly files: ProjectFiles }
  | { readonly ok: false; readonly why: string };

/**
 * The files under a folder of a work tree as a commit has them, out of git's own store: nothing is checked out. Refused
 * where a definition is reached through a symbolic link, which a listing of files alone does not follow.
 */
export async function gitFiles(folder: string, commit: string): Promise<GitFilesOutcome> {
  const prefix = repositoryOf(folder)?.prefix;
  const inside = prefix === undefined ? '' : prefix.replace(/\/$/, '');
  const tree = await git(folder, ['ls-tree', '-r', '-z', '--full-tree', `${commit}:${inside}`]);
  if (!tree.ok) return { ok: false, why: 'it has no project in this folder' };
  const entries = entriesOf(tree.output.toString('utf8'));
  const link = entries.find(({ path, isLink }) => isLink && DEFINING.test(path));
  if (link !== undefined) return { ok: false, why: `${link.path} is a symbolic link there` };
  const written = entries.filter(({ path }) => /\.(?:ya?ml|sql)$/i.test(path));
  const blobs = await git(folder, ['cat-file', '--batch'], written.map(({ blob }) => `${blob}\n`).join(''));
  if (!blobs.ok) return { ok: false, why: `git could not read its files: ${blobs.said}` };
  const texts = contents(written, blobs.output);
  const absent = written.find(({ path }) => !texts.has(path));
  if (absent !== undefined) return { ok: false, why: `${absent.path} is not in this clone: git fetch --refetch` };
  const files: ProjectFiles = {
    list: async () => entries.map(({ path }) => path),
    readText: async (path) => decodeText(texts.get(path) ?? new Uint8Array()),
  };
  return { ok: true, files };
}

/** A link of such a name may stand for definitions. */
const DEFINING = /^(?:ews\.config\.yaml$|(?:sources|features|models|targets)(?:\/|$))/;

/** `100644 blob <id>\t<path>`, each ended by NUL. A submodule is no file. */
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

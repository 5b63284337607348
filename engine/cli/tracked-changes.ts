import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { isWithin, reachOf } from '../folders/index.ts';
import { git } from './git.ts';
import { repositoryOf } from './repository.ts';

/** A file as git's index has it. */
interface TrackedFile {
  /** Bytes as Latin-1: names need not be UTF-8. */
  readonly path: string;
  readonly mode: string;
  readonly blob: string;
  /** Not in the work tree on purpose, where that is sparse. */
  readonly isLeftOut: boolean;
  readonly bytes: bigint;
  /** Nanoseconds since 1970. */
  readonly changed: bigint;
}

const LINK = '120000';
const SUBMODULE = '160000';
const SECOND = 1_000_000_000n;

/**
 * Whether tracked files of a folder differ from the commit. `git status` would ask, and with that run the filters of
 * the repository: here index and commit are compared as git lists them, and index and files by ids computed here. Line
 * ends alone are no difference, since git may write other ones into the work tree than it keeps.
 */
export async function hasTrackedChanges(folder: string, timeout: number): Promise<boolean> {
  const repository = repositoryOf(folder);
  if (repository === undefined) return false;
  const { top, prefix } = repository;
  const below = prefix === '' ? [] : ['--', prefix];
  const [index, tree] = await Promise.all([
    git(folder, ['ls-files', '--stage', '-v', '-z', '--debug', ...below], '', timeout),
    git(folder, ['ls-tree', '-r', '-z', '--full-tree', 'HEAD', ...below], '', timeout),
  ]);
  if (!index.ok) return false;
  const files = trackedFiles(index.output.toString('latin1'));
  if (tree.ok && listing(files) !== listing(committedFiles(tree.output.toString('latin1')))) return true;
  const reach = reachOf(top);
  for (const file of files) {
    if (file.mode === SUBMODULE) continue;
    const place = Buffer.from(path.join(top, file.path), 'latin1').toString();
    if (!isWithin(reach, path.dirname(place)) || (await differs(file, place, folder))) return true;
  }
  return false;
}

/** `H 100644 <id> 0\t<path>\0`, then lines with what git knew of the file when it last looked. */
function trackedFiles(text: string): readonly TrackedFile[] {
  const entry =
    /([A-Za-z?]) (\d{6}) ([0-9a-f]+) \d\t([^\0]+)\0\s+ctime: \S+\s+mtime: (\d+):(\d+)[^\0]*?\s+size: (\d+)/g;
  return [...text.matchAll(entry)].map(
    ([, tag = '', mode = '', blob = '', file = '', seconds = '', ns = '', size = '']) => ({
      path: file,
      mode,
      blob,
      isLeftOut: tag.toLowerCase() === 's',
      bytes: BigInt(size),
      changed: BigInt(seconds) * SECOND + BigInt(ns),
    }),
  );
}

/** `100644 blob <id>\t<path>\0`. */
function committedFiles(text: string): readonly Pick<TrackedFile, 'path' | 'mode' | 'blob'>[] {
  return [...text.matchAll(/(\d{6}) \w+ ([0-9a-f]+)\t([^\0]+)\0/g)].map(([, mode = '', blob = '', file = '']) => ({
    path: file,
    mode,
    blob,
  }));
}

function listing(files: readonly Pick<TrackedFile, 'path' | 'mode' | 'blob'>[]): string {
  return files.map(({ mode, blob, path: file }) => `${mode} ${blob} ${file}`).join('\0');
}

async function differs(tracked: TrackedFile, place: string, folder: string): Promise<boolean> {
  const found = await lstat(place, { bigint: true }).catch(() => undefined);
  if (found === undefined) return !tracked.isLeftOut;
  const { mode, blob } = tracked;
  if (mode === LINK) return !found.isSymbolicLink() || idOf(Buffer.from(await readlink(place)), blob) !== blob;
  if (!found.isFile()) return true;
  // Times without fractions are those of a coarse clock, within a tick of which a file may have changed again.
  const isFine = found.mtimeNs % SECOND !== 0n;
  if (isFine && found.mtimeNs === tracked.changed && found.size === tracked.bytes) return false;
  const bytes = await readFile(place).catch(() => undefined);
  if (bytes === undefined) return true;
  if (idOf(bytes, blob) === blob || idOf(withoutReturns(bytes), blob) === blob) return false;
  return !(await isPointedAt(place, blob, folder));
}

/** Git's id of a file's content, by the digest that another id was made with. */
function idOf(content: Buffer, like: string): string {
  const algorithm = like.length === 64 ? 'sha256' : 'sha1';
  return createHash(algorithm).update(`blob ${content.length}\0`).update(content).digest('hex');
}

function withoutReturns(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

/** Whether the commit keeps a pointer of Git LFS to these bytes, https://git-lfs.com/spec/v1, in place of the file. */
async function isPointedAt(place: string, blob: string, folder: string): Promise<boolean> {
  const kept = await git(folder, ['cat-file', 'blob', blob]);
  const [, pointed] = kept.ok
    ? (/^oid sha256:([0-9a-f]{64})$/m.exec(kept.output.toString('latin1', 0, 1024)) ?? [])
    : [];
  if (pointed === undefined) return false;
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(place)) digest.update(chunk);
  return digest.digest('hex') === pointed;
}

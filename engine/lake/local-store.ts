import { constants, createReadStream, createWriteStream } from 'node:fs';
import {
  access,
  copyFile,
  link,
  lstat,
  open,
  readdir,
  readFile,
  rename,
  rmdir,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type ProblemError, problemError } from '../diagnostics/index.ts';
import { makeFolder, markOf } from '../folders/index.ts';
import { PIECE } from './canonical-json.ts';
import { DirectFolders } from './direct-folders.ts';
import { diskErrorCode, guardDisk } from './disk-problem.ts';
import { checkStoreKey, SCRATCH_FOLDER } from './key.ts';
import { NO_LINK, reapLeftovers, scratchName } from './leftovers.ts';
import { claimLake } from './own-lake.ts';
import type { Content, ListedFile, Removal, StoreEffects, SweptStore, WritePhase } from './store.ts';
import { wayBack } from './way-back.ts';

/** A store in a folder, which is created with the first write. */
export function openLocalStore(root: string, effects: StoreEffects = {}): SweptStore {
  return new LocalStore(path.resolve(root), effects);
}

class LocalStore implements SweptStore {
  readonly description: string;
  readonly #root: string;
  readonly #effects: StoreEffects;
  #reaped: Promise<void> | undefined;
  readonly #direct: DirectFolders;

  constructor(root: string, effects: StoreEffects) {
    this.description = root;
    this.#root = root;
    this.#effects = effects;
    this.#direct = new DirectFolders(root);
  }

  async read(key: string): Promise<Uint8Array | undefined> {
    const file = this.#file(key);
    return this.#guard(`read ${key}`, () =>
      readFile(file, { flag: NO_LINK }).catch((error: unknown) => {
        if (diskErrorCode(error) === 'ELOOP') throw this.#isLink(key);
        // A folder that is no file's is absent as anything else is; under the name of a file it is damage.
        if (diskErrorCode(error) === 'EISDIR' && isFileName(key)) throw this.#isFolder(key);
        return undefinedIfAbsent(error);
      }),
    );
  }

  async write(key: string, content: Content): Promise<void> {
    await this.#publish(key, content, async (temporary, file) => {
      await rename(temporary, file);
      return true;
    });
  }

  async createExclusive(key: string, bytes: Uint8Array): Promise<boolean> {
    // A link fails when the name exists, and the name appears with all of its bytes.
    return this.#publish(key, bytes, async (temporary, file) => {
      const linked = await link(temporary, file).then(() => true, falseIfThere);
      await unlink(temporary);
      return linked;
    });
  }

  async writePacked(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
    await Promise.all([...files].map(([name, text]) => this.write(`${folder}/${name}`, Buffer.from(text))));
  }

  async list(folder: string): Promise<readonly string[]> {
    const start = folder === '' ? this.#root : this.#file(folder.replace(/\/$/, ''));
    const keys: string[] = [];
    const walk = async (directory: string): Promise<void> => {
      const entries = await readdir(directory, { withFileTypes: true }).catch(undefinedIfAbsent);
      for (const entry of entries ?? []) {
        const full = path.join(directory, entry.name);
        if (directory === this.#root && (entry.name === SCRATCH_FOLDER || entry.name === markOf('lake'))) continue;
        if (entry.isDirectory() && !isFileName(entry.name)) await walk(full);
        else keys.push(path.relative(this.#root, full).split(path.sep).join('/'));
      }
    };
    await this.#guard(`list ${folder}`, () => walk(start));
    return keys.sort();
  }

  async localPath(key: string): Promise<string> {
    const file = this.#file(key);
    const found = await this.#guard(`read ${key}`, () => lstat(file).catch(undefinedIfAbsent));
    if (found?.isDirectory() === true) throw this.#isFolder(key);
    if (found?.isFile() === false) throw this.#isLink(key);
    if (found !== undefined) {
      // Whoever gets the path reads it, where nobody says of which key an error of the disk is.
      await this.#guard(`read ${key}`, () => access(file, constants.R_OK));
      return file;
    }
    const message = `nothing is stored as ${key} in ${this.description}`;
    throw problemError('EWS4005', message, { hint: wayBack(key) });
  }

  versionOf(): undefined {
    return undefined;
  }

  /** The file system's own, which may be a server's: a file that is written now has it. Of no lake, this machine's. */
  async clock(): Promise<number> {
    return this.#guard('read the clock', async () => {
      const there = await lstat(this.#root).catch(undefinedIfAbsent);
      if (there === undefined) return (this.#effects.now ?? Date.now)();
      const file = path.join(await this.#openScratch(), scratchName());
      try {
        await writeFile(file, '');
        return (await lstat(file)).mtimeMs;
      } finally {
        await unlink(file).catch(() => undefined);
      }
    });
  }

  async survey(folder: string): Promise<readonly ListedFile[]> {
    const keys = await this.list(folder);
    return this.#guard(`list ${folder}`, async () => {
      const files: ListedFile[] = [];
      for (const key of keys) {
        // One that went since it was listed is not there.
        const found = await lstat(this.#file(key)).catch(undefinedIfAbsent);
        if (found !== undefined) files.push({ key, bytes: found.size, modified: found.mtimeMs });
      }
      return files;
    });
  }

  /** The folder that it leaves empty goes with it; those above stay, for others write beside it. */
  async remove(key: string): Promise<Removal> {
    const file = this.#file(key);
    await this.#guard(`remove ${key}`, async () => {
      await unlink(file).catch(undefinedIfAbsent);
      const folder = path.dirname(file);
      if (await rmdir(folder).then(() => true, falseIfInUse)) this.#direct.forget(folder);
    });
    return { kind: 'removed' };
  }

  #file(key: string): string {
    const file = path.join(this.#root, ...checkStoreKey(key).split('/'));
    this.#checkFolder(key, path.dirname(file));
    return file;
  }

  /** A link within a lake would lead reading and writing out of it: somebody else made it. */
  #checkFolder(key: string, folder: string): void {
    if (!this.#direct.has(folder)) throw this.#isLink(key);
  }

  /** Temporary file, fsync, one atomic step that gives it its name (or declines to), fsync of the folder. */
  async #publish(key: string, content: Content, name: Naming): Promise<boolean> {
    const file = this.#file(key);
    const folder = path.dirname(file);
    return this.#guard(`write ${key}`, async () => {
      await this.#step(key, 'begin');
      const temporary = path.join(await this.#openScratch(), scratchName());
      try {
        if (content instanceof Uint8Array) await writeFile(temporary, content);
        else await copyContent(content, temporary);
        await this.#step(key, 'sync');
        await sync(temporary);
        await makeDurable(folder);
        await this.#step(key, 'publish');
        if (!(await name(temporary, file))) return false;
      } catch (error) {
        await unlink(temporary).catch(() => undefined);
        throw error;
      }
      await this.#step(key, 'settle');
      await sync(folder);
      return true;
    });
  }

  /** Leftovers are reaped once, before the first write: opening a store to read changes nothing. */
  async #openScratch(): Promise<string> {
    const folder = path.join(this.#root, SCRATCH_FOLDER);
    if (this.#reaped === undefined) claimLake(this.#root);
    this.#checkFolder(SCRATCH_FOLDER, folder);
    makeFolder(folder);
    this.#reaped ??= reapLeftovers(folder, (this.#effects.now ?? Date.now)());
    await this.#reaped;
    return folder;
  }

  async #step(key: string, step: WritePhase): Promise<void> {
    await this.#effects.beforeWrite?.(key, step);
  }

  #isFolder(key: string): ProblemError {
    const message = `${key} in ${this.description} is a folder, not the file that was stored`;
    return problemError('EWS4002', message, { hint: `move the folder away; then ${wayBack(key)}` });
  }

  #isLink(key: string): ProblemError {
    const message = `${key} in ${this.description} is a link, or lies behind one, which is not followed`;
    return problemError('EWS4014', message, { hint: 'put what it leads to in its place, or build into another lake' });
  }

  #guard<T>(doing: string, work: () => Promise<T>): Promise<T> {
    return guardDisk(doing, this.description, work);
  }
}

/** Gives a finished temporary file its name; false if the name is taken. */
type Naming = (temporary: string, file: string) => Promise<boolean>;

/** No folder of a lake is called so. */
function isFileName(key: string): boolean {
  return /\.(json|jsonl|parquet|gz|csv|html|md)$/.test(key);
}

/** One call cannot be ended: with a signal it is for files that take no time. */
async function copyContent({ file, signal }: Exclude<Content, Uint8Array>, to: string): Promise<void> {
  if (signal === undefined || (await stat(file)).size < COPIED_AT_ONCE) {
    return copyFile(file, to, constants.COPYFILE_FICLONE);
  }
  await pipeline(createReadStream(file, { highWaterMark: PIECE }), createWriteStream(to), { signal });
}

/** Bytes. */
const COPIED_AT_ONCE = 2 ** 26;

/** A new folder survives a power cut only if its parent has been synced too. */
async function makeDurable(folder: string): Promise<void> {
  const first = makeFolder(folder);
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) await sync(path.dirname(made));
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function falseIfThere(error: unknown): false {
  if (diskErrorCode(error) === 'EEXIST') return false;
  throw error;
}

/** A folder that still holds something, or that another process removed. */
function falseIfInUse(error: unknown): false {
  const code = diskErrorCode(error);
  if (code !== undefined && ['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EBUSY'].includes(code)) return false;
  throw error;
}

function undefinedIfAbsent(error: unknown): undefined {
  const code = diskErrorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
  throw error;
}

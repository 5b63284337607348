import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { problemError } from '../../diagnostics/index.ts';
import { makeFolder, type Seal, sealOf } from '../../folders/index.ts';
import { digestOfFile, type FileDigest, sha256 } from '../canonical-json.ts';
import { DirectFolders } from '../direct-folders.ts';
import { guardDisk } from '../disk-problem.ts';
import { NO_LINK, reapLeftovers, scratchName } from '../leftovers.ts';
import { claimCopies } from '../own-lake.ts';
import { type CopyEntry, entryText, type FoundEntry, isSealed, namesCopy, parseEntry } from './copy-entry.ts';

export interface CacheOptions {
  readonly folder: string;
  /** Names the store: caches of several stores may share a folder and its bound. */
  readonly scope: string;
  /** What the folder may hold. */
  readonly bytes: number;
  /** Absent: copies of other processes are not believed. */
  readonly seal: Seal | undefined;
}

export interface CacheEffects {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A file was not what it was when it was stored here; it is gone now. */
  readonly onDamage: (key: string) => void;
}

/** A path that was handed out may be read this long after, by this process or another. */
const LEASE_MS = 3_600_000;

/**
 * Copies of immutable objects on this machine, compared with their digests at every use. `files/<scope>/<key>` is a
 * copy, `entries/<digest of that>.json` says what it must be and, by its time, when it was used; the time of the copy
 * says when its path was last handed out. Both appear by renaming, so that several processes can share the folder. An
 * entry carries the seal of who kept it: the folder may have come with a project, and what somebody put there is no
 * copy of anything.
 */
export class Cache {
  readonly #options: CacheOptions;
  readonly #seal: Seal;
  readonly #direct: DirectFolders;
  readonly #effects: CacheEffects;
  /** Handed out by this process: never evicted. */
  readonly #held = new Set<string>();
  /** Bytes in the folder, as far as this process knows; undefined until it first looks. */
  #total: number | undefined;
  #reaped: Promise<void> | undefined;
  #evicting: Promise<void> = Promise.resolve();

  constructor(options: CacheOptions, effects: CacheEffects) {
    this.#options = options;
    this.#seal = options.seal ?? sealOf(randomBytes(32));
    this.#direct = new DirectFolders(options.folder);
    this.#effects = effects;
  }

  async read(key: string): Promise<{ readonly content: Uint8Array; readonly version?: string } | undefined> {
    const entry = await this.#entry(key);
    if (entry === undefined) return undefined;
    const content = await readFile(this.#file(key)).catch(() => undefined);
    if (content === undefined || sha256(content) !== entry.sha256) return this.#drop(key, content !== undefined);
    await this.#touch(this.#entryFile(key));
    return { content, ...versionOf(entry) };
  }

  /** The copy's path, for a reader of files. It stays there while this process lives. */
  async path(key: string): Promise<{ readonly file: string; readonly version?: string } | undefined> {
    const entry = await this.#entry(key);
    if (entry === undefined) return undefined;
    const file = this.#file(key);
    // Held before it is verified: nothing of this process evicts it in between.
    this.#held.add(file);
    const found = await digestOfFile(file).catch(() => undefined);
    if (found?.sha256 !== entry.sha256) {
      this.#held.delete(file);
      return this.#drop(key, found !== undefined);
    }
    await Promise.all([this.#touch(this.#entryFile(key)), this.#touch(file)]);
    return { file, ...versionOf(entry) };
  }

  /**
   * Keeps what `fill` puts into a temporary file, and gives back its path; `hold` when that will be read. What `fill`
   * rejects with leaves nothing behind.
   */
  async keep(
    key: string,
    hold: boolean,
    fill: (temporary: string) => Promise<FileDigest & { readonly version?: string }>,
  ): Promise<string> {
    const file = this.#file(key);
    const temporary = path.join(await this.#scratch(), scratchName());
    try {
      // Failures of the network are named by now: what is left is this disk.
      const filled = await guardDisk(`keep ${key}`, this.#options.folder, () => fill(temporary));
      const { sha256, bytes, ...rest } = filled;
      const entry: CopyEntry = { file: this.#relative(key), sha256, bytes, ...versionOf(rest) };
      await guardDisk(`keep ${key}`, this.#options.folder, async () => {
        makeFolder(path.dirname(file));
        if (hold) this.#held.add(file);
        await (hold ? this.#touch(temporary) : utimes(temporary, 0, 0));
        await rename(temporary, file);
        await this.#writeEntry(key, entry);
      });
      await this.#makeRoom(bytes);
      return file;
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async #entry(key: string): Promise<CopyEntry | undefined> {
    const text = await readFile(this.#entryFile(key), { encoding: 'utf8', flag: NO_LINK }).catch(() => undefined);
    const entry = text === undefined ? undefined : parseEntry(text);
    return entry?.file === this.#relative(key) && isSealed(entry, this.#seal) ? entry : undefined;
  }

  async #writeEntry(key: string, entry: CopyEntry): Promise<void> {
    const temporary = path.join(await this.#scratch(), scratchName());
    await writeFile(temporary, entryText(entry, this.#seal));
    makeFolder(path.dirname(this.#entryFile(key)));
    await this.#touch(temporary);
    await rename(temporary, this.#entryFile(key));
  }

  /** Lets go of the copy of what was removed from the store. */
  async forget(key: string): Promise<void> {
    await this.#drop(key, false);
  }

  async #drop(key: string, damaged: boolean): Promise<undefined> {
    await Promise.all([rm(this.#entryFile(key), { force: true }), rm(this.#file(key), { force: true })]);
    if (damaged) this.#effects.onDamage(key);
    return undefined;
  }

  /** Evicts, the least recently used first, when the folder holds more than it may. One sweep at a time. */
  async #makeRoom(added: number): Promise<void> {
    if (this.#total !== undefined) this.#total += added;
    if (this.#total !== undefined && this.#total <= this.#options.bytes) return;
    this.#evicting = this.#evicting.then(() => this.#sweep());
    await this.#evicting;
  }

  async #sweep(): Promise<void> {
    const folder = this.#inside('entries');
    const found = (await Promise.all((await readdir(folder)).map((name) => candidate(path.join(folder, name))))).flat();
    const entries = found.filter(({ entry }) => isSealed(entry, this.#seal));
    // Of an earlier version, or somebody else's: of no use to anybody, and not counted.
    await Promise.all(found.filter(({ entry }) => !isSealed(entry, this.#seal)).map((each) => this.#forget(each)));
    let total = entries.reduce((sum, { entry }) => sum + entry.bytes, 0);
    for (const { entry, entryFile } of entries.toSorted((a, b) => a.used - b.used)) {
      if (total <= this.#options.bytes) break;
      const file = this.#inside('files', entry.file);
      if (this.#held.has(file) || (await this.#isLeased(file))) continue;
      await Promise.all([unlink(entryFile).catch(() => undefined), unlink(file).catch(() => undefined)]);
      total -= entry.bytes;
    }
    this.#total = total;
  }

  async #forget({ entry, entryFile }: Candidate): Promise<void> {
    await unlink(entryFile).catch(() => undefined);
    const file = namesCopy(entry) ? this.#inside('files', entry.file) : undefined;
    if (file !== undefined && !this.#held.has(file)) await unlink(file).catch(() => undefined);
  }

  async #isLeased(file: string): Promise<boolean> {
    const handedOut = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    return this.#effects.now() - handedOut < LEASE_MS;
  }

  async #touch(file: string): Promise<void> {
    const seconds = this.#effects.now() / 1000;
    await utimes(file, seconds, seconds).catch(() => undefined);
  }

  async #scratch(): Promise<string> {
    const folder = path.dirname(this.#inside('tmp', 'any'));
    await guardDisk('keep copies', this.#options.folder, async () => {
      if (this.#reaped === undefined) claimCopies(this.#options.folder);
      makeFolder(folder);
      this.#reaped ??= reapLeftovers(folder, this.#effects.now());
      await this.#reaped;
    });
    return folder;
  }

  #relative(key: string): string {
    return `${this.#options.scope}/${key}`;
  }

  #file(key: string): string {
    return this.#inside('files', ...this.#relative(key).split('/'));
  }

  #entryFile(key: string): string {
    return this.#inside('entries', `${sha256(this.#relative(key))}.json`);
  }

  /** A path in the folder; ProblemError EWS4014 where a link in it leads elsewhere. */
  #inside(...parts: readonly string[]): string {
    const file = path.join(this.#options.folder, ...parts);
    const folder = parts.length === 1 ? file : path.dirname(file);
    if (this.#direct.has(folder)) return file;
    const message = `${folder} is a link, or lies behind one, which is not followed`;
    throw problemError('EWS4014', message, { hint: `delete it: ${this.#options.folder} holds copies alone` });
  }
}

interface Candidate {
  readonly entryFile: string;
  readonly entry: FoundEntry;
  readonly used: number;
}

async function candidate(entryFile: string): Promise<readonly Candidate[]> {
  try {
    const [{ mtimeMs }, text] = await Promise.all([
      stat(entryFile),
      readFile(entryFile, { encoding: 'utf8', flag: NO_LINK }),
    ]);
    const entry = parseEntry(text);
    return entry === undefined ? [] : [{ entryFile, entry, used: mtimeMs }];
  } catch {
    // Another process evicted it just now.
    return [];
  }
}

function versionOf({ version }: { readonly version?: string }): { readonly version?: string } {
  return version === undefined ? {} : { version };
}

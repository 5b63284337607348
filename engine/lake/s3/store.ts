import { randomUUID } from 'node:crypto';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { problemError, warning } from '../../diagnostics/index.ts';
import { digestOfFile, type FileDigest, sha256 } from '../canonical-json.ts';
import { checkStoreKey } from '../key.ts';
import { pack, packedKey, packOf, unpack } from '../packed.ts';
import type { Content, ListedFile, Reading, Removal, SweptStore } from '../store.ts';
import { wayBack } from '../way-back.ts';
import { type Got, type Put, type Receive, S3Bucket } from './bucket.ts';
import { Cache } from './cache.ts';
import { type S3StoreEffects, type S3StoreOptions, storeAddress } from './options.ts';
import { receiveBytes, receiveFile } from './receive.ts';
import { writeParameters } from './write-parameters.ts';

/** Above this a file is sent in parts. */
const SINGLE_BYTES = 64 * 1024 * 1024;

/** A store in a bucket, with verified copies of what is immutable in a local folder. Asks nothing until it is used. */
export function openS3Store(options: S3StoreOptions, effects: S3StoreEffects): SweptStore {
  return new S3Store(options, effects);
}

class S3Store implements SweptStore {
  readonly description: string;
  readonly #options: S3StoreOptions;
  readonly #effects: S3StoreEffects;
  readonly #bucket: S3Bucket;
  readonly #cache: Cache;
  readonly #versions = new Map<string, string>();
  /** Objects of which the bucket itself said, to this process, that they are committed. */
  readonly #committed = new Set<string>();
  /** What this process wrote: its copies are of those very bytes. */
  readonly #written = new Set<string>();

  constructor(options: S3StoreOptions, effects: S3StoreEffects) {
    this.description = storeAddress(options);
    this.#options = options;
    this.#effects = effects;
    this.#bucket = new S3Bucket(options, effects);
    const { endpoint, bucket, prefix, cache } = options;
    const scope = `${bucket}-${sha256(JSON.stringify([endpoint, bucket, prefix])).slice(0, 12)}`;
    this.#cache = new Cache(
      { folder: cache.path, scope, bytes: cache.bytes, seal: effects.seal },
      { now: () => this.#now(), onDamage: (key) => this.#warnOfCopy(key) },
    );
  }

  async read(key: string, reading: Reading = {}): Promise<Uint8Array | undefined> {
    checkStoreKey(key);
    if (this.#mayUseCopy(key, reading)) {
      const copy = await this.#cache.read(key);
      if (copy !== undefined && reading.sha256 === undefined) return this.#seen(key, copy).content;
      if (copy !== undefined && sha256(copy.content) === reading.sha256) return this.#versioned(key, copy).content;
    }
    const got = await this.#fetch(key, receiveBytes);
    if (got === undefined) return this.#unpacked(key);
    const { content, ...digest } = got.value;
    if (isImmutable(key)) await this.#keepBytes(key, content, { ...digest, ...versionIn(got) });
    return content;
  }

  async write(key: string, content: Content): Promise<void> {
    await this.#put(key, content, false);
  }

  async createExclusive(key: string, bytes: Uint8Array): Promise<boolean> {
    return (await this.#put(key, bytes, true)).kind === 'written';
  }

  async writePacked(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
    await this.write(packedKey(folder), pack(files));
    // Pages link to them: they lie in one folder without being fetched.
    for (const [name, text] of files) {
      const [key, part] = [checkStoreKey(`${folder}/${name}`), Buffer.from(text)];
      await this.#keepBytes(key, part, await digestOf(part));
      this.#written.add(key);
    }
  }

  async list(folder: string): Promise<readonly string[]> {
    const prefix = folder === '' ? '' : `${checkStoreKey(folder.replace(/\/$/, ''))}/`;
    return (await this.#bucket.list(prefix)).toSorted();
  }

  async localPath(key: string, reading: Reading = {}): Promise<string> {
    checkStoreKey(key);
    if (this.#mayUseCopy(key, reading)) {
      const copy = await this.#cache.path(key);
      if (copy !== undefined) return this.#seen(key, copy).file;
    }
    return this.#cache.keep(key, true, async (temporary) => {
      const got = await this.#fetch(key, (body) => receiveFile(body, temporary));
      if (got !== undefined) return { ...got.value, ...versionIn(got) };
      const part = await this.#unpacked(key);
      if (part !== undefined) {
        await writeFile(temporary, part);
        return digestOf(part);
      }
      const message = `nothing is stored as ${key} in ${this.description}`;
      throw problemError('EWS4005', message, { hint: wayBack(key) });
    });
  }

  versionOf(key: string): string | undefined {
    return this.#versions.get(key);
  }

  clock(): Promise<number> {
    return this.#bucket.clock();
  }

  async survey(folder: string): Promise<readonly ListedFile[]> {
    const prefix = folder === '' ? '' : `${checkStoreKey(folder.replace(/\/$/, ''))}/`;
    return (await this.#bucket.survey(prefix)).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Nothing of a key is removed while one of its versions is locked: the older one would be read in its place. */
  async remove(key: string): Promise<Removal> {
    const found = await this.#bucket.versionsOf(checkStoreKey(key));
    const versions = found.filter(({ isMarker }) => !isMarker);
    for (const { id } of versions) {
      const lock = await this.#bucket.lockOf(key, id);
      if (lock === undefined || (lock.until !== null && lock.until.getTime() <= this.#now())) continue;
      return { kind: 'kept', why: lock.why, until: lock.until?.toISOString() ?? null };
    }
    // The oldest first: what is left of a removal that breaks off is what was read before.
    for (const { id } of [...versions.toReversed(), ...found.filter(({ isMarker }) => isMarker)])
      await this.#bucket.removeVersion(key, id);
    for (const known of [this.#committed, this.#written]) known.delete(key);
    this.#versions.delete(key);
    await this.#cache.forget(key);
    return { kind: 'removed' };
  }

  async #put(key: string, content: Content, exclusive: boolean): Promise<Put> {
    checkStoreKey(key);
    const digest = await digestOf(content);
    const marks = { sha256: digest.sha256, writer: randomUUID() };
    const parameters = writeParameters(this.#options, key, marks, this.#now());
    const put =
      content instanceof Uint8Array || digest.bytes <= SINGLE_BYTES
        ? await this.#bucket.put(parameters, await bytesOf(content), base64(digest.sha256), exclusive)
        : await this.#bucket.upload(parameters, content.file);
    if (put.kind === 'taken') return put;
    this.#seen(key, put);
    // A run's page is opened where it was made: it and its cards lie in one folder without being fetched.
    if (isKept(key)) {
      await this.#keepContent(key, content, { ...digest, ...versionIn(put) });
      this.#written.add(key);
    }
    return put;
  }

  async #unpacked(key: string): Promise<Uint8Array | undefined> {
    const pack = packOf(key);
    const packed = pack === undefined ? undefined : await this.read(pack);
    if (pack === undefined || packed === undefined) return undefined;
    return unpack(pack, packed).get(path.posix.basename(key));
  }

  /** Reads and verifies; past a delete marker where nobody who works with the lake deletes. */
  async #fetch<T extends FileDigest>(key: string, receive: Receive<T>): Promise<Found<T> | undefined> {
    const got = await this.#bucket.get(key, undefined, receive);
    if (got.kind === 'found') return this.#verified(key, got);
    if (!got.hidden || !isKept(key)) return undefined;
    const version = await this.#bucket.newestVersion(key);
    const past = version === undefined ? got : await this.#bucket.get(key, version, receive);
    if (past.kind === 'absent') return undefined;
    const message = `${key} in ${this.description} is hidden by a delete marker: version ${version} of it was read`;
    const hint = 'find out who deleted it, then delete the marker: the object under it is intact';
    this.#effects.onProblem?.(warning('EWS4007', message, { hint }));
    return this.#verified(key, past);
  }

  #verified<T extends FileDigest>(key: string, found: Found<T>): Found<T> {
    if (found.sha256 === found.value.sha256) return this.#seen(key, found);
    const what =
      found.sha256 === undefined ? 'carries no digest: ews did not store it' : 'was changed since it was stored';
    const message = `${key} in ${this.description} ${what}`;
    const hint = 'restore an earlier version of it, or delete this one and build again';
    throw problemError('EWS4002', message, { hint });
  }

  /**
   * `meta.json` says that an object is committed. A copy of it on this machine does not: the bucket may have been
   * emptied since. So the bucket is asked once by every process, and what it says is not asked again; nor is what
   * follows from something that it said.
   */
  #mayUseCopy(key: string, { fresh = false, sha256: known }: Reading): boolean {
    if (fresh) return false;
    if (!isImmutable(key)) return this.#written.has(key);
    if (known !== undefined) return true;
    return path.posix.basename(key) !== 'meta.json' || this.#committed.has(key);
  }

  #seen<T extends { readonly version?: string }>(key: string, answer: T): T {
    this.#committed.add(key);
    return this.#versioned(key, answer);
  }

  #versioned<T extends { readonly version?: string }>(key: string, answer: T): T {
    if (answer.version !== undefined) this.#versions.set(key, answer.version);
    return answer;
  }

  async #keepBytes(key: string, content: Uint8Array, facts: Facts): Promise<void> {
    await this.#cache.keep(key, false, async (temporary) => {
      await writeFile(temporary, content);
      return facts;
    });
  }

  async #keepContent(key: string, content: Content, facts: Facts): Promise<void> {
    if (content instanceof Uint8Array) return this.#keepBytes(key, content, facts);
    await this.#cache.keep(key, false, async (temporary) => {
      await copyFile(content.file, temporary);
      return facts;
    });
  }

  #warnOfCopy(key: string): void {
    const copy = `the copy of ${key} in ${this.#options.cache.path}`;
    const message = `${copy} was changed: it is read from ${this.description} again`;
    const hint = 'nothing is lost; check that disk if it happens again';
    this.#effects.onProblem?.(warning('EWS4002', message, { hint }));
  }

  #now(): number {
    return (this.#effects.now ?? Date.now)();
  }
}

type Found<T> = Extract<Got<T>, { kind: 'found' }>;
type Facts = FileDigest & { readonly version?: string };

/** Written once under its key, then never with other bytes. */
function isImmutable(key: string): boolean {
  return /^(objects|raw)\//.test(key);
}

/** Deleted by nobody who works with the lake: something else laid the marker. */
function isKept(key: string): boolean {
  return /^(objects|raw|runs)\//.test(key);
}

async function digestOf(content: Content): Promise<FileDigest> {
  if (!(content instanceof Uint8Array)) return digestOfFile(content.file);
  return { sha256: sha256(content), bytes: content.byteLength };
}

async function bytesOf(content: Content): Promise<Uint8Array> {
  return content instanceof Uint8Array ? content : readFile(content.file);
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}

function versionIn({ version }: { readonly version?: string }): { readonly version?: string } {
  return version === undefined ? {} : { version };
}

import type * as Sdk from '@aws-sdk/client-s3';
import type { ListedFile } from '../store.ts';
import { type Opened, openClient } from './client.ts';
import { type S3StoreEffects, type S3StoreOptions, storeAddress } from './options.ts';
import { networkCode, placeProblem, statusOf } from './place-problem.ts';
import { Passing, tried } from './retry.ts';
import { Slots } from './slots.ts';
import { bucketKey, type WriteParameters } from './write-parameters.ts';

/** At a time: enough to hide a round trip, few enough for the sockets of one process. */
const PARALLEL = 16;
const PART_BYTES = 16 * 1024 * 1024;

/** An answer to a read. `hidden`: a delete marker lies over older versions. */
export type Got<T> =
  | { readonly kind: 'found'; readonly value: T; readonly sha256?: string; readonly version?: string }
  | { readonly kind: 'absent'; readonly hidden: boolean };

/** One version of a key; a place without versions says `null`, which is its name there. */
export interface KeptVersion {
  readonly id: string | undefined;
  readonly isMarker: boolean;
}

/** What keeps a version from being removed. */
export interface VersionLock {
  readonly why: string;
  /** Null for a hold, which ends when somebody takes it off. */
  readonly until: Date | null;
}

export type Put = { readonly kind: 'written'; readonly version?: string } | { readonly kind: 'taken' };

/** How a body is kept; called again with a new body when the answer broke off. */
export type Receive<T> = (body: AsyncIterable<Uint8Array>) => Promise<T>;

/**
 * The requests that the lake makes of a bucket, by keys of the lake: bounded in number, repeated when they fail, their
 * failures as ProblemError EWS4006. The SDK costs 0.1 s to load, so it waits for the first request.
 *
 * Not called `Bucket`: TypeScript 7.0.2 emits the property `Bucket` of requests made in a class of that name as `_a`.
 */
export class S3Bucket {
  readonly #options: S3StoreOptions;
  readonly #effects: S3StoreEffects;
  readonly #place: string;
  readonly #slots = new Slots(PARALLEL);
  #opened: Promise<Opened> | undefined;

  constructor(options: S3StoreOptions, effects: S3StoreEffects) {
    this.#options = options;
    this.#effects = effects;
    this.#place = storeAddress(options);
  }

  async get<T>(key: string, version: string | undefined, receive: Receive<T>): Promise<Got<T>> {
    const named = { ...this.#named(key), ...(version === undefined ? {} : { VersionId: version }) };
    return this.#ask('GetObject', `read ${key}`, async ({ sdk, client }) => {
      const output = await client.send(new sdk.GetObjectCommand(named)).catch(absent);
      if ('kind' in output) return output;
      // Only here: a request that never got an answer was repeated by the SDK already.
      const value = await receive(output.Body as AsyncIterable<Uint8Array>).catch(markBroken);
      return { kind: 'found', value, ...marksOf(output) };
    });
  }

  /** One request with all bytes; `digest`, base64, lets the server check what arrived. */
  async put(parameters: WriteParameters, bytes: Uint8Array, digest: string, exclusive: boolean): Promise<Put> {
    const doing = `write ${this.#relative(parameters.Key)}`;
    const body = { Body: bytes, ContentLength: bytes.byteLength, ChecksumSHA256: digest };
    const condition = exclusive ? { IfNoneMatch: '*' } : {};
    const put = await this.#ask('PutObject', doing, async ({ sdk, client }): Promise<Put> => {
      try {
        const output = await client.send(new sdk.PutObjectCommand({ ...parameters, ...body, ...condition }));
        return { kind: 'written', ...versionIn(output) };
      } catch (error) {
        if (exclusive && statusOf(error) === 412) return { kind: 'taken' };
        // Two conditional writes met: neither is done, S3 asks to try again.
        if (exclusive && statusOf(error) === 409) throw new Passing('two writes met', { cause: error });
        throw error;
      }
    });
    // Taken by whom? An answer that got lost makes the SDK ask again, and then the key is taken by ourselves.
    return put.kind === 'taken' ? this.#ownOrTaken(parameters) : put;
  }

  /** A large file in parts. */
  async upload(parameters: WriteParameters, file: string): Promise<Put> {
    return this.#ask('Upload', `write ${this.#relative(parameters.Key)}`, async ({ sdk, client }) => {
      const { Upload } = await import('@aws-sdk/lib-storage');
      const { createReadStream } = await import('node:fs');
      const params = { ...parameters, Body: createReadStream(file), ChecksumAlgorithm: sdk.ChecksumAlgorithm.SHA256 };
      try {
        const output = await new Upload({ client, params, partSize: PART_BYTES, queueSize: 4 }).done();
        return { kind: 'written', ...versionIn(output) };
      } catch (error) {
        // Completed, but the answer got lost: the upload of that number is no more.
        if (!(error instanceof Error) || error.name !== 'NoSuchUpload') throw error;
        const own = await headOwn({ sdk, client }, parameters);
        if (own === undefined) throw error;
        return own;
      }
    });
  }

  /** All keys of the lake below a prefix of it, as the server sorts them. */
  async list(prefix: string): Promise<readonly string[]> {
    return (await this.survey(prefix)).map(({ key }) => key);
  }

  /** The same with sizes and times. */
  async survey(prefix: string): Promise<readonly ListedFile[]> {
    const files: ListedFile[] = [];
    let token: string | undefined;
    do {
      const page = await this.#ask('ListObjectsV2', `list ${prefix}`, ({ sdk, client }) => {
        const from = token === undefined ? {} : { ContinuationToken: token };
        return client.send(new sdk.ListObjectsV2Command({ ...this.#prefixed(prefix), ...from }));
      });
      for (const { Key, Size: bytes, LastModified } of page.Contents ?? []) {
        if (Key === undefined || bytes === undefined || LastModified === undefined) continue;
        files.push({ key: this.#ownKey(Key), bytes, modified: LastModified.getTime() });
      }
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
    // Consoles make an empty object for a folder.
    return files.filter(({ key }) => key !== '' && !key.endsWith('/'));
  }

  /** What time it is for the server, by the date of an answer: milliseconds since 1970, whole seconds. */
  async clock(): Promise<number> {
    return this.#ask('ListObjectsV2', 'read the clock', async ({ sdk, client }) => {
      const command = new sdk.ListObjectsV2Command({ ...this.#prefixed('refs/gc/'), MaxKeys: 1 });
      let date: string | undefined;
      command.middlewareStack.add(
        (next) => async (input) => {
          const answer = await next(input);
          date = (answer.response as { readonly headers?: Readonly<Record<string, string>> }).headers?.['date'];
          return answer;
        },
        { step: 'deserialize', priority: 'low', name: 'readDate' },
      );
      await client.send(command);
      const told = date === undefined ? Number.NaN : Date.parse(date);
      if (Number.isNaN(told)) throw new Passing('no date', { cause: new Error('the answer had no date') });
      return told;
    });
  }

  /** Every version of a key that the server keeps, delete markers too, the newest first. */
  async versionsOf(key: string): Promise<readonly KeptVersion[]> {
    const versions: KeptVersion[] = [];
    let from: { readonly KeyMarker?: string | undefined; readonly VersionIdMarker?: string | undefined } | undefined =
      {};
    while (from !== undefined) {
      const asked = { ...this.#prefixed(key), ...from };
      const page: Sdk.ListObjectVersionsCommandOutput = await this.#ask(
        'ListObjectVersions',
        `read versions of ${key}`,
        ({ sdk, client }) => client.send(new sdk.ListObjectVersionsCommand(asked)),
      );
      const isOwn = ({ Key }: { readonly Key?: string | undefined }): boolean =>
        Key !== undefined && this.#ownKey(Key) === key;
      const found = (page.Versions ?? []).filter(isOwn).map(({ VersionId: id }) => ({ id, isMarker: false }));
      const markers = (page.DeleteMarkers ?? []).filter(isOwn).map(({ VersionId: id }) => ({ id, isMarker: true }));
      versions.push(...found, ...markers);
      const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      from = IsTruncated === true ? { KeyMarker, VersionIdMarker } : undefined;
    }
    return versions;
  }

  /** Why a version may not be removed yet; undefined where nothing locks it. */
  async lockOf(key: string, version: string | undefined): Promise<VersionLock | undefined> {
    const named = { ...this.#named(key), ...(version === undefined ? {} : { VersionId: version }) };
    return this.#ask('HeadObject', `read the lock of ${key}`, async ({ sdk, client }) => {
      const head = await client.send(new sdk.HeadObjectCommand(named)).catch(absent);
      if ('kind' in head) return undefined;
      if (head.ObjectLockLegalHoldStatus === 'ON') return { why: 'a legal hold is on it', until: null };
      const until = head.ObjectLockRetainUntilDate;
      const mode = head.ObjectLockMode?.toLowerCase();
      return until === undefined ? undefined : { why: `it is locked, in ${mode} mode`, until };
    });
  }

  /** Removes one version of a key for good. */
  async removeVersion(key: string, version: string | undefined): Promise<void> {
    const named = { ...this.#named(key), ...(version === undefined ? {} : { VersionId: version }) };
    await this.#ask('DeleteObject', `remove ${key}`, ({ sdk, client }) =>
      client.send(new sdk.DeleteObjectCommand(named)),
    );
  }

  /** The newest version of a key that is not a delete marker. */
  async newestVersion(key: string): Promise<string | undefined> {
    const page = await this.#ask('ListObjectVersions', `read versions of ${key}`, ({ sdk, client }) =>
      client.send(new sdk.ListObjectVersionsCommand(this.#prefixed(key))),
    );
    return page.Versions?.find(({ Key }) => Key !== undefined && this.#ownKey(Key) === key)?.VersionId;
  }

  async #ownOrTaken(parameters: WriteParameters): Promise<Put> {
    const doing = `read ${this.#relative(parameters.Key)}`;
    const own = await this.#ask('HeadObject', doing, (opened) => headOwn(opened, parameters));
    return own ?? { kind: 'taken' };
  }

  /** Nobody holds a slot while waiting for the next try. */
  async #ask<T>(operation: string, doing: string, work: (opened: Opened) => Promise<T>): Promise<T> {
    const once = async (): Promise<T> => {
      this.#opened ??= openClient(this.#options, this.#effects);
      return work(await this.#opened);
    };
    try {
      return await tried(() => this.#slots.use(once), this.#effects);
    } catch (error) {
      throw placeProblem(error, { operation, doing, place: this.#place }) ?? error;
    }
  }

  #named(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#options.bucket, Key: bucketKey(this.#options, key) };
  }

  #prefixed(prefix: string): { Bucket: string; Prefix: string; EncodingType: 'url' } {
    return { Bucket: this.#options.bucket, Prefix: bucketKey(this.#options, prefix), EncodingType: 'url' };
  }

  /** Listings come encoded, because XML cannot carry every key. */
  #ownKey(encoded: string): string {
    return this.#relative(decodeURIComponent(encoded.replaceAll('+', ' ')));
  }

  #relative(key: string): string {
    return key.slice(bucketKey(this.#options, '').length);
  }
}

/** What is stored under the key, if this very write put it there. */
async function headOwn({ sdk, client }: Opened, parameters: WriteParameters): Promise<Put | undefined> {
  const { Bucket, Key, Metadata } = parameters;
  const head = await client.send(new sdk.HeadObjectCommand({ Bucket, Key })).catch(absent);
  if ('kind' in head || head.Metadata?.['writer'] !== Metadata?.['writer']) return undefined;
  return { kind: 'written', ...versionIn(head) };
}

/** An answer that broke off half-way, as against one that refused, is worth another try. */
function markBroken(error: unknown): never {
  const aborted = error instanceof Error && /^(aborted|terminated|Premature close)$/.test(error.message);
  if (statusOf(error) === undefined && (aborted || networkCode(error) !== undefined)) {
    throw new Passing('the answer broke off', { cause: error });
  }
  throw error;
}

function absent(error: unknown): { readonly kind: 'absent'; readonly hidden: boolean } {
  if (statusOf(error) !== 404 || (error as Error).name === 'NoSuchBucket') throw error;
  const { $response } = error as { readonly $response?: { readonly headers?: Readonly<Record<string, string>> } };
  return { kind: 'absent', hidden: $response?.headers?.['x-amz-delete-marker'] === 'true' };
}

function marksOf(output: Sdk.GetObjectCommandOutput): { readonly sha256?: string; readonly version?: string } {
  const sha256 = output.Metadata?.['sha256'];
  return { ...(sha256 === undefined ? {} : { sha256 }), ...versionIn(output) };
}

/** A bucket without versions says `null`, or nothing. */
function versionIn({ VersionId }: { readonly VersionId?: string | undefined }): { readonly version?: string } {
  return VersionId === undefined || VersionId === 'null' ? {} : { version: VersionId };
}

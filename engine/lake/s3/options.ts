import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { Problem } from '../../diagnostics/index.ts';
import type { Seal } from '../../folders/index.ts';
import type { RetryEffects } from './retry.ts';

/** A bucket, or a part of one. Credentials come from the SDK's own provider chain and appear nowhere here. */
export interface S3StoreOptions {
  readonly bucket: string;
  /** Keys begin with it and `/`; empty: the lake is the whole bucket. */
  readonly prefix: string;
  readonly region: string;
  /** A server that speaks S3; AWS's own for the region when absent. */
  readonly endpoint?: string;
  /** The bucket in the path instead of the host name. */
  readonly pathStyle: boolean;
  /** AWS's FIPS 140 validated endpoints. */
  readonly fips: boolean;
  /** Encrypt with this KMS key (`aws:kms`); the bucket's own default when absent. */
  readonly kmsKeyId?: string;
  /** Object Lock: for how many days no version below a first folder may be deleted. */
  readonly retention?: {
    readonly mode: 'governance' | 'compliance';
    readonly days: Readonly<Record<string, number>>;
  };
  /** An absolute folder for verified copies, and the bytes that it may hold. */
  readonly cache: { readonly path: string; readonly bytes: number };
}

/** Agents of `node:http` and `node:https`. */
export interface S3Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

export interface S3StoreEffects extends RetryEffects {
  /** Tells copies that this user's ews kept from what else lies in their folder; absent: nothing there is believed. */
  readonly seal?: Seal | undefined;
  /** Milliseconds since 1970: the age of cached copies, and the day until which a version is locked. */
  readonly now?: () => number;
  /** What was found wrong and healed: a damaged copy (EWS4002), an object behind a delete marker (EWS4007). */
  readonly onProblem?: (problem: Problem) => void;
  /** What to ask with, where the way goes through a proxy; absent, and where it gives nothing: the SDK's own. */
  readonly agents?: () => Promise<S3Agents | undefined>;
  /** Called for every HTTP request, repeated ones too, with the operation's name such as `GetObject`. */
  readonly onRequest?: (operation: string) => void;
}

/** For messages: `s3://bucket/prefix`. */
export function storeAddress({ bucket, prefix }: Pick<S3StoreOptions, 'bucket' | 'prefix'>): string {
  return prefix === '' ? `s3://${bucket}` : `s3://${bucket}/${prefix}`;
}

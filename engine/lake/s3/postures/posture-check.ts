import type { S3StoreOptions } from '../options.ts';

/** What can be required of a store and of this machine; the words of `postures:` in a target. */
export type PostureName =
  | 'encryption'
  | 'versioning'
  | 'object_lock'
  | 'public_access_block'
  | 'tls'
  | 'vpc_endpoint'
  | 'fips'
  | 'govcloud'
  | 'credentials';

/** `not verified`: this server or this machine cannot tell, so nobody may rely on it. */
export interface PostureCheck {
  readonly state: 'ok' | 'failed' | 'not verified';
  /** What was seen. */
  readonly detail: string;
  /** The setting, the permission or the API call that is missing. */
  readonly remedy?: string;
}

export interface CheckedPosture extends PostureCheck {
  readonly posture: PostureName;
}

/** The part of a store's definition that postures are about. */
export type SecuredStore = Omit<S3StoreOptions, 'cache'>;

export function ok(detail: string): PostureCheck {
  return { state: 'ok', detail };
}

export function failed(detail: string, remedy: string): PostureCheck {
  return { state: 'failed', detail, remedy };
}

export function notVerified(detail: string, remedy?: string): PostureCheck {
  return remedy === undefined ? { state: 'not verified', detail } : { state: 'not verified', detail, remedy };
}

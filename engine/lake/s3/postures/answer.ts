import { failed, notVerified, type PostureCheck } from './posture-check.ts';

/** What became of one question. `absent`: the server says that nothing is configured. */
export type PostureAnswer<T> = { readonly kind: 'answered'; readonly value: T } | { readonly kind: 'absent' } | Refusal;

export interface Refusal {
  /**
   * `denied`: a permission is missing; `rejected`: the credentials, the bucket's name or its region are wrong;
   * `unsupported`: the server does not know the question; `unreachable`: no answer, or none that makes sense.
   */
  readonly kind: 'denied' | 'rejected' | 'unsupported' | 'unreachable';
  /** The server's or the SDK's code: never its message, which may quote what should not be printed. */
  readonly code: string;
}

const ABSENT = new Set([
  'ServerSideEncryptionConfigurationNotFoundError',
  'ObjectLockConfigurationNotFoundError',
  'NoSuchPublicAccessBlockConfiguration',
  'NoSuchBucketPolicy',
]);

const UNSUPPORTED = new Set(['NotImplemented', 'XNotImplemented', 'MethodNotAllowed']);

/** What to do about a request that was understood and is refused whoever asks. */
const REJECTIONS: Readonly<Record<string, string>> = {
  NoSuchBucket: 'create the bucket, or correct store.bucket',
  InvalidBucketName: 'correct store.bucket',
  PermanentRedirect: "set store.region to the bucket's own region",
  AuthorizationHeaderMalformed: "set store.region to the bucket's own region",
  EndpointError: 'store.endpoint, store.region and store.fips contradict one another: correct them',
  CredentialsProviderError: "give credentials through the SDK's provider chain: a role of the machine, SSO, a profile",
  RequestTimeTooSkewed: 'set the clock of this machine',
};

const REFUSED_CREDENTIALS = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
  'UnrecognizedClientException',
]);

/** Asks, and sorts the SDK's errors; a bug of ours stays an exception. */
export async function answerTo<T>(question: () => Promise<T>): Promise<PostureAnswer<T>> {
  try {
    return { kind: 'answered', value: await question() };
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError) throw error;
    return ABSENT.has(error.name) ? { kind: 'absent' } : refusalOf(error);
  }
}

function refusalOf(error: Error & { $metadata?: { httpStatusCode?: number }; code?: unknown }): Refusal {
  const status = error.$metadata?.httpStatusCode;
  const code = error.name === 'Error' && typeof error.code === 'string' ? error.code : error.name;
  if (Object.hasOwn(REJECTIONS, code) || REFUSED_CREDENTIALS.has(code)) return { kind: 'rejected', code };
  if (UNSUPPORTED.has(code) || status === 501 || status === 405) return { kind: 'unsupported', code };
  if (code === 'AccessDenied' || code === 'AccessDeniedException' || status === 403) return { kind: 'denied', code };
  return { kind: 'unreachable', code };
}

/** What a refusal means for a posture that rests on this call. */
export function refusedVerdict(
  call: { readonly api: string; readonly permission: string },
  refusal: Refusal,
): PostureCheck {
  const { api, permission } = call;
  switch (refusal.kind) {
    case 'denied':
      return failed(`${permission} is denied to this role`, `grant ${permission} to it`);
    case 'rejected':
      return failed(
        `${api} is refused: ${refusal.code}`,
        REJECTIONS[refusal.code] ?? "renew the credentials of the SDK's provider chain",
      );
    case 'unsupported':
      return notVerified(`this server does not answer ${api}: ${refusal.code}`);
    case 'unreachable':
      return notVerified(`no answer to ${api}: ${refusal.code}`);
    default:
      return refusal.kind satisfies never;
  }
}

import { type ProblemError, problemError } from '../../diagnostics/index.ts';

/** What was asked, and of whom: for messages. */
export interface StoreRequest {
  /** The SDK's name: `PutObject`. */
  readonly operation: string;
  /** `write objects/...`. */
  readonly doing: string;
  readonly place: string;
}

/** The permissions that an operation needs beyond its own name. */
const ACTIONS: Readonly<Record<string, string>> = {
  GetObject: 's3:GetObject, s3:GetObjectVersion, s3:ListBucket (to tell missing from forbidden), kms:Decrypt',
  HeadObject: 's3:GetObject, s3:ListBucket',
  PutObject: 's3:PutObject, s3:PutObjectRetention where the target locks, kms:GenerateDataKey',
  Upload: 's3:PutObject, s3:AbortMultipartUpload, kms:GenerateDataKey, kms:Decrypt',
  ListObjectsV2: 's3:ListBucket',
  ListObjectVersions: 's3:ListBucketVersions',
};

type Way = (asked: StoreRequest) => string;

const forbidden: Way = ({ operation, place }) => `allow on ${place}: ${ACTIONS[operation] ?? `s3:${operation}`}`;
const badCredentials: Way = () =>
  'the credentials are wrong or have expired: log in again, or give this process a role';
const noCredentials: Way = () =>
  'the AWS provider chain found no credentials: set AWS_PROFILE, log in, or give this process a role';
const wrongRegion: Way = () => 'store.region of the target is not where the bucket is';
const wrongKey: Way = () => 'check store.kms_key_id of the target, and that this identity may use the key';
const unlockable: Way = () => 'create the bucket with Object Lock, or take store.retention out of the target';
const busy: Way = () =>
  'the server was asked several times and is busy or broken: run again later; what is stored stays';
const unreachable: Way = () =>
  'check store.endpoint and store.region of the target, the network and any proxy (HTTPS_PROXY, NO_PROXY)';
const refusedByProxy: Way = () => 'the proxy wants a user and a password, or others: check HTTPS_PROXY';
const untrusted: Way = () => 'the server shows a certificate that Node does not trust: set NODE_EXTRA_CA_CERTS';

const BY_NAME: ReadonlyMap<string, Way> = new Map([
  ['NoSuchBucket', () => 'create the bucket with versioning, or correct store.bucket in the target'],
  ['AccessDenied', forbidden],
  ['Forbidden', forbidden],
  ['AllAccessDisabled', forbidden],
  ['InvalidAccessKeyId', badCredentials],
  ['SignatureDoesNotMatch', badCredentials],
  ['ExpiredToken', badCredentials],
  ['ExpiredTokenException', badCredentials],
  ['InvalidToken', badCredentials],
  ['CredentialsProviderError', noCredentials],
  ['TokenProviderError', noCredentials],
  ['RequestTimeTooSkewed', () => "this machine's clock is wrong: correct it"],
  ['PermanentRedirect', wrongRegion],
  ['AuthorizationHeaderMalformed', wrongRegion],
  ['ObjectLockConfigurationNotFoundError', unlockable],
  ['TimeoutError', unreachable],
  [
    'EndpointError',
    () => "store.fips chooses AWS's own endpoints: take store.endpoint or store.fips out of the target",
  ],
]);

/** A failure of the place or the way there, as ProblemError EWS4006; undefined for what must be a bug. */
export function placeProblem(error: unknown, asked: StoreRequest): ProblemError | undefined {
  if (!(error instanceof Error)) return undefined;
  const status = statusOf(error);
  const code = networkCode(error);
  const way = wayOut(error, status, code);
  if (way === undefined) return undefined;
  // The server's own words stay out: they can quote what was signed. Its code and status say what happened.
  const said = status === undefined ? (code ?? error.name) : `${error.name} (${status})`;
  const message = `cannot ${asked.doing} in ${asked.place}: ${said}`;
  return problemError('EWS4006', message, { hint: way(asked) });
}

function wayOut(error: Error, status: number | undefined, code: string | undefined): Way | undefined {
  const named = BY_NAME.get(error.name);
  if (named !== undefined) return named;
  if (error.name.startsWith('KMS')) return wrongKey;
  if (error.name === 'InvalidRequest' && /object.?lock/i.test(error.message)) return unlockable;
  if (status === 301 || status === 307) return wrongRegion;
  if (status === 407) return refusedByProxy;
  if (status === 403) return forbidden;
  if (status !== undefined) return status >= 500 || status === 429 ? busy : unreachable;
  if (code === undefined) return undefined;
  return /CERT|SIGNATURE|SIGNED/.test(code) ? untrusted : unreachable;
}

export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { httpStatusCode } = error.$metadata as { readonly httpStatusCode?: number };
  return httpStatusCode;
}

const NETWORK =
  /^(E(CONN|HOST|NET|AI_|PIPE|TIMEDOUT|NOTFOUND|PROTO)|CERT_|DEPTH_|SELF_|UNABLE_|ERR_(TLS|SSL|STREAM_PREM))/;

/** The code of an error of the network or of TLS; undefined for other errors, those of the disk among them. */
export function networkCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && NETWORK.test(code) ? code : undefined;
}

import { expect, it } from 'vitest';
import { placeProblem } from './place-problem.ts';

const asked = { operation: 'PutObject', doing: 'write objects/a', place: 's3://lake/ews' };

/** An error as the SDK throws it: name, message and status as a server or the SDK itself gave them. */
function recorded(name: string, status?: number, message = 'words of the server'): Error {
  const error = Object.assign(
    new Error(message),
    status === undefined ? {} : { $metadata: { httpStatusCode: status } },
  );
  error.name = name;
  return error;
}

it.each([
  [recorded('NoSuchBucket', 404), 'NoSuchBucket (404)', 'create the bucket'],
  [recorded('AccessDenied', 403), 'AccessDenied (403)', 'allow on s3://lake/ews: s3:PutObject'],
  [recorded('Unknown', 403), 'Unknown (403)', 'allow on'],
  [recorded('SignatureDoesNotMatch', 403), 'SignatureDoesNotMatch (403)', 'credentials are wrong'],
  [recorded('ExpiredToken', 400), 'ExpiredToken (400)', 'log in again'],
  [recorded('CredentialsProviderError', undefined), 'CredentialsProviderError', 'found no credentials'],
  [recorded('RequestTimeTooSkewed', 403), 'RequestTimeTooSkewed (403)', 'clock'],
  [recorded('PermanentRedirect', 301), 'PermanentRedirect (301)', 'store.region'],
  [recorded('KMS.NotFoundException', 400), 'KMS.NotFoundException (400)', 'store.kms_key_id'],
  [recorded('InvalidRequest', 400, 'Bucket is missing ObjectLockConfiguration'), 'InvalidRequest (400)', 'Object Lock'],
  [recorded('SlowDown', 503), 'SlowDown (503)', 'run again later'],
  [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED', 'store.endpoint'],
  [Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), 'ENOTFOUND', 'store.endpoint'],
  [
    Object.assign(new Error('self-signed'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
    'SELF_SIGNED',
    'NODE_EXTRA_CA_CERTS',
  ],
])('%o has a way out', (error, said, hint) => {
  const problem = placeProblem(error, asked)?.problems[0];
  expect(problem).toMatchObject({ code: 'EWS4006', hint: expect.stringContaining(hint) });
  expect(problem?.message).toContain(`cannot write objects/a in s3://lake/ews: ${said}`);
});

it('never repeats the words of the server, which may quote what was signed', () => {
  const message = 'AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE X-Amz-Signature=fe5f80 X-Amz-Security-Token=abc';
  const problem = placeProblem(recorded('InvalidAccessKeyId', 403, message), asked)?.problems[0];
  expect(JSON.stringify(problem)).not.toMatch(/AKIA|fe5f80|abc/);
});

it('leaves bugs, and errors of the disk, as they are', () => {
  expect(placeProblem(new TypeError('x is not a function'), asked)).toBeUndefined();
  expect(placeProblem(Object.assign(new Error('full'), { code: 'ENOSPC' }), asked)).toBeUndefined();
});

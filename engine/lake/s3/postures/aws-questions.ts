import { getFips } from 'node:crypto';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3Agents } from '../options.ts';
import type { SecuredStore } from './posture-check.ts';
import type { PostureQuestions } from './questions.ts';

/** Two tries and short waits: a posture that cannot be asked is `not verified`, not a command that hangs. */
const PATIENCE = { connectionTimeout: 3000, requestTimeout: 10_000 };

/** Asks AWS, or the server that the target names, with the credentials of the SDK's own provider chain. */
export async function awsQuestions(store: SecuredStore, agents?: S3Agents): Promise<PostureQuestions> {
  const patience = { maxAttempts: 2, requestHandler: { ...PATIENCE, ...agents } };
  // The SDK takes a while to load, and a lake on a disk has no use for it.
  const [s3, sts] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/client-sts')]);
  const client = new s3.S3Client({ ...connectionOf(store), ...patience });
  const identity = new sts.STSClient({ region: store.region, useFipsEndpoint: store.fips, ...patience });
  const Bucket = store.bucket;
  return {
    bucketEncryption: () => client.send(new s3.GetBucketEncryptionCommand({ Bucket })),
    bucketVersioning: () => client.send(new s3.GetBucketVersioningCommand({ Bucket })),
    objectLockConfiguration: () => client.send(new s3.GetObjectLockConfigurationCommand({ Bucket })),
    publicAccessBlock: () => client.send(new s3.GetPublicAccessBlockCommand({ Bucket })),
    bucketPolicy: () => client.send(new s3.GetBucketPolicyCommand({ Bucket })),
    callerIdentity: () => identity.send(new sts.GetCallerIdentityCommand({})),
    endpoint: async () => {
      const command = new s3.HeadBucketCommand({ Bucket });
      let resolved: { readonly protocol: string; readonly hostname: string } | undefined;
      // The request is built, looked at and dropped: nothing is sent.
      command.middlewareStack.add(
        () =>
          async ({ request }) => {
            resolved = request as { protocol: string; hostname: string };
            return { output: { $metadata: {} }, response: undefined };
          },
        { step: 'build', name: 'lookAtTheEndpoint' },
      );
      await client.send(command);
      if (resolved === undefined) throw new Error('the SDK built no request');
      return { protocol: resolved.protocol, hostname: resolved.hostname };
    },
    cryptography: () => ({ fips: getFips(), openssl: process.versions.openssl }),
  };
}

function connectionOf({ region, fips, pathStyle, endpoint }: SecuredStore): S3ClientConfig {
  return { region, useFipsEndpoint: fips, forcePathStyle: pathStyle, ...(endpoint === undefined ? {} : { endpoint }) };
}

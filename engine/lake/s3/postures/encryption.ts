import { refusedVerdict } from './answer.ts';
import type { PostureFacts } from './facts.ts';
import { failed, notVerified, ok, type PostureCheck, type SecuredStore } from './posture-check.ts';

const CALL = { api: 'GetBucketEncryption', permission: 's3:GetEncryptionConfiguration' };

/** Every object is encrypted with the target's own KMS key, also what another program writes without asking for it. */
export function encryption({ kmsKeyId }: SecuredStore, { encryption: answer }: PostureFacts): PostureCheck {
  if (answer.kind !== 'answered' && answer.kind !== 'absent') return refusedVerdict(CALL, answer);
  const rules = answer.kind === 'answered' ? answer.value.ServerSideEncryptionConfiguration?.Rules : undefined;
  const byDefault = rules?.[0]?.ApplyServerSideEncryptionByDefault;
  const algorithm = byDefault?.SSEAlgorithm;
  const set = "set the bucket's default encryption to aws:kms with the target's key (PutBucketEncryption)";
  if (algorithm !== 'aws:kms' && algorithm !== 'aws:kms:dsse') {
    return failed(`default encryption is ${algorithm ?? 'not configured'}, not aws:kms`, set);
  }
  const key = byDefault?.KMSMasterKeyID;
  if (key === undefined) return failed(`${algorithm} with the AWS managed key aws/s3, not a key of yours`, set);
  if (kmsKeyId === undefined) {
    return failed(`${algorithm} with ${key}, but the target names no key`, `set store.kms_key_id: ${key}`);
  }
  switch (compareKeys(key, kmsKeyId)) {
    case 'same':
      return ok(`${algorithm} with ${key}, ${rules?.[0]?.BucketKeyEnabled === true ? 'with' : 'without'} a bucket key`);
    case 'different':
      return failed(`the bucket's key is ${key}, the target's ${kmsKeyId}`, set);
    case 'alias':
      return notVerified(
        `the bucket's key is ${key}, the target's ${kmsKeyId}: an alias can point anywhere, so they cannot be compared`,
        "write the key's ARN in store.kms_key_id and in the bucket's default encryption",
      );
  }
}

/** A key is named by its ARN or by the id at the ARN's end; S3 takes a bare id to be one of the caller's account. */
function compareKeys(one: string, other: string): 'same' | 'different' | 'alias' {
  if ([one, other].some((name) => /(^|:)alias\//.test(name))) return 'alias';
  const bothAreArns = [one, other].every((name) => name.startsWith('arn:'));
  return (bothAreArns ? one === other : idOf(one) === idOf(other)) ? 'same' : 'different';
}

function idOf(key: string): string {
  return key.slice(Math.max(key.lastIndexOf('/'), key.lastIndexOf(':')) + 1);
}

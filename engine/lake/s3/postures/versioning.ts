import { refusedVerdict } from './answer.ts';
import type { PostureFacts } from './facts.ts';
import { failed, ok, type PostureCheck, type SecuredStore } from './posture-check.ts';

const CALL = { api: 'GetBucketVersioning', permission: 's3:GetBucketVersioning' };

/** What is overwritten or deleted stays behind as an older version. */
export function versioning(_store: SecuredStore, { versioning: answer }: PostureFacts): PostureCheck {
  if (answer.kind !== 'answered' && answer.kind !== 'absent') return refusedVerdict(CALL, answer);
  const status = answer.kind === 'answered' ? answer.value.Status : undefined;
  if (status === 'Enabled') return ok('versioning is Enabled');
  return failed(
    `versioning is ${status ?? 'not configured'}`,
    'set Status: Enabled in the versioning configuration of the bucket (PutBucketVersioning)',
  );
}

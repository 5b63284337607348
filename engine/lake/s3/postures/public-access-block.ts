import { refusedVerdict } from './answer.ts';
import type { PostureFacts } from './facts.ts';
import { failed, notVerified, ok, type PostureCheck, type SecuredStore } from './posture-check.ts';

const CALL = { api: 'GetPublicAccessBlock', permission: 's3:GetBucketPublicAccessBlock' };
const SETTINGS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;

/** No ACL and no policy can open the bucket to the world. */
export function publicAccessBlock(
  _store: SecuredStore,
  { server, publicAccessBlock: answer }: PostureFacts,
): PostureCheck {
  if (answer.kind !== 'answered' && answer.kind !== 'absent') return refusedVerdict(CALL, answer);
  if (server.kind !== 'aws') return notVerified('the server is not AWS: its word for it is not proof');
  const block = answer.kind === 'answered' ? answer.value.PublicAccessBlockConfiguration : undefined;
  const off = SETTINGS.filter((setting) => block?.[setting] !== true);
  if (off.length === 0) return ok(`${SETTINGS.join(', ')} are true`);
  return failed(
    block === undefined ? 'the bucket has no public access block' : `not true: ${off.join(', ')}`,
    `set ${off.join(', ')} to true (PutPublicAccessBlock)`,
  );
}

import { refusedVerdict } from './answer.ts';
import type { PostureFacts } from './facts.ts';
import { failed, ok, type PostureCheck, type SecuredStore } from './posture-check.ts';

const CALL = { api: 'GetObjectLockConfiguration', permission: 's3:GetBucketObjectLockConfiguration' };

/**
 * Versions below the folders that the target names cannot be deleted before their time. The engine gives each object
 * its retention, by folder; a default retention of the bucket would lock `refs/` with the rest.
 */
export function objectLock({ retention }: SecuredStore, { objectLock: answer }: PostureFacts): PostureCheck {
  if (answer.kind !== 'answered' && answer.kind !== 'absent') return refusedVerdict(CALL, answer);
  const configuration = answer.kind === 'answered' ? answer.value.ObjectLockConfiguration : undefined;
  if (configuration?.ObjectLockEnabled !== 'Enabled') {
    return failed(
      'Object Lock is not enabled on the bucket',
      'enable it: PutObjectLockConfiguration with ObjectLockEnabled: Enabled and no rule (versioning first)',
    );
  }
  const byDefault = configuration.Rule?.DefaultRetention;
  if (byDefault !== undefined) {
    const span = byDefault.Days === undefined ? `${byDefault.Years} years` : `${byDefault.Days} days`;
    return failed(
      `the bucket locks every object for ${span} (${byDefault.Mode}), refs/ among them`,
      "remove the bucket's default retention: the target's store.retention locks folder by folder",
    );
  }
  const days = Object.entries(retention?.days ?? {}).map(([folder, count]) => `${folder}/ ${count} d`);
  if (retention === undefined || days.length === 0) {
    return failed(
      'Object Lock is enabled, but the target declares no retention',
      'set store.retention, such as { mode: governance, days: { raw: 3650, audit: 2555 } }',
    );
  }
  return ok(`Object Lock is enabled; ${retention.mode}: ${days.join(', ')}; refs/ never`);
}

import { encryption } from './encryption.ts';
import { gatherFacts, type PostureFacts } from './facts.ts';
import { fips } from './fips.ts';
import { credentials, govcloud } from './identity.ts';
import { objectLock } from './object-lock.ts';
import { tls, vpcEndpoint } from './policy-postures.ts';
import type { CheckedPosture, PostureCheck, PostureName, SecuredStore } from './posture-check.ts';
import { publicAccessBlock } from './public-access-block.ts';
import type { PostureQuestions } from './questions.ts';
import { versioning } from './versioning.ts';

const JUDGES: Readonly<Record<PostureName, (store: SecuredStore, facts: PostureFacts) => PostureCheck>> = {
  credentials,
  encryption,
  versioning,
  object_lock: objectLock,
  public_access_block: publicAccessBlock,
  tls,
  vpc_endpoint: vpcEndpoint,
  fips,
  govcloud,
};

/** Every posture of a store and of this machine, as configured now. Asks first, then judges; writes nothing. */
export async function checkPostures(store: SecuredStore, ask: PostureQuestions): Promise<readonly CheckedPosture[]> {
  const facts = await gatherFacts(store.bucket, ask);
  return Object.entries(JUDGES).map(([posture, judge]) => ({
    posture: posture as PostureName,
    ...judge(store, facts),
  }));
}

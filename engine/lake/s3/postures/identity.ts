import { refusedVerdict } from './answer.ts';
import type { PostureFacts } from './facts.ts';
import { failed, notVerified, ok, type PostureCheck, type SecuredStore } from './posture-check.ts';

const CALL = { api: 'GetCallerIdentity', permission: 'sts:GetCallerIdentity' };

/** The SDK's provider chain gave a role's temporary credentials, not the lasting key of a user. */
export function credentials(_store: SecuredStore, { server, identity }: PostureFacts): PostureCheck {
  if (server.kind === 'other')
    return notVerified(`${server.hostname} is not AWS: nobody says whose credentials these are`);
  if (identity.kind !== 'answered' && identity.kind !== 'absent') return refusedVerdict(CALL, identity);
  const arn = identity.kind === 'answered' ? identity.value.Arn : undefined;
  const { account, kind, name } = callerOf(arn);
  if (kind === 'assumed-role') return ok(`role ${name} of account ${account}, ${arn}`);
  if (arn === undefined || account === undefined) return notVerified('STS names no caller');
  return failed(
    `${arn} is ${kind === 'root' ? "the account's root" : `a ${kind}`}, not a role`,
    'assume a role, with temporary credentials',
  );
}

/** The caller lives in the partition `aws-us-gov`, and the bucket in one of its regions. */
export function govcloud({ region }: SecuredStore, { server, identity }: PostureFacts): PostureCheck {
  if (server.kind === 'other') return notVerified(`${server.hostname} is not AWS, whatever region it is given`);
  if (!region.startsWith('us-gov-')) {
    return failed(`region ${region} is not of GovCloud`, 'set store.region to us-gov-west-1 or us-gov-east-1');
  }
  if (identity.kind !== 'answered' && identity.kind !== 'absent') return refusedVerdict(CALL, identity);
  const { partition } = callerOf(identity.kind === 'answered' ? identity.value.Arn : undefined);
  if (partition === 'aws-us-gov') return ok(`region ${region}, caller in partition aws-us-gov`);
  return failed(
    `region ${region}, but the caller is in partition ${partition ?? 'unknown'}`,
    'use a role of a GovCloud account',
  );
}

interface Caller {
  readonly partition?: string | undefined;
  readonly account?: string | undefined;
  /** `assumed-role`, `user`, `federated-user`, `root`. */
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
}

/** `arn:aws:sts::111122223333:assumed-role/ews-build/session`. */
function callerOf(arn: string | undefined): Caller {
  if (arn === undefined) return {};
  const [, partition, , , account, resource = ''] = arn.split(':');
  const [kind, name] = resource.split('/');
  return { partition, account, kind, name };
}

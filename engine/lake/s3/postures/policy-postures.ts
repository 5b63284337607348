import { refusedVerdict } from './answer.ts';
import { type PolicyStatement, policyStatements } from './bucket-policy.ts';
import { type Coverage, denyCoverage, type Guard, type Guarded } from './deny-coverage.ts';
import type { PostureFacts } from './facts.ts';
import { failed, notVerified, ok, type PostureCheck, type SecuredStore } from './posture-check.ts';

const CALL = { api: 'GetBucketPolicy', permission: 's3:GetBucketPolicy' };

const OLD_TLS: Guard = {
  key: 's3:tlsversion',
  operators: ['numericlessthan', 'numericlessthanifexists'],
  weakness: (values) =>
    values.some((value) => Number(value) >= 1.2) ? undefined : `lets TLS ${values.join(', ')} and newer in`,
};

const PLAIN_HTTP: Guard = {
  key: 'aws:securetransport',
  operators: ['bool', 'boolifexists'],
  weakness: (values) =>
    values.length > 0 && values.every((value) => value === 'false') ? undefined : 'is not about plain HTTP',
};

const ELSEWHERE: Guard = {
  key: 'aws:sourcevpce',
  operators: ['stringnotequals', 'stringnotequalsifexists'],
  weakness: (values) =>
    values.length > 0 && values.every((value) => /^vpce-[0-9a-f]+$/.test(value))
      ? undefined
      : `names ${values.join(', ') || 'nothing'}, no VPC endpoint`,
};

/** Nobody reaches the bucket over TLS older than 1.2, nor without TLS. */
export function tls(store: SecuredStore, facts: PostureFacts): PostureCheck {
  const { server } = facts;
  if (server.kind === 'other' && !server.encrypted) {
    return failed(`requests go to ${server.hostname} over plain HTTP`, 'give store.endpoint an https:// address');
  }
  return judgePolicy(facts, (statements) => {
    const guarded = guardedBy(store);
    const old = denyCoverage(statements, OLD_TLS, guarded);
    const plain = denyCoverage(statements, PLAIN_HTTP, guarded);
    if (old.kind !== 'whole') {
      const alone = plain.kind === 'whole' ? '; aws:SecureTransport alone still lets TLS 1.0 and 1.1 in' : '';
      return failed(
        `${shortcoming(old, 'no statement denies TLS older than 1.2')}${alone}`,
        statementToAdd('NumericLessThan', 's3:TlsVersion', '1.2'),
      );
    }
    // A request without TLS has no TLS version, and NumericLessThan is false where its key is missing.
    if (plain.kind !== 'whole') {
      const lacking = shortcoming(plain, 'no statement denies plain HTTP, which has no TLS version');
      return failed(
        `TLS older than 1.2 is denied, but ${lacking}`,
        statementToAdd('Bool', 'aws:SecureTransport', 'false'),
      );
    }
    if (server.kind === 'aws') return ok('everybody is denied s3:* over TLS older than 1.2 and over plain HTTP');
    return notVerified('the policy denies it, but a server that is not AWS need not know s3:TlsVersion');
  });
}

/** Nobody reaches the bucket but through the VPC's own endpoints. */
export function vpcEndpoint(store: SecuredStore, facts: PostureFacts): PostureCheck {
  if (facts.server.kind === 'other') return notVerified(`${facts.server.hostname} is not AWS: it has no VPC endpoints`);
  return judgePolicy(facts, (statements) => {
    const coverage = denyCoverage(statements, ELSEWHERE, guardedBy(store));
    if (coverage.kind === 'whole') return ok(`everybody is denied s3:* but through ${coverage.values.join(', ')}`);
    return failed(
      shortcoming(coverage, 'no statement denies requests from outside a VPC endpoint'),
      statementToAdd('StringNotEquals', 'aws:SourceVpce', "the endpoint's id, vpce-..."),
    );
  });
}

function judgePolicy(
  { policy }: PostureFacts,
  judge: (statements: readonly PolicyStatement[]) => PostureCheck,
): PostureCheck {
  if (policy.kind === 'absent') return judge([]);
  if (policy.kind !== 'answered') return refusedVerdict(CALL, policy);
  const { Policy } = policy.value;
  const statements = Policy === undefined ? undefined : policyStatements(Policy);
  return statements === undefined ? notVerified('the bucket policy cannot be read') : judge(statements);
}

function shortcoming(coverage: Exclude<Coverage, { kind: 'whole' }>, none: string): string {
  return coverage.kind === 'none' ? none : coverage.reasons.join('; ');
}

function statementToAdd(operator: string, key: string, value: string): string {
  const condition = `${operator} ${key}: ${value} and no other condition`;
  return (
    'put a statement into the bucket policy that denies s3:* to Principal * on the bucket and its objects ' +
    `with ${condition}`
  );
}

function guardedBy({ bucket, prefix, region }: SecuredStore): Guarded {
  return { arn: `arn:${partitionOf(region)}:s3:::${bucket}`, prefix };
}

function partitionOf(region: string): string {
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('cn-') ? 'aws-cn' : 'aws';
}

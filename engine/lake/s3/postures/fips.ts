import { refusedVerdict } from './answer.ts';
import type { PostureFacts } from './facts.ts';
import { failed, notVerified, ok, type PostureCheck, type SecuredStore } from './posture-check.ts';

/** Validated cryptography at both ends of the wire: AWS's FIPS endpoint, and this process in FIPS mode. */
export function fips(store: SecuredStore, { server, cryptography }: PostureFacts): PostureCheck {
  const here = `crypto.getFips() is ${cryptography.fips}, OpenSSL ${cryptography.openssl}`;
  if (server.kind === 'unknown') {
    const refused = refusedVerdict({ api: 'HeadBucket', permission: 's3:ListBucket' }, server.refusal);
    return { ...refused, detail: `${refused.detail}; ${here}` };
  }
  if (server.kind === 'other') return notVerified(`${server.hostname} is not AWS: who vouches for it? ${here}`);
  const missing: string[] = [];
  if (!store.fips) missing.push('set store.fips: true');
  else if (!server.fips) missing.push('leave store.endpoint and AWS_ENDPOINT_URL out');
  if (cryptography.fips !== 1) missing.push("run Node with --enable-fips and OpenSSL's FIPS provider");
  const seen = `endpoint ${server.hostname}; ${here}`;
  return missing.length === 0 ? ok(seen) : failed(seen, missing.join('; '));
}

import type { S3Agents } from './options.ts';
import { answerTo } from './postures/answer.ts';
import type { SecuredStore } from './postures/posture-check.ts';

/** Who AWS says calls it; `unknown` with the reason, in words that hold no secret. */
export type Caller =
  | { readonly kind: 'known'; readonly arn: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** What STS answered, and the host that did. */
export interface StsAnswer {
  readonly arn: string | undefined;
  readonly hostname: string | undefined;
}

export type AskSts = (store: SecuredStore, signal: AbortSignal) => Promise<StsAnswer>;

/** Milliseconds: a name for the record is worth no more waiting. */
const PATIENCE = 4000;

/** STS's own names: others below amazonaws.com can be rented by anybody. */
const STS = /^(vpce-[0-9a-z-]+\.)?sts(-fips)?(\.[a-z0-9-]+)?(\.vpce)?\.amazonaws\.com(\.cn)?$/;
const ARN = /^arn:aws[a-z-]*:(sts|iam)::\d{12}:[\w+=,.@/-]+$/;

/** Asks STS whose credentials the SDK's provider chain gives. Waits `patience` ms at most, and rejects never. */
export async function awsCaller(store: SecuredStore, ask: AskSts, patience = PATIENCE): Promise<Caller> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  const late = new Promise<undefined>((resolve) => stop.signal.addEventListener('abort', () => resolve(undefined)));
  try {
    const answer = await Promise.race([answerTo(() => ask(store, stop.signal)), late]);
    if (answer === undefined) return { kind: 'unknown', why: `STS did not answer within ${patience / 1000} s` };
    if (answer.kind === 'absent') return { kind: 'unknown', why: 'STS names no caller' };
    if (answer.kind !== 'answered') return { kind: 'unknown', why: `STS gave no answer: ${answer.code}` };
    return judged(answer.value);
  } finally {
    clearTimeout(timer);
  }
}

/** The question, with the SDK, which is loaded for it. */
export function askSts(openAgents: () => Promise<S3Agents | undefined>): AskSts {
  return async ({ region, fips }, signal) => {
    const [sts, agents] = await Promise.all([import('@aws-sdk/client-sts'), openAgents()]);
    const requestHandler = { connectionTimeout: PATIENCE, requestTimeout: PATIENCE, ...agents };
    const client = new sts.STSClient({ region, useFipsEndpoint: fips, maxAttempts: 1, requestHandler });
    let hostname: string | undefined;
    client.middlewareStack.add(
      (next) => (args) => {
        hostname = tlsHost(args.request);
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'noteTheHost' },
    );
    const { Arn: arn } = await client.send(new sts.GetCallerIdentityCommand({}), { abortSignal: signal });
    return { arn, hostname };
  };
}

/** TLS vouches for the name: without it nobody is AWS. */
function tlsHost(request: unknown): string | undefined {
  const { protocol, hostname } = request as { readonly protocol?: string; readonly hostname?: string };
  return protocol === 'https:' ? hostname : undefined;
}

function judged({ arn, hostname }: StsAnswer): Caller {
  if (hostname === undefined || !STS.test(hostname)) {
    return { kind: 'unknown', why: 'what answered in place of STS is not AWS' };
  }
  if (arn === undefined || !ARN.test(arn)) return { kind: 'unknown', why: 'STS names no caller' };
  return { kind: 'known', arn };
}

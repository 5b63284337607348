import { answerTo, type PostureAnswer, type Refusal } from './answer.ts';
import type { Cryptography, PostureQuestions } from './questions.ts';
import { type Server, serverAt } from './server.ts';

type AnswerOf<Question extends keyof PostureQuestions> = PostureAnswer<Awaited<ReturnType<PostureQuestions[Question]>>>;

/** All answers, before anything is judged. */
export interface PostureFacts {
  readonly server: Server;
  readonly encryption: AnswerOf<'bucketEncryption'>;
  readonly versioning: AnswerOf<'bucketVersioning'>;
  readonly objectLock: AnswerOf<'objectLockConfiguration'>;
  readonly publicAccessBlock: AnswerOf<'publicAccessBlock'>;
  readonly policy: AnswerOf<'bucketPolicy'>;
  readonly identity: AnswerOf<'callerIdentity'>;
  readonly cryptography: Cryptography;
}

export async function gatherFacts(bucket: string, ask: PostureQuestions): Promise<PostureFacts> {
  const server = serverOf(bucket, await answerTo(() => ask.endpoint()));
  const [encryption, versioning, objectLock, publicAccessBlock, policy, identity] = await Promise.all([
    answerTo(() => ask.bucketEncryption()),
    answerTo(() => ask.bucketVersioning()),
    answerTo(() => ask.objectLockConfiguration()),
    answerTo(() => ask.publicAccessBlock()),
    answerTo(() => ask.bucketPolicy()),
    // Credentials for another server mean nothing to AWS's STS, and are none of its business.
    server.kind === 'other' ? NO_STS : answerTo(() => ask.callerIdentity()),
  ]);
  return {
    server,
    encryption,
    versioning,
    objectLock,
    publicAccessBlock,
    policy,
    identity,
    cryptography: ask.cryptography(),
  };
}

const NO_STS: Refusal = { kind: 'unsupported', code: 'not AWS' };

function serverOf(bucket: string, endpoint: AnswerOf<'endpoint'>): Server {
  switch (endpoint.kind) {
    case 'answered':
      return serverAt(bucket, endpoint.value);
    case 'absent':
      throw new Error('an endpoint is either resolved or refused');
    default:
      return { kind: 'unknown', refusal: endpoint };
  }
}

import { expect, it, onTestFinished } from 'vitest';
import { identified } from '../../engine/cli/changing-session.ts';
import { openSession, type Session } from '../../engine/cli/session.ts';
import type { S3StoreDefinition } from '../../engine/project/index.ts';
import { copyProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';

const BUCKET: S3StoreDefinition = {
  kind: 's3',
  bucket: 'lake',
  prefix: '',
  region: 'us-east-1',
  pathStyle: false,
  fips: false,
  cache: { path: '.ews/cache/s3', bytes: 1 },
};
const ARN = 'arn:aws:sts::111122223333:assumed-role/ews-build/nightly';
const answer = async () => ({ arn: ARN, hostname: 'sts.us-east-1.amazonaws.com' });

async function openOn(store: Session['target']['store']) {
  const { root } = await copyProject(onTestFinished);
  const flags = { projectDir: root, logFormat: 'text' } as const;
  const terminal = recordingTerminal();
  const session = await openSession(flags, terminal);
  return { flags, terminal, session: { ...session, target: { ...session.target, store } } };
}

it('is who AWS says, where the lake lies on AWS', async () => {
  const { session, flags, terminal } = await openOn(BUCKET);
  const { effects } = await identified(session, flags, terminal, answer);
  expect(effects.origin).toMatchObject({ actor: ARN, actorFrom: 'sts' });
  expect(effects.store).toBe(session.effects.store);
  expect(terminal.said.err).toEqual([]);
});

it('is the account, self-declared, where AWS does not say: with a warning, and never an error', async () => {
  const { session, flags, terminal } = await openOn(BUCKET);
  const refused = () => Promise.reject(Object.assign(new Error('secret'), { name: 'ExpiredToken' }));
  const { effects } = await identified(session, flags, terminal, refused);
  expect(effects.origin).toEqual({ ...session.effects.origin, actorFrom: 'declared' });
  expect(terminal.said.err.join('\n')).toMatch(/warning EWS4023 .*self-declared\n.*ExpiredToken/);
  expect(terminal.said.err.join('\n')).not.toContain('secret');
});

it.each<[string, Session['target']['store']]>([
  ['on a disk', { kind: 'local', path: '.ews/lake' }],
  ['on a server of its own', { ...BUCKET, endpoint: 'https://minio.example.org' }],
])('asks nobody where the lake lies %s', async (_, store) => {
  const { session, flags, terminal } = await openOn(store);
  const never = () => expect.fail('asked');
  expect(await identified(session, flags, terminal, never)).toBe(session);
  expect(session.effects.origin.actorFrom).toBe('declared');
});
